"""What keepers look at and do, over stories that can be told apart."""

from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps

from games.services import bans
from tests.games.guests import Guest, at_turn
from tests.keeping.people import OWN_WORDS


@pytest.fixture(autouse=True)
def plain_stories(settings: Any) -> None:
    settings.SCENARIO_SOURCE = "tests.games.storyteller:Storyteller"
    settings.RATE_LIMITS = False


@pytest.fixture(autouse=True)
def no_bans() -> Iterator[None]:
    """What a process remembers of bans is forgotten after the test."""
    yield
    bans.forget()


@pytest.fixture(autouse=True)
def groups(request: pytest.FixtureRequest) -> None:
    """The groups that a migration makes; tests with transactions of their own empty their tables."""
    if "db" in request.fixturenames or "transactional_db" in request.fixturenames:
        request.getfixturevalue("transactional_db" if "transactional_db" in request.fixturenames else "db")
        import_module("games.migrations.0005_keepers").make_groups(apps, None)


@pytest.fixture
def people() -> list[Guest]:
    """Two at an open turn: one has chosen in own words, the other has not."""
    host, guest = at_turn()
    host.act("make_choice", choice=OWN_WORDS)
    return [host, guest]
