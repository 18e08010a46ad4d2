"""A keeper's deeds: announced first, done by the same rules, logged with the reason."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.utils import timezone

from games.errors import ErrorCode, GameError
from games.models import Game, Player, Turn
from games.services import keeping
from games.services.waking import wake
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


def test_who_is_passed_over_hesitates_and_is_waited_for_no_longer(keeper: User) -> None:
    host, guest = at_turn()
    keeping.pass_over_by_keeper(code=host.code, keeper=keeper, player_id=guest.seat, reason="asleep")
    announced, told = last(host, 2)
    assert announced["data"]["text"] == f"A keeper passes over {guest.name} this turn."
    assert (told["event"], told["data"]["waiting_for"]) == ("player_chose", [host.seat])
    assert guest.post("make_choice", game_code=guest.code, choice="hold").code == "ALREADY_CHOSEN"
    host.act("make_choice", choice="hold")
    host.act("resolve_turn")
    assert {each["player_id"]: each["hesitated"] for each in last(host, 1)[0]["data"]["choices"]} == {host.seat: False, guest.seat: True}


def test_who_has_chosen_is_not_passed_over(keeper: User) -> None:
    host, guest = at_turn()
    guest.act("make_choice", choice="hold")
    assert refused(keeping.pass_over_by_keeper, code=host.code, keeper=keeper, player_id=guest.seat) is ErrorCode.ALREADY_CHOSEN


def test_the_last_one_passed_over_resolves_where_the_table_does_so_by_itself(keeper: User) -> None:
    host, guest = at_turn(auto_resolve=True)
    host.act("make_choice", choice="hold")
    keeping.pass_over_by_keeper(code=host.code, keeper=keeper, player_id=guest.seat)
    assert names_told(host)[-1] == "turn_resolution"


def test_a_bot_plays_on_from_the_same_chair(keeper: User) -> None:
    host, guest = at_turn()
    person = Player.objects.get(public_id=guest.seat).person
    keeping.replace_by_keeper(code=host.code, keeper=keeper, player_id=guest.seat, reason="vanished")
    (bot,) = [each for each in host.read("game_state")["players"] if each["is_bot"]]
    assert (bot["player_id"], bot["player_name"], bot["online"]) == (guest.seat, guest.name, True)
    assert guest.read("game_state")["you"] is None
    assert guest.post("make_choice", game_code=guest.code, choice="hold").code == "SPECTATOR_READ_ONLY"
    assert not Player.objects.filter(person=person).exists()
    wake(turn_id=Turn.objects.get().pk, now=timezone.now() + timedelta(seconds=30))
    assert host.read("game_state")["scenario"]["waiting_for"] == [host.seat]


def test_the_hosts_bot_hands_the_table_on(keeper: User) -> None:
    host, guest = begun()
    keeping.replace_by_keeper(code=host.code, keeper=keeper, player_id=host.seat)
    assert guest.read("game_state")["host_id"] == guest.seat
    guest.act("generate_scenario")


def test_a_table_of_bots_ends(keeper: User) -> None:
    (host,) = begun(1)
    keeping.replace_by_keeper(code=host.code, keeper=keeper, player_id=host.seat)
    assert Game.objects.get().end_reason == "abandoned"


def test_before_the_start_nobody_is_replaced(keeper: User) -> None:
    host, guest = table()
    assert refused(keeping.replace_by_keeper, code=host.code, keeper=keeper, player_id=guest.seat) is ErrorCode.GAME_NOT_STARTED


def test_all_tables_hear_an_announcement_but_those_that_are_over_or_long_silent(keeper: User) -> None:
    one, other, over, silent = (table(1)[0] for _ in range(4))
    over.act("end_game")
    Game.objects.filter(code=silent.code).update(active_at=timezone.now() - timedelta(days=2))
    assert keeping.announce_to_all_by_keeper(keeper=keeper, text="The house closes at ten.") == 2
    heard = {each.code: "closes at ten" in str(events(each)) for each in (one, other, over, silent)}
    assert heard == {one.code: True, other.code: True, over.code: False, silent.code: False}


def test_a_person_is_disconnected_everywhere(keeper: User) -> None:
    host, guest = table()
    person = Player.objects.get(public_id=guest.seat).person
    assert person is not None
    assert keeping.disconnect_by_keeper(person=person, keeper=keeper, reason="shares the account") == 1
    assert guest.get("game_state", game_code=guest.code).code == "SESSION_EXPIRED"
    assert last(host, 1)[0]["data"]["text"] == f"A keeper disconnects {guest.name}."
    assert "shares the account" in LogEntry.objects.get(content_type__model="person").get_change_message()
    assert host.read("session_info")["authenticated"]
