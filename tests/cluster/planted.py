"""Bugs to be found that only show where there are several servers: each a mistake that somebody could make.

``PLANTED=deaf`` in a server's environment names one.
"""

import os
import time
from collections.abc import Callable
from datetime import datetime
from typing import Any


def plant() -> None:
    name = os.environ.get("PLANTED")
    if name:
        next(each for each in PLANTED if each.__name__ == name)()


def deaf() -> None:
    """A server neither listens to the others nor looks into the stored history."""
    from realtime import history

    async def look() -> None:
        pass

    history.look = look


def impatient() -> None:
    """Whoever sees that a deadline has passed resolves the turn, without looking again under the lock."""
    from games import deadlines
    from games.models import Turn
    from games.services.resolution import resolve_turn
    from games.services.table import opened

    def wake(*, turn_id: int, now: datetime) -> None:
        turn = Turn.objects.select_related("game").filter(pk=turn_id, resolved_at=None, deadline__lte=now).first()
        if turn is not None:
            time.sleep(deadlines.LOOK_EVERY)
            with opened(turn.game.code) as table:
                resolve_turn(table, turn)

    deadlines.wake = wake


def clinging() -> None:
    """Threads keep their connection to the database, whatever becomes of it."""
    from realtime import work

    def kept(function: Callable[[], Any]) -> Any:
        return function()

    work._fresh = kept


PLANTED: dict[Callable[[], None], str] = {
    deaf: r"heard \d+ after inf|was not told",
    impatient: r"was resolved 2 times",
    clinging: r"after the database was up again|are still outside",
}
"""Each bug, and what the checkers must say of it."""
