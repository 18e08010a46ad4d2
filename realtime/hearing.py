"""Hears what was committed, in whatever thread, and brings it to the event loop that the sockets live in."""

import asyncio
import contextlib

from games.outbox import Published
from realtime import asides, history
from realtime.background import spawn

_loop: asyncio.AbstractEventLoop | None = None


def speak_from(loop: asyncio.AbstractEventLoop) -> None:
    """Names the event loop that the sockets live in."""
    global _loop
    _loop = loop


def hear(published: Published) -> None:
    """Takes what was committed, from any thread. Does nothing where no sockets are."""
    if _loop is not None and not _loop.is_closed():
        with contextlib.suppress(RuntimeError):  # closed meanwhile
            _loop.call_soon_threadsafe(_receive, published)


def _receive(published: Published) -> None:
    history.receive(published)
    if published.secrets or published.removed:
        spawn(asides.tell(published))
