"""In which order a request is looked at: signed in, well formed, game, seat, host, state."""

from collections.abc import Callable
from typing import Any

import pytest

from games.models import Game
from tests.games.calls import AT_A_TABLE, FOR_ANYBODY, FOR_THE_HOST, READS, READS_OF_A_TABLE, WRITES
from tests.games.guests import Guest, at_turn, begun, play_turn, table

pytestmark = pytest.mark.django_db

NOWHERE = "ZZZZZZ"
MALFORMED = "{"


@pytest.mark.parametrize("call", [call for call in WRITES if call not in FOR_ANYBODY])
def test_signed_in_comes_before_well_formed(call: str) -> None:
    assert Guest().send(call, MALFORMED).code == "AUTH_REQUIRED"
    assert Guest().post(call, game_code=7).code == "AUTH_REQUIRED"


@pytest.mark.parametrize("call", [call for call in READS if call not in FOR_ANYBODY])
def test_reads_are_for_those_signed_in(call: str) -> None:
    assert Guest().get(call, game_code=NOWHERE).code == "AUTH_REQUIRED"


@pytest.mark.parametrize("call", FOR_ANYBODY)
def test_some_calls_are_for_anybody(call: str) -> None:
    guest = Guest()
    assert (guest.post(call, **WRITES[call]) if call in WRITES else guest.get(call)).code is None


@pytest.mark.parametrize("call", AT_A_TABLE)
def test_well_formed_comes_before_the_game(call: str) -> None:
    assert Guest("Yun").send(call, MALFORMED).code == "VALIDATION_ERROR"
    assert Guest("Yun").post(call, **{**WRITES[call], "game_code": 7}).code == "VALIDATION_ERROR"
    assert Guest("Yun").post(call, **{**WRITES[call], "game_code": NOWHERE, "cmd_id": "x"}).code == "VALIDATION_ERROR"


@pytest.mark.parametrize("call", AT_A_TABLE)
def test_the_game_exists(call: str) -> None:
    assert Guest("Yun").post(call, **{**WRITES[call], "game_code": NOWHERE}).code == "INVALID_GAME"


@pytest.mark.parametrize("call", READS_OF_A_TABLE)
def test_the_game_that_is_read_exists(call: str) -> None:
    assert Guest("Yun").get(call, game_code=NOWHERE).code == "INVALID_GAME"


@pytest.mark.parametrize("call", [call for call in AT_A_TABLE if call != "join_game"])
def test_without_a_code_there_is_no_game(call: str) -> None:
    assert Guest("Yun").post(call, **WRITES[call]).code == "NO_GAME"


@pytest.mark.parametrize("call", READS_OF_A_TABLE)
def test_without_a_code_there_is_no_game_to_read(call: str) -> None:
    assert Guest("Yun").get(call).code == "NO_GAME"


@pytest.mark.parametrize("call", FOR_THE_HOST)
def test_the_seat_comes_before_the_host(call: str) -> None:
    host, _ = begun(2)
    assert Guest("Yun").post(call, game_code=host.code, **WRITES[call]).code == "SPECTATOR_READ_ONLY"


@pytest.mark.parametrize("place", [table, begun, at_turn])
@pytest.mark.parametrize("call", FOR_THE_HOST)
def test_the_host_comes_before_the_state(call: str, place: Callable[..., list[Guest]]) -> None:
    _, sefu = place(2)
    assert sefu.post(call, game_code=sefu.code, **WRITES[call]).code == "NOT_HOST"


def resolved(count: int) -> list[Guest]:
    people = begun(count)
    play_turn(people)
    return people


def finished(count: int) -> list[Guest]:
    people = at_turn(count)
    people[0].act("end_game")
    return people


BEGUN = dict.fromkeys(["start_game", "choose_class", "add_bot"], "GAME_ALREADY_STARTED")
OPEN = {"make_choice": None, "share_whisper": None, "resolve_turn": "CHOICES_PENDING", "generate_scenario": "TURN_OPEN"}
STATES: list[tuple[Callable[[int], list[Guest]], dict[str, str | None]]] = [
    (
        table,
        {
            "start_game": None, "choose_class": None, "add_bot": None, "join_game": None, "chat_message": None,
            "generate_scenario": "GAME_NOT_STARTED", "make_choice": "GAME_NOT_STARTED", "share_whisper": "GAME_NOT_STARTED",
            "resolve_turn": "GAME_NOT_STARTED", "my_whisper": "GAME_NOT_STARTED",
        },
    ),
    (
        begun,
        {
            **BEGUN, "join_game": None, "generate_scenario": None, "make_choice": "NO_SCENARIO", "share_whisper": "NO_SCENARIO",
            "resolve_turn": "NO_SCENARIO", "my_whisper": "NO_SCENARIO",
        },
    ),
    (at_turn, {**BEGUN, **OPEN, "join_game": None, "my_whisper": None}),
    (
        resolved,
        {
            **BEGUN, "generate_scenario": None, "make_choice": "TURN_RESOLVED", "share_whisper": "TURN_RESOLVED",
            "resolve_turn": "TURN_RESOLVED", "my_whisper": None,
        },
    ),
    (
        finished,
        {
            **dict.fromkeys(
                ["start_game", "choose_class", "add_bot", "generate_scenario", "make_choice", "share_whisper", "resolve_turn", "end_game"],
                "GAME_FINISHED",
            ),
            "my_whisper": None, "join_game": None, "leave_game": None, "chat_message": None,
        },
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("place", "call", "code"),
    [pytest.param(place, call, code, id=f"{place.__name__} {call}") for place, codes in STATES for call, code in codes.items()],
)
def test_the_state_of_the_game(place: Callable[[int], list[Guest]], call: str, code: str | None) -> None:
    host = place(2)[0]
    seq = Game.objects.get().seq
    at: dict[str, Any] = {"game_code": host.code}
    answer = host.post(call, **{**WRITES[call], **at}) if call in WRITES else host.get(call, **at)
    assert answer.code == code
    if code is not None:
        assert Game.objects.get().seq == seq


@pytest.mark.parametrize(("place", "code"), [(begun, "GAME_ALREADY_STARTED"), (finished, "GAME_FINISHED")])
def test_nobody_new_sits_down_after_the_start(place: Callable[[int], list[Guest]], code: str) -> None:
    host = place(2)[0]
    assert Guest("Oona").post("join_game", game_code=host.code).code == code
