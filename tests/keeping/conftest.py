"""What keepers look at and do, over stories that can be told apart."""

from typing import Any

import pytest


@pytest.fixture(autouse=True)
def plain_stories(settings: Any) -> None:
    settings.SCENARIO_SOURCE = "tests.games.storyteller:Storyteller"
    settings.RATE_LIMITS = False
