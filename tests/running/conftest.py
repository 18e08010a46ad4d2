"""What machines and keepers ask of a running house."""

from typing import Any

import pytest


@pytest.fixture(autouse=True)
def plain_stories(settings: Any) -> None:
    settings.SCENARIO_SOURCE = "tests.games.storyteller:Storyteller"
    settings.RATE_LIMITS = False
