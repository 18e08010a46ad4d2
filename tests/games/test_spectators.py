"""Somebody signed in without a seat."""

import json

import pytest

from tests.games.calls import AT_A_TABLE, READS_OF_A_TABLE, WRITES
from tests.games.guests import Guest, at_turn, begun, table

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("call", READS_OF_A_TABLE)
def test_reads_where_watching_is_allowed(call: str) -> None:
    host, _ = at_turn(2)
    assert Guest("Yun").get(call, game_code=host.code).code is None


@pytest.mark.parametrize("call", READS_OF_A_TABLE)
def test_reads_nothing_where_it_is_not(call: str) -> None:
    host, _ = at_turn(2, allow_spectators=False)
    assert Guest("Yun").get(call, game_code=host.code).code == "NOT_IN_GAME"


@pytest.mark.parametrize("call", [call for call in AT_A_TABLE if call != "join_game"])
@pytest.mark.parametrize(("allowed", "code"), [(True, "SPECTATOR_READ_ONLY"), (False, "NOT_IN_GAME")])
def test_does_nothing(call: str, allowed: bool, code: str) -> None:
    host, _ = at_turn(2, allow_spectators=allowed)
    assert Guest("Yun").post(call, game_code=host.code, **WRITES[call]).code == code


def test_hears_no_whisper() -> None:
    host, _ = at_turn(2)
    yun = Guest("Yun")
    told = yun.get("my_whisper", game_code=host.code).told
    assert (told["whisper"], told["shared"]) == (None, False)
    state = yun.get("game_state", game_code=host.code, since=0).told
    assert (state["you"], state["role"], len(state["events"])) == (None, "spectator", state["seq"])
    assert "vespertine" not in json.dumps(state)


def test_whoever_left_watches() -> None:
    host, sefu = begun(2)
    sefu.act("leave_game")
    assert sefu.read("game_state")["role"] == "spectator"
    assert sefu.post("make_choice", game_code=host.code, choice="hold").code == "SPECTATOR_READ_ONLY"


def test_whoever_left_a_closed_table_sees_nothing() -> None:
    host, sefu = table(2, allow_spectators=False)
    sefu.act("leave_game")
    assert sefu.get("game_state", game_code=host.code).code == "NOT_IN_GAME"
