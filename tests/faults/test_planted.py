"""The checker finds what it is there to find, and nothing where there is nothing."""

import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from random import Random
from typing import Any

import pytest

from realtime.connections import Connections, connections
from tests.faults import stored
from tests.faults.checker import violations
from tests.faults.evening import Evening, Habits
from tests.faults.planted import PLANTED
from tests.realtime.sockets import off

pytestmark = [pytest.mark.django_db(transaction=True)]

LIVELY = Habits(turns=2, chat=0.8, share=0.4, lie=0.5, drop=0.0, second_tab=0.6, curious=0.3, look=0.5)


def ours() -> dict[tuple[str, str], Any]:
    """Every function and class of the product, where it is found."""
    modules = {name: module for name, module in sys.modules.items() if name.split(".")[0] in ("games", "realtime")}
    found = {(name, key): value for name, module in modules.items() for key, value in vars(module).items() if callable(value)}
    methods = [key for key, value in vars(Connections).items() if callable(value)]
    return found | {("connections", key): getattr(getattr(connections, key), "__func__", None) for key in methods}


@pytest.fixture(autouse=True)
def _pulled_up(request: pytest.FixtureRequest) -> Iterator[None]:
    """What was planted is gone after its test, also where its patches were made and undone at the same time."""
    before = ours()
    request.getfixturevalue("monkeypatch").undo()
    yield
    request.getfixturevalue("monkeypatch").undo()
    changed = [where for where, what in ours().items() if before.get(where, what) is not what]
    assert not changed


async def judged(url: str, games: int = 1, patience: float = 5.0) -> list[str]:
    """Plays, and gives what the checker finds."""
    evening = Evening([url], seed="planted", habits=replace(LIVELY, patience=patience))
    await evening.play(games)
    found = violations(evening.records, await off(stored.in_django))
    print(f"\n{evening.acknowledged} commands acknowledged, {len(found)} violations")
    return found


async def test_nothing_is_found_where_nothing_is_wrong(whole_game: str) -> None:
    assert await judged(whole_game, games=2) == []


@pytest.mark.parametrize("plant", PLANTED, ids=lambda plant: plant.__name__)
async def test_a_planted_bug_is_found(whole_game: str, monkeypatch: pytest.MonkeyPatch, plant: Callable[[Any], None]) -> None:
    monkeypatch.setattr("tests.faults.planted.random", Random("planted"))
    plant(monkeypatch)
    found = await judged(whole_game, patience=0.5)
    matching = [text for text in found if re.search(PLANTED[plant], text)]
    assert matching, found[:20]
    print(f"{plant.__name__}: {matching[0]}")
