"""A keeper's deeds: announced first, done by the same rules, logged with the reason."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User

from games.errors import ErrorCode, GameError
from games.models import Game, Player
from games.services import keeping
from tests.games.guests import Guest, at_turn, begun, events, names_told, table

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper(django_user_model: type[User]) -> User:
    return django_user_model.objects.create_user("keeper", is_staff=True)


def refused(act: Callable[..., None], **given: Any) -> ErrorCode:
    game = Game.objects.get(code=given["code"])
    with pytest.raises(GameError) as caught:
        act(**given)
    assert Game.objects.get(pk=game.pk).seq == game.seq
    assert not LogEntry.objects.exists()
    return caught.value.code


def last(guest: Guest, count: int) -> list[dict[str, Any]]:
    return events(guest)[-count:]


def test_ending_is_announced_and_then_done(keeper: User) -> None:
    host, _ = at_turn()
    keeping.end_by_keeper(code=host.code, keeper=keeper, reason="insults")
    announced, over = last(host, 2)
    assert (announced["event"], announced["data"]["by"]) == ("announcement", "keeper")
    assert (over["event"], over["data"]["reason"]) == ("game_over", "ended_by_keeper")
    assert host.read("game_state")["phase"] == "finished"


def test_the_log_has_the_reason_and_the_room_has_not(keeper: User) -> None:
    host, _ = table()
    keeping.end_by_keeper(code=host.code, keeper=keeper, reason="insults")
    entry = LogEntry.objects.get()
    assert (entry.user, entry.get_edited_object()) == (keeper, Game.objects.get(code=host.code))
    assert "insults" in entry.get_change_message()
    assert "insults" not in str(events(host))


def test_resolving_lets_the_late_hesitate(keeper: User) -> None:
    host, guest = at_turn()
    host.act("make_choice", choice="hold")
    keeping.resolve_by_keeper(code=host.code, keeper=keeper)
    announced, resolved = last(host, 2)
    assert (announced["event"], resolved["event"]) == ("announcement", "turn_resolution")
    assert {choice["player_id"]: choice["hesitated"] for choice in resolved["data"]["choices"]} == {host.seat: False, guest.seat: True}


def test_the_host_can_be_kicked_and_another_hosts(keeper: User) -> None:
    host, guest = begun()
    keeping.kick_by_keeper(code=host.code, keeper=keeper, player_id=host.seat)
    assert [event["event"] for event in last(guest, 3)] == ["announcement", "player_kicked", "host_changed"]
    assert host.get("game_state", game_code=host.code).code == "KICKED"
    assert guest.read("game_state")["host_id"] == guest.seat


def test_the_table_is_handed_over(keeper: User) -> None:
    host, guest = table()
    keeping.hand_over_by_keeper(code=host.code, keeper=keeper, player_id=guest.seat)
    assert [event["event"] for event in last(host, 2)] == ["announcement", "host_changed"]
    assert host.read("game_state")["host_id"] == guest.seat


def test_an_announcement_is_told_word_for_word(keeper: User) -> None:
    host, _ = table()
    keeping.announce_by_keeper(code=host.code, keeper=keeper, text="The house closes at ten.")
    assert last(host, 1)[0]["data"]["text"] == "The house closes at ten."
    assert "closes at ten" in LogEntry.objects.get().get_change_message()


@pytest.mark.parametrize("act", [keeping.end_by_keeper, keeping.resolve_by_keeper])
def test_what_is_over_is_left_alone(keeper: User, act: Callable[..., None]) -> None:
    host, _ = table()
    host.act("end_game")
    assert refused(act, code=host.code, keeper=keeper) is ErrorCode.GAME_FINISHED


def test_nobody_is_kicked_from_what_is_over(keeper: User) -> None:
    host, guest = table()
    host.act("end_game")
    assert refused(keeping.kick_by_keeper, code=host.code, keeper=keeper, player_id=guest.seat) is ErrorCode.GAME_FINISHED


def test_nothing_is_resolved_between_turns(keeper: User) -> None:
    host, _ = begun()
    assert refused(keeping.resolve_by_keeper, code=host.code, keeper=keeper) is ErrorCode.NO_SCENARIO


def test_a_bot_or_the_host_is_not_handed_the_table(keeper: User) -> None:
    host, _ = table()
    host.act("add_bot")
    bot = Player.objects.get(is_bot=True).public_id
    for player_id in (bot, host.seat, "p_nobody"):
        assert refused(keeping.hand_over_by_keeper, code=host.code, keeper=keeper, player_id=player_id) is ErrorCode.VALIDATION_ERROR


def test_a_table_that_is_not_there_is_not_there(keeper: User) -> None:
    with pytest.raises(GameError) as caught:
        keeping.end_by_keeper(code="QQQQQ2", keeper=keeper)
    assert caught.value.code is ErrorCode.INVALID_GAME


def test_kicking_the_one_waited_for_resolves_where_the_table_does_so_by_itself(keeper: User) -> None:
    host, guest = at_turn(auto_resolve=True)
    host.act("make_choice", choice="hold")
    keeping.kick_by_keeper(code=host.code, keeper=keeper, player_id=guest.seat)
    assert names_told(host)[-3:] == ["announcement", "player_kicked", "turn_resolution"]
