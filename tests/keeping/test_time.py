"""A keeper's hand on the hourglass: the deadline moves, stops and runs on, and the server keeps to it."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from games import deadlines
from games.errors import ErrorCode, GameError
from games.models import Turn
from games.services import keeping
from games.services.waking import wake
from games.wire.times import wire_time
from tests.games.guests import Guest, at_turn, events
from tests.games.law import Witness

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper(django_user_model: type[User]) -> User:
    return django_user_model.objects.create_user("keeper", is_staff=True)


@pytest.fixture
def timed() -> list[Guest]:
    return at_turn(turn_seconds=60)


def passes(seconds: float) -> None:
    """Time passes, and the server looks."""
    shift = timedelta(seconds=seconds)
    turn = Turn.objects.get()
    Turn.objects.update(
        opened_at=turn.opened_at - shift,
        deadline=turn.deadline and turn.deadline - shift,
        wake_at=turn.wake_at and turn.wake_at - shift,
    )
    deadlines.run_due()


def phase(guest: Guest) -> str:
    return str(guest.read("game_state")["phase"])


def test_more_time_is_told_and_kept(keeper: User, timed: list[Guest]) -> None:
    before = Turn.objects.get().deadline
    keeping.extend_by_keeper(code=timed[0].code, keeper=keeper, minutes=2)
    after = Turn.objects.get().deadline
    assert before is not None and after is not None and after - before == timedelta(minutes=2)
    announced, changed = events(timed[1])[-2:]
    assert announced["data"]["text"] == "A keeper extends the turn by 2 minutes."
    assert (changed["data"]["deadline"], changed["data"]["by"]) == (wire_time(after), "keeper")
    passes(70)
    assert phase(timed[0]) == "scenario"
    passes(120)
    assert phase(timed[0]) == "resolved"


def test_a_paused_turn_waits_however_long_and_has_what_was_left(keeper: User, timed: list[Guest]) -> None:
    passes(20)
    keeping.pause_by_keeper(code=timed[0].code, keeper=keeper)
    assert events(timed[1])[-1]["data"]["deadline"] is None
    assert timed[1].read("game_state")["deadline"] is None
    passes(3600)
    wake(turn_id=Turn.objects.get().pk, now=timezone.now() + timedelta(hours=1))
    assert phase(timed[0]) == "scenario"
    keeping.resume_by_keeper(code=timed[0].code, keeper=keeper)
    turn = Turn.objects.get()
    assert turn.deadline is not None and timedelta(seconds=38) < turn.deadline - timezone.now() < timedelta(seconds=41)
    passes(30)
    assert phase(timed[0]) == "scenario"
    passes(15)
    assert phase(timed[0]) == "resolved"


def test_what_is_paused_can_be_extended(keeper: User, timed: list[Guest]) -> None:
    keeping.pause_by_keeper(code=timed[0].code, keeper=keeper)
    keeping.extend_by_keeper(code=timed[0].code, keeper=keeper, minutes=1)
    assert timed[1].read("game_state")["deadline"] is None
    assert (Turn.objects.get().time_left or timedelta()) > timedelta(seconds=115)


def test_bots_choose_in_a_paused_turn(keeper: User) -> None:
    host, _ = at_turn(turn_seconds=60)
    code = host.code
    keeping.pause_by_keeper(code=code, keeper=keeper)
    keeping.replace_by_keeper(code=code, keeper=keeper, player_id=host.seat)
    passes(30)
    assert host.seat not in (host.read("current_scenario")["scenario"] or {})["waiting_for"]


@pytest.mark.parametrize(
    ("act", "said"),
    [
        (keeping.resume_by_keeper, "The time of this turn is running."),
        (lambda **given: [keeping.pause_by_keeper(**given), keeping.pause_by_keeper(**given)], "The time of this turn is stopped already."),
    ],
)
def test_what_is_so_already_is_refused(keeper: User, timed: list[Guest], act: object, said: str) -> None:
    with pytest.raises(GameError) as caught:
        act(code=timed[0].code, keeper=keeper)  # type: ignore[operator]
    assert (caught.value.code, caught.value.message) == (ErrorCode.VALIDATION_ERROR, said)


@pytest.mark.parametrize("act", [keeping.pause_by_keeper, keeping.resume_by_keeper])
def test_without_a_deadline_there_is_nothing_to_stop(keeper: User, act: object) -> None:
    host, _ = at_turn()
    with pytest.raises(GameError) as caught:
        act(code=host.code, keeper=keeper)  # type: ignore[operator]
    assert caught.value.message == "This turn has no deadline."


def test_state_before_and_events_make_the_state_after(keeper: User) -> None:
    oona, sefu, ines = at_turn(3, turn_seconds=60)
    witness = Witness(oona.code)
    given = {"code": oona.code, "keeper": keeper}
    witness.see("extend", lambda: keeping.extend_by_keeper(**given, minutes=1))
    witness.see("pause", lambda: keeping.pause_by_keeper(**given))
    witness.see("extend while paused", lambda: keeping.extend_by_keeper(**given, minutes=1))
    witness.see("resume", lambda: keeping.resume_by_keeper(**given))
    witness.see("pass over", lambda: keeping.pass_over_by_keeper(**given, player_id=sefu.seat))
    witness.see("replace the host", lambda: keeping.replace_by_keeper(**given, player_id=oona.seat))
    witness.see("the bot chooses", lambda: wake(turn_id=Turn.objects.get().pk, now=timezone.now() + timedelta(seconds=30)))
    witness.see("choose", lambda: ines.act("make_choice", choice="hold"))
    witness.see("resolve", lambda: keeping.resolve_by_keeper(**given))
    witness.see("the next scene", lambda: sefu.act("generate_scenario"))
