"""What this process looks at again and again while it holds sockets: stored histories, sessions, clients that do not say who they are."""

import asyncio
from collections.abc import Awaitable, Callable
from time import monotonic

import structlog
from django.db import DatabaseError

from games.counters import counts, loop_lag
from realtime import channel, history, presence, sessions
from realtime.background import spawn

log = structlog.stdlib.get_logger(__name__)

HISTORY_SECONDS = 1.0
HEARD_SECONDS = 5.0
"""The same while other processes are heard: then it is for what was lost on the way only."""
LIVE_SECONDS = 2.0
LOOK_SECONDS = 15.0
SESSION_SECONDS = 1.5
NAMELESS_SECONDS = 0.5

_looked_at = 0.0
_loop: asyncio.AbstractEventLoop | None = None


def begin(end_nameless: Callable[[], Awaitable[None]]) -> None:
    """Starts looking, once for each event loop."""
    global _loop
    loop = asyncio.get_running_loop()
    if _loop is not loop:
        _loop = loop
        spawn(_every(HISTORY_SECONDS, _look_at_histories))
        spawn(_every(SESSION_SECONDS, sessions.sweep))
        spawn(_every(NAMELESS_SECONDS, end_nameless))
        if channel.is_shared():
            spawn(_every(LIVE_SECONDS, presence.live))
            spawn(_every(LOOK_SECONDS, presence.look_around))


async def _look_at_histories() -> None:
    global _looked_at
    if not channel.is_heard() or monotonic() - _looked_at >= HEARD_SECONDS:
        _looked_at = monotonic()
        await history.look()


async def _every(seconds: float, look: Callable[[], Awaitable[None]]) -> None:
    while True:
        began = monotonic()
        await asyncio.sleep(seconds)
        if seconds == NAMELESS_SECONDS:
            loop_lag.add(monotonic() - began - seconds)
        try:
            await look()
        except DatabaseError as error:
            counts["database_errors"] += 1
            log.warning("the database did not answer", error=type(error).__name__)
        except Exception:
            log.exception("a look failed")  # the next one may not
