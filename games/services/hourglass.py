"""How long an open turn may still take, under the lock. While it is paused there is no deadline, only how much was left of it."""

from datetime import datetime, timedelta
from typing import Literal

from games.errors import ErrorCode, GameError
from games.models import Turn
from games.services.table import Table
from games.services.waking import next_wake
from games.wire.facts import DeadlineChanged
from games.wire.times import wire_time_or_none

By = Literal["host", "keeper"]


def require_some_time(turn: Turn) -> None:
    if turn.deadline is None and turn.time_left is None:
        raise GameError(ErrorCode.VALIDATION_ERROR, "This turn has no deadline.")


def require_running(turn: Turn) -> None:
    require_some_time(turn)
    if turn.deadline is None:
        raise GameError(ErrorCode.VALIDATION_ERROR, "The time of this turn is stopped already.")


def require_paused(turn: Turn) -> None:
    require_some_time(turn)
    if turn.time_left is None:
        raise GameError(ErrorCode.VALIDATION_ERROR, "The time of this turn is running.")


def extend(table: Table, turn: Turn, more: timedelta, *, by: By) -> None:
    """Adds to the deadline, or to what is left of it."""
    if turn.deadline is not None:
        _set(table, turn, max(turn.deadline, table.now) + more, None, by)
    else:
        _set(table, turn, None, (turn.time_left or timedelta()) + more, by)


def pause(table: Table, turn: Turn, *, by: By) -> None:
    require_running(turn)
    left = (turn.deadline or table.now) - table.now
    _set(table, turn, None, max(left, timedelta()), by)


def resume(table: Table, turn: Turn, *, by: By) -> None:
    require_paused(turn)
    _set(table, turn, table.now + (turn.time_left or timedelta()), None, by)


def _set(table: Table, turn: Turn, deadline: datetime | None, time_left: timedelta | None, by: By) -> None:
    turn.deadline, turn.time_left = deadline, time_left
    turn.wake_at = next_wake(table, turn)
    turn.save(update_fields=["deadline", "time_left", "wake_at"])
    table.tell(DeadlineChanged(turn_number=turn.number, deadline=wire_time_or_none(deadline), by=by))
