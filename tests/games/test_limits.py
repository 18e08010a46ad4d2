"""How fast anybody may act, over HTTP."""

from typing import Any

import pytest
from django.test import Client

from games.models import Game, Person
from realtime import limits
from realtime.limits import Buckets, Rate
from tests.games.guests import NAMES, Guest, table

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
    assert [buckets.spend([("a", rate)]) for _ in range(3)] == [0, 0, 0.25]
    assert buckets.spend([("b", rate)]) == 0
    clock.now += 0.25
    assert [buckets.spend([("a", rate)]) for _ in range(2)] == [0, 0.25]
    clock.now += 3600
    assert [buckets.spend([("a", rate)]) for _ in range(3)] == [0, 0, 0.25]


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


# --- By address: a name costs nothing


def test_a_new_name_is_no_new_chance_to_guess(clock: Clock) -> None:
    host = Guest("Oona").create()
    codes = [code for _ in range(4) for code in _guesses(Guest("Yun"), 9, clock)]
    assert codes == ["INVALID_GAME"] * 30 + ["RATE_LIMITED"] * 6
    assert Guest("Ines").post("join_game", game_code=host.code).code == "RATE_LIMITED"
    elsewhere = Guest("Ines")
    elsewhere.client.defaults["REMOTE_ADDR"] = "203.0.113.7"
    assert elsewhere.post("join_game", game_code=host.code).code is None


def test_a_table_of_ones_own_is_no_guess(clock: Clock) -> None:
    host, sefu = table(2)
    assert host.post("leave_game").code is None
    for _ in range(4):
        _guesses(Guest("Yun"), 9, clock)
    assert Guest("Ines").get("game_state", game_code=sefu.code).code == "RATE_LIMITED"
    for seated in (host, sefu):
        assert seated.get("game_state", game_code=sefu.code).code is None
        assert seated.client.get(f"/watch/{sefu.code.lower()}").status_code in (200, 302)
    assert sefu.post("choose_class", **{"class": "Mage"}).code is None
    assert sefu.get("game_state", game_code="ZZZZ99").code == "RATE_LIMITED"


def _guesses(guest: Guest, count: int, clock: Clock) -> list[str | None]:
    clock.now += 0.1
    return [guest.get("game_state", game_code=f"ZZZZ{number:02}").code for number in range(count)]


@pytest.mark.parametrize("page", ["join", "watch", "replay"])
def test_pages_are_no_way_to_guess(clock: Clock, page: str) -> None:
    host = Guest("Oona").create()
    strangers = [Client() for _ in range(31)]
    assert [client.get(f"/{page}/ZZZZ{number:02}").status_code for number, client in enumerate(strangers)] == [404] * 30 + [429]
    refused = Client().get(f"/{page}/{host.code}")
    assert refused.status_code == 429
    assert int(refused["Retry-After"]) >= 1
    assert b'data-refusal="RATE_LIMITED"' in refused.content
    assert host.code.encode() not in refused.content.replace(f'data-code="{host.code}"'.encode(), b"")
    clock.now += 60
    assert Client().get(f"/{page}/{host.code}").status_code == 200


def test_a_person_guesses_no_more_through_the_pages(clock: Clock) -> None:
    stranger = Guest("Yun")
    assert [stranger.client.get(f"/join/ZZZZ{number:02}").status_code for number in range(11)] == [404] * 10 + [429]
    assert stranger.post("join_game", game_code="ZZZZZZ").code == "RATE_LIMITED"


def test_names_are_taken_so_many_at_an_address(clock: Clock) -> None:
    codes = [Guest().post("set_username", username="Yun").code for _ in range(100)]
    clock.now += 2  # as commands they are as good as never asked, as names they are not
    codes += [Guest().post("set_username", username="Yun").code for _ in range(101)]
    assert codes == [None] * 200 + ["RATE_LIMITED"]
    assert Person.objects.count() == 200
    clock.now += 10
    assert Guest().post("set_username", username="Yun").code is None


def test_all_of_an_address_together(clock: Clock) -> None:
    guests = [Guest(name) for name in NAMES]
    clock.now += 60
    codes = [guest.get("games").code for _ in range(126) for guest in guests]
    assert codes.count("RATE_LIMITED") == 126 * 8 - 800  # each of them is at the end first
    strangers = [Guest() for _ in range(201)]
    assert [stranger.get("session_info").code for stranger in strangers] == [None] * 200 + ["RATE_LIMITED"]
    sent = [stranger.post("log_client_error", message="no").code for stranger in strangers]
    assert sent == [None] * 200 + ["RATE_LIMITED"]


def test_who_is_refused_for_the_address_loses_nothing_of_their_own() -> None:
    clock = Clock()
    buckets, own, shared = Buckets(clock), ("own", Rate(1, 1)), ("shared", Rate(1, 0.5))
    assert buckets.spend([shared]) == 0
    assert buckets.spend([own, shared]) == 2
    assert buckets.levels([own, shared]) == [1, 0]
