"""The catalogue: for each code the request that it answers."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db import OperationalError

from games.errors import ErrorCode
from games.models import Game
from realtime import limits
from realtime.limits import Buckets
from tests.games.guests import Guest, Reply, at_turn, begun, play_turn, table

pytestmark = pytest.mark.django_db

SOCKETS_ONLY = {"UNKNOWN_EVENT", "BAD_FRAME", "SLOW_CONSUMER", "TOO_MANY_CONNECTIONS"}
NEVER_WITH_A_SOURCE_THAT_ANSWERS_AT_ONCE = {"GENERATION_IN_PROGRESS"}

Produced = Callable[[pytest.MonkeyPatch, Any], Reply]
PRODUCED: dict[str, Produced] = {}


def produces(code: str) -> Callable[[Produced], Produced]:
    def register(produced: Produced) -> Produced:
        PRODUCED[code] = produced
        return produced

    return register


def choosing(guest: Guest, **body: Any) -> Reply:
    return guest.post("make_choice", **{"game_code": guest.code, "choice": "hold", **body})


@produces("AUTH_REQUIRED")
def nobody(*_: Any) -> Reply:
    return Guest().post("create_game")


@produces("SESSION_EXPIRED")
def signed_out(*_: Any) -> Reply:
    guest = Guest("Oona")
    guest.client.session.flush()
    return guest.post("create_game")


@produces("NO_GAME")
def nowhere(*_: Any) -> Reply:
    return Guest("Oona").post("make_choice", choice="hold")


@produces("INVALID_GAME")
def no_such_table(*_: Any) -> Reply:
    return Guest("Oona").post("join_game", game_code="ZZZZZZ")


@produces("NOT_IN_GAME")
def closed_table(*_: Any) -> Reply:
    return Guest("Yun").get("game_state", game_code=table(1, allow_spectators=False)[0].code)


@produces("NOT_HOST")
def not_the_host(*_: Any) -> Reply:
    return table(2)[1].post("start_game")


@produces("KICKED")
def kicked(*_: Any) -> Reply:
    host, sefu = table(2)
    host.act("kick_player", player_id=sefu.seat)
    return sefu.post("join_game", game_code=host.code)


@produces("SPECTATOR_READ_ONLY")
def watching(*_: Any) -> Reply:
    return Guest("Yun").post("make_choice", choice="hold", game_code=at_turn(1)[0].code)


@produces("CSRF_FAILED")
def without_token(*_: Any) -> Reply:
    return Guest(csrf=True).post("set_username", username="Oona")


@produces("GAME_FULL")
def full(*_: Any) -> Reply:
    return Guest("Yun").post("join_game", game_code=table(1, max_players=1)[0].code)


@produces("NAME_TAKEN")
def name_taken(*_: Any) -> Reply:
    return Guest("OONA").post("join_game", game_code=table(1)[0].code)


@produces("GAME_ALREADY_STARTED")
def late(*_: Any) -> Reply:
    return Guest("Yun").post("join_game", game_code=begun(1)[0].code)


@produces("GAME_NOT_STARTED")
def early(*_: Any) -> Reply:
    return choosing(table(1)[0])


@produces("GAME_FINISHED")
def over(*_: Any) -> Reply:
    host = at_turn(1)[0]
    host.act("end_game")
    return choosing(host)


@produces("NO_SCENARIO")
def before_any_scene(*_: Any) -> Reply:
    return choosing(begun(1)[0])


@produces("TURN_OPEN")
def twice_generated(*_: Any) -> Reply:
    return at_turn(1)[0].post("generate_scenario")


@produces("TURN_RESOLVED")
def between_turns(*_: Any) -> Reply:
    people = begun(1)
    play_turn(people)
    return choosing(people[0])


@produces("STALE_TURN")
def stale(*_: Any) -> Reply:
    return choosing(at_turn(1)[0], turn_number=2)


@produces("ALREADY_CHOSEN")
def twice_chosen(*_: Any) -> Reply:
    guest = at_turn(1)[0]
    guest.act("make_choice", choice="hold")
    return choosing(guest)


@produces("ALREADY_SHARED")
def twice_read(*_: Any) -> Reply:
    guest = at_turn(1)[0]
    guest.act("share_whisper")
    return guest.post("share_whisper")


@produces("CHOICES_PENDING")
def pending(*_: Any) -> Reply:
    return at_turn(1)[0].post("resolve_turn")


@produces("GENERATION_FAILED")
def nothing_to_tell(_: Any, settings: Any) -> Reply:
    settings.SCENARIO_SOURCE = "tests.games.storyteller:Silent"
    return begun(1)[0].post("generate_scenario")


@produces("VALIDATION_ERROR")
def no_integer(*_: Any) -> Reply:
    return Guest("Oona").post("create_game", max_players=9)


@produces("MISSING_FIELD")
def no_choice(*_: Any) -> Reply:
    return at_turn(1)[0].post("make_choice")


@produces("METHOD_NOT_ALLOWED")
def read_what_is_written(*_: Any) -> Reply:
    return Guest("Oona").get("create_game")


@produces("PAYLOAD_TOO_LARGE")
def too_much(*_: Any) -> Reply:
    return Guest("Oona").post("create_game", more="x" * 17_000)


@produces("UNSUPPORTED_MEDIA_TYPE")
def no_json(*_: Any) -> Reply:
    return Guest("Oona").send("create_game", "a=1", content_type="application/x-www-form-urlencoded")


@produces("IDEMPOTENCY_MISMATCH")
def other_content(*_: Any) -> Reply:
    guest, cmd_id = Guest("Oona"), str(uuid4())
    guest.post("create_game", cmd_id=cmd_id)
    return guest.post("create_game", cmd_id=cmd_id, max_players=2)


@produces("RATE_LIMITED")
def too_fast(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Reply:
    settings.RATE_LIMITS = True
    monkeypatch.setattr(limits, "_buckets", Buckets(lambda: 0.0))
    guest = Guest("Oona")
    return [guest.post("leave_game") for _ in range(60)][-1]


@produces("INTERNAL_ERROR")
def broken(monkeypatch: pytest.MonkeyPatch, _: Any) -> Reply:
    guest = Guest("Oona")
    monkeypatch.setattr("games.services.seats.create", lambda **_: 1 / 0)
    return guest.post("create_game")


@produces("SERVICE_UNAVAILABLE")
def no_database(monkeypatch: pytest.MonkeyPatch, _: Any) -> Reply:
    def away(**_: Any) -> None:
        raise OperationalError("away")

    guest = Guest("Oona")
    monkeypatch.setattr("games.services.seats.create", away)
    return guest.post("create_game")


@pytest.mark.parametrize("code", PRODUCED)
def test_the_request_gets_the_code(code: str, monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    answer = PRODUCED[code](monkeypatch, settings)
    assert answer.code == code
    seqs = list(Game.objects.values_list("seq", flat=True))
    assert all(seq == Game.objects.get(seq=seq).events.count() for seq in seqs)


def test_the_catalogue_is_whole() -> None:
    assert set(PRODUCED) | SOCKETS_ONLY | NEVER_WITH_A_SOURCE_THAT_ANSWERS_AT_ONCE == {code.name for code in ErrorCode}
