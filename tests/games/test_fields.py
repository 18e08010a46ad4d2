"""Every field of every body: what it may not be."""

from typing import Any

import pytest

from games.models import Event, Game
from tests.games.guests import Guest, at_turn

pytestmark = pytest.mark.django_db

NO_TEXT: tuple[Any, ...] = (None, 1, 1.5, True, [], {}, ["x"])
NO_INTEGER: tuple[Any, ...] = (None, "1", "", 1.5, True, [], {}, -1, 10**12, -(10**12))
NO_BOOLEAN: tuple[Any, ...] = (None, 0, 1, "true", "", [], {})
CODES = ("x" * 65, "", "   ", 1, True, [], {})
COMMAND_IDS = ("", "x", "12345678-1234-1234-1234-12345678901", "12345678123412341234123456789012", "g" * 36, 7, [], True, "1" * 500)


def _wrong() -> list[Any]:
    cases: list[tuple[str, dict[str, Any]]] = []
    for name, most in (("max_players", 8), ("max_turns", 50)):
        cases += [("create_game", {name: value}) for value in (*NO_INTEGER, 0, most + 1)]
    cases += [("create_game", {"turn_seconds": value}) for value in (*NO_INTEGER, 86401)]
    cases += [("create_game", {name: value}) for name in ("auto_resolve", "allow_spectators", "is_public") for value in NO_BOOLEAN]
    cases += [("join_game", {"game_code": value}) for value in (*CODES, None)]
    cases += [("leave_game", {"game_code": value}) for value in CODES]
    cases += [("make_choice", {"choice": value}) for value in (*NO_TEXT, "", "  \n ", "x" * 1001, "a\x07b", "\x1b[31m")]
    cases += [("make_choice", {"choice": "hold", "turn_number": value}) for value in NO_INTEGER if value is not None]
    cases += [("chat_message", {"text": value}) for value in (*NO_TEXT, "", " ", "x" * 501, "a\x07b")]
    cases += [("resolve_turn", {"force": value}) for value in NO_BOOLEAN]
    cases += [("choose_class", {"class": value}) for value in (*NO_TEXT, "", "bard", "King", "Bard ")]
    cases += [(call, {"player_id": value}) for call in ("kick_player", "transfer_host") for value in (*NO_TEXT, "", "x" * 65)]
    cases += [("start_game", {"cmd_id": value}) for value in COMMAND_IDS]
    return [pytest.param(call, body, id=f"{call} {body!r:.60}") for call, body in cases]


@pytest.mark.parametrize(("call", "body"), _wrong())
def test_what_is_not_as_it_should_be_is_refused(call: str, body: dict[str, Any], at_table: Guest) -> None:
    before = (Event.objects.count(), Game.objects.count())
    asked = body if "game_code" in body or call == "create_game" else {"game_code": at_table.code, **body}
    answer = at_table.post(call, **asked)
    assert answer.code == "VALIDATION_ERROR"
    assert answer.body.get("field") == next(iter(name for name in body if name != "choice" or len(body) == 1))
    assert (Event.objects.count(), Game.objects.count()) == before


@pytest.fixture
def at_table() -> Guest:
    return at_turn(2)[0]


@pytest.mark.parametrize(
    ("call", "field"),
    [
        ("join_game", "game_code"),
        ("choose_class", "class"),
        ("kick_player", "player_id"),
        ("transfer_host", "player_id"),
        ("make_choice", "choice"),
        ("chat_message", "text"),
    ],
)
def test_what_is_missing_is_named(call: str, field: str, at_table: Guest) -> None:
    answer = at_table.post(call)
    assert answer.code == "MISSING_FIELD"
    assert answer.body["field"] == field


def test_unknown_fields_are_ignored(at_table: Guest) -> None:
    told = at_table.act("make_choice", choice="hold", player_id="somebody", player_name="Sefu", trust=100, __proto__={"x": 1})
    assert told["choices_submitted"] == 1
    assert at_table.read("game_state")["you"]["choice"] == "hold"


@pytest.mark.postgres
@pytest.mark.parametrize("call", ["game_state", "current_scenario", "my_whisper", "waiting_for", "replay"])
@pytest.mark.parametrize("code", ["x" * 65, "\x00", "a\x00b", "\ud7ff\uffff", "' OR 1=1", "😀", "%00"])
def test_no_code_breaks_a_read(call: str, code: str, at_table: Guest) -> None:
    assert at_table.get(call, game_code=code).code in {"VALIDATION_ERROR", "INVALID_GAME"}


@pytest.mark.postgres
@pytest.mark.parametrize("code", ["x" * 13, "x" * 500, "%00", "a%00b", "%ED%A0%80", "%27", "%F0%9F%98%80"])
def test_no_code_in_the_address_breaks_a_write(code: str, at_table: Guest) -> None:
    assert at_table.send("make_choice", '{"choice": "hold"}', query=f"?game_code={code}").code in {"VALIDATION_ERROR", "INVALID_GAME"}


@pytest.mark.parametrize("code", ["NO-SUCH-TABLE", "x" * 64, "ÄÖÜ", "😀", "' OR 1=1"])
def test_what_is_no_table_s_code_is_no_table(code: str, at_table: Guest) -> None:
    for call, body in (("join_game", {}), ("make_choice", {"choice": "hold"})):
        assert at_table.post(call, game_code=code, **body).code == "INVALID_GAME"
    assert at_table.get("game_state", game_code=code).code == "INVALID_GAME"


@pytest.mark.parametrize("since", ["-1", "x", "1.5", "", "NaN", "1e3", "99999999999999999999", "true", "%00"])
def test_since_is_a_count(since: str, at_table: Guest) -> None:
    assert at_table.get("game_state", since=since).code == "VALIDATION_ERROR"


def test_since_may_lie_ahead(at_table: Guest) -> None:
    assert at_table.read("game_state", since=2**53 - 1)["events"] == []
