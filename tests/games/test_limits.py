"""How fast anybody may act, over HTTP."""

from typing import Any

import pytest

from games.models import Game
from realtime import limits
from realtime.limits import Buckets, Rate
from tests.games.guests import Guest, table

pytestmark = pytest.mark.django_db


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Clock:
    settings.RATE_LIMITS = True
    clock = Clock()
    monkeypatch.setattr(limits, "_buckets", Buckets(clock))
    return clock


def test_a_bucket_fills_again() -> None:
    clock = Clock()
    buckets, rate = Buckets(clock), Rate(burst=2, per_second=4)
    assert [buckets.spend("a", rate) for _ in range(3)] == [0, 0, 0.25]
    assert buckets.spend("b", rate) == 0
    clock.now += 0.25
    assert [buckets.spend("a", rate) for _ in range(2)] == [0, 0.25]
    clock.now += 3600
    assert [buckets.spend("a", rate) for _ in range(3)] == [0, 0, 0.25]


def test_commands_are_counted_by_person(clock: Clock) -> None:
    host, sefu = table(2)
    clock.now += 60
    codes = [_another_class(host, turn) for turn in range(21)]
    assert codes == [None] * 20 + ["RATE_LIMITED"]
    assert _another_class(sefu, 1) is None
    clock.now += 0.2
    assert _another_class(host, 1) is None


def test_reading_is_counted_apart_and_more_freely(clock: Clock) -> None:
    host = Guest("Oona").create()
    clock.now += 60
    codes = [host.get("game_state").code for _ in range(101)]
    assert codes == [None] * 100 + ["RATE_LIMITED"]
    refused = host.client.get("/api/game_state")
    assert refused.json()["retry_after"] > 0
    assert int(refused["Retry-After"]) >= 1
    assert _another_class(host, 1) is None


def _another_class(guest: Guest, turn: int) -> str | None:
    return guest.post("choose_class", **{"class": ("Mage", "Bard")[turn % 2]}).code


def test_codes_cannot_be_guessed_on_and_on(clock: Clock) -> None:
    host, stranger = Guest("Oona").create(), Guest("Yun")
    codes = []
    for number in range(11):
        clock.now += 1
        codes.append(stranger.get("game_state", game_code=f"ZZZZ{number:02}").code)
    assert codes == ["INVALID_GAME"] * 10 + ["RATE_LIMITED"]
    assert stranger.post("join_game", game_code=host.code).code == "RATE_LIMITED"
    clock.now += 120
    assert stranger.post("join_game", game_code=host.code).code is None


def test_tables_are_laid_so_many_an_hour(clock: Clock) -> None:
    guest = Guest("Oona")
    codes = []
    for _ in range(21):
        clock.now += 1
        codes.append(guest.post("create_game").code)
    assert codes == [None] * 20 + ["RATE_LIMITED"]
    assert Game.objects.count() == 20


def test_limits_can_be_off(settings: Any) -> None:
    settings.RATE_LIMITS = False
    guest = Guest("Oona")
    assert {guest.post("create_game").code for _ in range(30)} == {None}
