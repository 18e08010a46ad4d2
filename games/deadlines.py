"""The clock that works without anybody's page open: deadlines and bots.

One plain thread in each server process looks every half second for turns whose moment has come. The moments are rows, so they outlive the
process. Whoever locks the table first does the work; whoever finds it locked passes by. What is due is judged by the database's clock,
which is the same for all processes and does not move when one machine's does.
"""

import threading
from datetime import datetime

import structlog
from django.db import DatabaseError, close_old_connections
from django.db.models.functions import Now

from games import tracing
from games.counters import counts
from games.models import Turn
from games.services.waking import wake

log = structlog.stdlib.get_logger(__name__)

LOOK_EVERY = 0.5
MOST_AT_ONCE = 100

_started = threading.Lock()


def start() -> None:
    """Starts the clock of this process, once."""
    if _started.acquire(blocking=False):
        threading.Thread(target=_run, name="deadlines", daemon=True).start()


def run_due() -> int:
    """Does what is due now; how many turns were woken here."""
    due = Turn.objects.filter(wake_at__lte=Now(), resolved_at=None).order_by("wake_at").annotate(now=Now())
    return sum(_woken(turn_id, now) for turn_id, now in list(due.values_list("pk", "now")[:MOST_AT_ONCE]))


def _woken(turn_id: int, now: datetime) -> bool:
    with tracing.Request():
        try:
            return wake(turn_id=turn_id, now=now)
        except DatabaseError:
            raise
        except Exception:
            log.exception("a turn could not be woken", turn_id=turn_id)
            return False


def _run() -> None:
    pause = threading.Event()
    while True:
        pause.wait(LOOK_EVERY)
        close_old_connections()
        try:
            run_due()
        except DatabaseError as error:
            counts["database_errors"] += 1
            log.warning("deadlines wait for the database", error=type(error).__name__)
        except Exception:
            log.exception("a look at the deadlines failed")  # the next one may not
        close_old_connections()
