"""The checker finds what it is there to find, and nothing where there is nothing."""

import re
from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import Any

import pytest

from tests.faults import stored
from tests.faults.checker import violations
from tests.faults.evening import Evening, Habits
from tests.faults.planted import PLANTED
from tests.realtime.sockets import off

pytestmark = [pytest.mark.django_db(transaction=True)]

LIVELY = Habits(turns=2, chat=0.8, share=0.4, lie=0.5, drop=0.0, second_tab=0.6, curious=0.3, look=0.5)


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
