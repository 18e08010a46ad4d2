"""What this process looks at again and again while it holds sockets: the stored histories, and the sessions behind the sockets."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from django.db import DatabaseError

from realtime import history, sessions
from realtime.background import spawn

log = logging.getLogger(__name__)

HISTORY_SECONDS = 1.0
SESSION_SECONDS = 2.0

_loop: asyncio.AbstractEventLoop | None = None


def begin() -> None:
    """Starts looking, once for each event loop."""
    global _loop
    loop = asyncio.get_running_loop()
    if _loop is not loop:
        _loop = loop
        spawn(_every(HISTORY_SECONDS, history.look))
        spawn(_every(SESSION_SECONDS, sessions.sweep))


async def _every(seconds: float, look: Callable[[], Awaitable[None]]) -> None:
    while True:
        await asyncio.sleep(seconds)
        try:
            await look()
        except DatabaseError as error:
            log.warning("the database did not answer: %s", type(error).__name__)
