"""What every test of the game stands on: stories that can be told apart, and no limits of rate."""

from typing import Any

import pytest


@pytest.fixture(autouse=True)
def plain_stories(settings: Any) -> None:
    settings.SCENARIO_SOURCE = "tests.games.storyteller:Storyteller"
    settings.RATE_LIMITS = False
