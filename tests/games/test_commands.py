"""One effect for each ``cmd_id``, however often it is sent."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from games.models import Choice, Command, Event, Game, Player, Turn
from games.services import turns
from games.services.commands import once
from games.wire.answers import Done
from tests.games.guests import Guest, at_turn, begun, table

pytestmark = pytest.mark.django_db


def rows() -> list[Any]:
    return [list(kind.objects.order_by("pk").values()) for kind in (Game, Player, Turn, Choice, Event, Command)]


def repeated(guest: Guest, call: str, **body: Any) -> None:
    """Sends one command twice: one effect, one answer."""
    body = {"cmd_id": str(uuid4()), **body}
    first = guest.post(call, **body).told
    count = Event.objects.count()
    second = guest.post(call, **body).told
    assert second == {**first, "replayed": True}
    assert "replayed" not in first
    assert Event.objects.count() == count
    third = guest.post(call, **{**body, "cmd_id": body["cmd_id"].upper()}).told
    assert third == second


def test_creating_again_is_the_same_table() -> None:
    repeated(Guest("Oona"), "create_game", max_players=3)
    assert Game.objects.count() == 1


def test_joining_again_is_the_same_chair() -> None:
    host = Guest("Oona").create()
    repeated(Guest("Sefu"), "join_game", game_code=host.code)


def test_every_command_of_a_story() -> None:
    host, sefu = table(2)
    at = {"game_code": host.code}
    repeated(host, "choose_class", **at, **{"class": "Bard"})
    repeated(host, "add_bot", **at)
    repeated(host, "kick_player", **at, player_id=host.read("game_state")["players"][2]["player_id"])
    repeated(host, "transfer_host", **at, player_id=sefu.seat)
    repeated(sefu, "start_game", **at)
    repeated(sefu, "generate_scenario", **at)
    repeated(sefu, "share_whisper", **at)
    repeated(sefu, "chat_message", **at, text="Well?")
    repeated(sefu, "make_choice", **at, choice="hold")
    repeated(sefu, "resolve_turn", **at, force=True)
    repeated(host, "leave_game", **at)
    repeated(sefu, "end_game", **at)


def test_a_name_taken_again_is_one_command() -> None:
    guest = Guest("Oona")
    repeated(guest, "set_username", username="Una")


def test_the_first_name_is_a_command_too() -> None:
    guest, cmd_id = Guest(), str(uuid4())
    assert guest.post("set_username", username="Oona", cmd_id=cmd_id).told == {"username": "Oona"}
    assert guest.post("set_username", username="Oona", cmd_id=cmd_id).told == {"username": "Oona", "replayed": True}
    assert guest.post("set_username", username="Una", cmd_id=cmd_id).code == "IDEMPOTENCY_MISMATCH"
    assert guest.get("session_info").told["username"] == "Oona"


@pytest.mark.parametrize(
    ("call", "other"),
    [
        ("make_choice", {"choice": "take"}),
        ("make_choice", {"choice": "hold", "turn_number": 1}),
        ("share_whisper", {}),
        ("resolve_turn", {"force": True}),
    ],
)
def test_another_content_is_refused(call: str, other: dict[str, Any]) -> None:
    host, _ = at_turn(2)
    cmd_id = str(uuid4())
    host.act("make_choice", choice="hold", cmd_id=cmd_id)
    count = Event.objects.count()
    assert host.post(call, game_code=host.code, cmd_id=cmd_id, **other).code == "IDEMPOTENCY_MISMATCH"
    assert Event.objects.count() == count


def test_another_table_is_another_content() -> None:
    host, _ = at_turn(2)
    first, cmd_id = host.code, str(uuid4())
    host.act("make_choice", choice="hold", cmd_id=cmd_id)
    host.create()
    assert host.post("make_choice", game_code=first, choice="hold", cmd_id=cmd_id).told["replayed"] is True
    assert host.post("make_choice", choice="hold", cmd_id=cmd_id).code == "IDEMPOTENCY_MISMATCH"


UNNAMED: dict[str, tuple[Callable[..., list[Guest]], str, dict[str, Any]]] = {
    "leave": (table, "leave_game", {}),
    "choose class": (table, "choose_class", {"class": "Bard"}),
    "start": (table, "start_game", {}),
    "generate": (begun, "generate_scenario", {}),
    "choose": (at_turn, "make_choice", {"choice": "hold"}),
    "talk": (at_turn, "chat_message", {"text": "Well?"}),
    "resolve": (at_turn, "resolve_turn", {"force": True}),
}
"""By what is done: the place, the call, and a body that names no table."""


def goes_nowhere(guest: Guest) -> None:
    """Has no latest table any more."""
    guest.post("leave_game", game_code=guest.code)


def sits_elsewhere(guest: Guest) -> None:
    """At a table in the lobby."""
    guest.create()


def plays_elsewhere(guest: Guest) -> None:
    """Where the same can be done once more."""
    guest.create()
    guest.act("start_game")
    guest.act("generate_scenario")


@pytest.mark.parametrize("moves", [goes_nowhere, sits_elsewhere, plays_elsewhere])
@pytest.mark.parametrize("what", UNNAMED)
def test_a_repeat_that_names_no_table_means_the_one_of_before(what: str, moves: Callable[[Guest], None]) -> None:
    place, call, body = UNNAMED[what]
    host = place(2)[0]
    body = {**body, "cmd_id": str(uuid4())}
    first = host.post(call, **body).told
    moves(host)
    before = rows()
    assert host.post(call, **body).told == {**first, "replayed": True}
    assert rows() == before


@pytest.mark.parametrize("moves", [goes_nowhere, sits_elsewhere, plays_elsewhere])
@pytest.mark.parametrize(
    ("call", "other"),
    [
        ("make_choice", {"choice": "take"}),
        ("make_choice", {"choice": "hold", "turn_number": 1}),
        ("generate_scenario", {}),
        ("leave_game", {}),
    ],
)
def test_a_repeat_that_names_no_table_is_refused_with_another_content(
    call: str, other: dict[str, Any], moves: Callable[[Guest], None]
) -> None:
    host, _ = at_turn(2)
    cmd_id = str(uuid4())
    assert host.post("make_choice", choice="hold", cmd_id=cmd_id).code is None
    moves(host)
    before = rows()
    assert host.post(call, cmd_id=cmd_id, **other).code == "IDEMPOTENCY_MISMATCH"
    assert rows() == before


def test_a_repeat_may_name_the_table_that_was_meant_and_no_other() -> None:
    host, _ = at_turn(2)
    first, cmd_id = host.code, str(uuid4())
    host.post("make_choice", choice="hold", cmd_id=cmd_id)
    plays_elsewhere(host)
    assert host.post("make_choice", choice="hold", cmd_id=cmd_id, game_code=first).told["replayed"] is True
    assert host.post("make_choice", choice="hold", cmd_id=cmd_id, game_code=host.code).code == "IDEMPOTENCY_MISMATCH"


def test_a_command_of_before_tables_were_noted_is_answered_where_one_still_sits() -> None:
    host, _ = at_turn(2)
    body = {"choice": "hold", "cmd_id": str(uuid4())}
    host.post("make_choice", **body)
    Command.objects.update(meant_code="")
    assert host.post("make_choice", **body).told["replayed"] is True
    host.create()
    assert host.post("make_choice", **body).code == "IDEMPOTENCY_MISMATCH"


def test_without_a_table_only_a_repeat_is_answered() -> None:
    guest = Guest("Oona")
    for call, body in (("leave_game", {}), ("generate_scenario", {}), ("make_choice", {"choice": "hold"})):
        assert guest.post(call, cmd_id=str(uuid4()), **body).code == "NO_GAME"
        assert guest.post(call, **body).code == "NO_GAME"


def test_the_same_id_of_another_person_is_another_command() -> None:
    cmd_id = str(uuid4())
    for guest in at_turn(2):
        assert "replayed" not in guest.act("make_choice", choice="hold", cmd_id=cmd_id)
    assert Choice.objects.count() == 2


def test_a_refused_command_is_not_stored() -> None:
    host, sefu = begun(2)
    cmd_id = str(uuid4())
    assert sefu.post("make_choice", game_code=host.code, choice="hold", cmd_id=cmd_id).code == "NO_SCENARIO"
    assert not Command.objects.exists()
    host.act("generate_scenario")
    assert "replayed" not in sefu.act("make_choice", choice="hold", cmd_id=cmd_id)


def test_the_latest_table_and_the_named_one_are_one_content() -> None:
    host, _ = at_turn(2)
    cmd_id = str(uuid4())
    host.post("make_choice", choice="hold", cmd_id=cmd_id)
    assert host.post("make_choice", choice="hold", cmd_id=cmd_id, game_code=host.code.lower()).told["replayed"] is True
    assert host.send("make_choice", f'{{"choice": "hold", "cmd_id": "{cmd_id}"}}', query=f"?game_code={host.code}").told["replayed"] is True


def test_a_crash_before_the_commit_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    host, sefu = at_turn(2)
    cmd_id, count = str(uuid4()), Event.objects.count()
    with monkeypatch.context() as patched:
        patched.setattr(turns.Table, "_save", lambda table: 1 / 0)
        assert sefu.post("make_choice", game_code=host.code, choice="hold", cmd_id=cmd_id).code == "INTERNAL_ERROR"
    assert (Choice.objects.count(), Command.objects.count(), Event.objects.count()) == (0, 0, count)
    assert "replayed" not in sefu.act("make_choice", choice="hold", cmd_id=cmd_id)


def test_what_is_refused_by_another_constraint_is_not_taken_for_a_repeat() -> None:
    from django.db import IntegrityError

    from games.models import Person

    def act() -> Done:
        raise IntegrityError("another one")

    with pytest.raises(IntegrityError):
        once(person=Person.objects.create(name="Oona"), name="anything", cmd_id=str(uuid4()), content={}, act=act)
