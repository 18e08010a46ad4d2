"""What an open turn waits for besides people: its deadline, and bots about to choose."""

from datetime import datetime

from games.models import Turn
from games.rules.phases import Phase
from games.services import bots
from games.services.resolution import resolve_turn
from games.services.table import Table, opened_if_free


def wake(*, turn_id: int, now: datetime) -> bool:
    """Does what an open turn has waited for: bots choose, and past the deadline whoever is late hesitates.

    Safe to call at any time and from any process: everything is looked at again under the lock. Whoever finds the table locked leaves it
    to whoever holds it.

    Returns:
        Whether the turn was looked at.
    """
    code = Turn.objects.filter(pk=turn_id, resolved_at=None).values_list("game__code", flat=True).first()
    if code is None:
        return False
    with opened_if_free(code) as table:
        turn = None if table is None else table.turn
        if table is None or turn is None or turn.pk != turn_id or not _is_due(turn, now):
            return False
        _wake(table, turn, now)
    return True


def _is_due(turn: Turn, now: datetime) -> bool:
    return turn.resolved_at is None and turn.wake_at is not None and turn.wake_at <= now


def _wake(table: Table, turn: Turn, now: datetime) -> None:
    bots.act(table, turn, now)
    if table.game.phase != Phase.SCENARIO:  # the last bot's choice resolved it
        return
    if turn.deadline is not None and turn.deadline <= now:
        resolve_turn(table, turn)
        return
    turn.wake_at = next_wake(table, turn)
    turn.save(update_fields=["wake_at"])


def next_wake(table: Table, turn: Turn) -> datetime | None:
    """The next moment at which the server has to look at this turn."""
    moments = [turn.deadline, *(bots.moment(turn, player) for player in table.waiting_for if player.is_bot)]
    return min((moment for moment in moments if moment is not None), default=None)
