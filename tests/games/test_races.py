"""What people do at the very same moment has one outcome."""

from collections import Counter
from datetime import timedelta
from functools import partial
from uuid import uuid4

import pytest
from django.utils import timezone

from games import deadlines
from games.models import Choice, Command, Event, Game, Player, Turn, Whisper
from tests.games.guests import Guest, Reply, at_turn, begun, table
from tests.games.threads import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]


def codes(replies: list[Reply]) -> Counter[str | None]:
    return Counter(reply.code for reply in replies)


def told(name: str) -> int:
    """How many such events there are. Checks that the history counts without gaps."""
    for game in Game.objects.all():
        assert list(game.events.values_list("seq", flat=True)) == list(range(1, game.seq + 1))
    return Event.objects.filter(name=name).count()


def same_person(guest: Guest) -> Guest:
    """Another browser with the same session."""
    other = Guest()
    other.client.cookies["sessionid"] = guest.client.cookies["sessionid"].value
    other.code = guest.code
    return other


def posting(guest: Guest, call: str, **body: object) -> "partial[Reply]":
    return partial(same_person(guest).post, call, game_code=guest.code, **body)


def test_twenty_submissions_are_one_choice() -> None:
    _, sefu = at_turn(2)
    replies = at_once([posting(sefu, "make_choice", choice=("hold", "give", "take")[number % 3]) for number in range(20)])
    assert codes(replies) == {None: 1, "ALREADY_CHOSEN": 19}
    assert Choice.objects.count() == 1
    assert told("player_chose") == 1


def test_twenty_times_one_command_is_one_effect() -> None:
    _, sefu = at_turn(2)
    cmd_id = str(uuid4())
    replies = at_once([posting(sefu, "make_choice", choice="hold", cmd_id=cmd_id)] * 20)
    assert codes(replies) == {None: 20}
    answers = [{name: value for name, value in reply.told.items() if name != "replayed"} for reply in replies]
    assert all(answer == answers[0] for answer in answers)
    assert sum(reply.told.get("replayed", False) for reply in replies) == 19
    assert (Choice.objects.count(), Command.objects.count(), told("player_chose")) == (1, 1, 1)


def test_one_command_id_for_two_things_has_one_effect() -> None:
    _, sefu = at_turn(2)
    cmd_id = str(uuid4())
    replies = at_once([posting(sefu, "make_choice", choice=choice, cmd_id=cmd_id) for choice in ("hold", "take")])
    assert codes(replies) == {None: 1, "IDEMPOTENCY_MISMATCH": 1}
    assert told("player_chose") == 1


def test_twelve_guests_take_three_chairs() -> None:
    host = Guest("Oona").create(max_players=4)
    guests = [Guest(f"Guest {number}") for number in range(12)]
    replies = at_once([partial(guest.post, "join_game", game_code=host.code) for guest in guests])
    assert codes(replies) == {None: 3, "GAME_FULL": 9}
    assert sorted(Player.objects.values_list("seat", flat=True)) == [1, 2, 3, 4]
    assert told("player_joined") == 4


def test_one_person_joining_often_takes_one_chair() -> None:
    host, sefu = Guest("Oona").create(), Guest("Sefu")
    sefu.code = host.code
    replies = at_once([posting(sefu, "join_game")] * 8)
    assert codes(replies) == {None: 8}
    assert len({reply.told["player_id"] for reply in replies}) == 1
    assert told("player_joined") == 2


def test_of_two_with_one_name_one_sits_down() -> None:
    host = Guest("Oona").create()
    replies = at_once([partial(Guest(name).post, "join_game", game_code=host.code) for name in ("Sefu", "SEFU")])
    assert codes(replies) == {None: 1, "NAME_TAKEN": 1}
    assert told("player_joined") == 2


def test_five_resolve_once() -> None:
    host, sefu = at_turn(2)
    for guest in (host, sefu):
        guest.act("make_choice", choice="hold")
    replies = at_once([posting(host, "resolve_turn")] * 5)
    assert codes(replies) == {None: 1, "TURN_RESOLVED": 4}
    assert told("turn_resolution") == 1
    assert Game.objects.get().trust == 60


@pytest.mark.parametrize("round_", range(3))
def test_the_last_two_choices_resolve_once(round_: int) -> None:
    people = at_turn(4, auto_resolve=True)
    for guest in people[:2]:
        guest.act("make_choice", choice="hold")
    replies = at_once([posting(guest, "make_choice", choice="hold") for guest in people[2:]])
    assert codes(replies) == {None: 2}
    assert sorted(reply.told["all_submitted"] for reply in replies) == [False, True]
    assert (told("player_chose"), told("turn_resolution")) == (4, 1)
    assert Event.objects.last().name == "turn_resolution"  # type: ignore[union-attr]


def test_generating_twice_opens_one_turn() -> None:
    host, _ = begun(2)
    replies = at_once([posting(host, "generate_scenario")] * 5)
    assert codes(replies)[None] == 1
    assert set(codes(replies)) <= {None, "TURN_OPEN", "GENERATION_IN_PROGRESS"}
    assert (Turn.objects.count(), Whisper.objects.count(), told("new_scenario")) == (1, 2, 1)


def test_starting_twice_starts_once() -> None:
    host, _ = table(2)
    assert codes(at_once([posting(host, "start_game")] * 5)) == {None: 1, "GAME_ALREADY_STARTED": 4}
    assert told("game_started") == 1


@pytest.mark.parametrize("round_", range(3))
def test_deadline_and_host_resolve_once(round_: int) -> None:
    host, sefu = at_turn(2, turn_seconds=60)
    sefu.act("make_choice", choice="hold")
    Turn.objects.update(deadline=timezone.now() - timedelta(seconds=1), wake_at=timezone.now() - timedelta(seconds=1))

    def clock() -> Reply:
        deadlines.run_due()
        return Reply(200, {"status": "success"})

    replies = at_once([clock, clock, posting(host, "resolve_turn", force=True)])
    assert set(codes(replies)) <= {None, "TURN_RESOLVED"}
    assert told("turn_resolution") == 1
    assert Choice.objects.filter(hesitated=True).count() == 1


def test_leaving_and_choosing_resolve_once() -> None:
    host, sefu, ines = at_turn(3, auto_resolve=True)
    host.act("make_choice", choice="hold")
    at_once([posting(sefu, "make_choice", choice="hold"), posting(ines, "leave_game")])
    assert told("turn_resolution") == 1


def test_all_leaving_at_once_ends_it_once() -> None:
    people = at_turn(4)
    assert codes(at_once([posting(guest, "leave_game") for guest in people])) == {None: 4}
    assert (told("player_left"), told("game_over")) == (4, 1)
    assert Game.objects.get().end_reason == "abandoned"


def test_many_at_many_tables() -> None:
    tables = [begun(2) for _ in range(4)]
    acts = [posting(host, "generate_scenario") for host, _ in tables]
    assert codes(at_once(acts)) == {None: 4}
    assert codes(at_once([posting(guest, "make_choice", choice="hold") for people in tables for guest in people])) == {None: 8}
    assert told("player_chose") == 8
