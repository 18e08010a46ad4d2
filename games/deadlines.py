"""The clock that works without anybody's page open: deadlines and bots.

One plain thread in each server process looks every half second for turns whose moment has come. The moments are rows, so they outlive the
process; whoever is first does the work under the game's lock, and everybody else finds it done.
"""

import logging
import threading

from django.db import DatabaseError, close_old_connections
from django.utils import timezone

from games.models import Turn
from games.services.waking import wake

log = logging.getLogger(__name__)

LOOK_EVERY = 0.5
MOST_AT_ONCE = 100

_started = threading.Lock()


def start() -> None:
    """Starts the clock of this process, once."""
    if _started.acquire(blocking=False):
        threading.Thread(target=_run, name="deadlines", daemon=True).start()


def run_due() -> int:
    """Does what is due now; how many turns were woken."""
    now = timezone.now()
    due = list(Turn.objects.filter(wake_at__lte=now, resolved_at=None).order_by("wake_at").values_list("pk", flat=True)[:MOST_AT_ONCE])
    for turn_id in due:
        try:
            wake(turn_id=turn_id, now=now)
        except DatabaseError:
            raise
        except Exception:
            log.exception("turn %s could not be woken", turn_id)
    return len(due)


def _run() -> None:
    pause = threading.Event()
    while True:
        pause.wait(LOOK_EVERY)
        close_old_connections()
        try:
            run_due()
        except DatabaseError as error:
            log.warning("deadlines wait for the database: %s", type(error).__name__)
        close_old_connections()
