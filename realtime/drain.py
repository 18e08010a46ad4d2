"""The end of a process: nobody new is let in, what was asked is answered, and everybody is told to come back, a few at a time."""

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable, Callable
from time import monotonic
from typing import Any

from realtime import announce

SPREAD_SECONDS = 2.0
"""Over how long the lines are ended, so that their clients do not come back in the same instant."""
PATIENCE_SECONDS = 3.0
"""How long what was asked before may take altogether."""
LAST_WORDS_SECONDS = 0.5
LOOK_EVERY = 0.02
HTTP = "http"

Application = Callable[[Any, Any, Any], Awaitable[None]]

_underway: Counter[str] = Counter()
_draining = False


def is_under_way() -> bool:
    """Whether this process is ending. May be asked from any thread."""
    return _draining


class Asked:
    """Something is being done for a socket, or for ``HTTP``. Only on the event loop."""

    __slots__ = ("_by",)

    def __init__(self, by: str) -> None:
        self._by = by

    def __enter__(self) -> None:
        _underway[self._by] += 1

    def __exit__(self, *_: object) -> None:
        _underway[self._by] -= 1
        if not _underway[self._by]:
            del _underway[self._by]


def counted(application: Application) -> Application:
    """An ASGI application whose requests are waited for at the end. Long polling is not: it is ended with its line."""

    async def answer(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http" or scope["path"].startswith("/socket.io/"):
            await application(scope, receive, send)
            return
        with Asked(HTTP):
            await application(scope, receive, send)

    return answer


async def drain(*, notice: float, stop_listening: Callable[[], None]) -> None:
    """Lets go of everybody. Returns when the process may end.

    Args:
        notice: for how many seconds ``/readyz`` says no before connections are refused, so that whoever sends them here looks elsewhere.
        stop_listening: refuses connections from then on.
    """
    global _draining
    _draining = True
    await asyncio.sleep(notice)
    stop_listening()
    until = monotonic() + SPREAD_SECONDS + PATIENCE_SECONDS
    await _end_lines(until)
    await _quiet(lambda: not _underway, until)
    await asyncio.sleep(LAST_WORDS_SECONDS)


async def _end_lines(until: float) -> None:
    server = announce.server()
    lines = list(server.eio.sockets)
    random.shuffle(lines)
    for number, eio_sid in enumerate(lines):
        sid = server.manager.sid_from_eio_sid(eio_sid, "/")
        await _quiet(lambda sid=sid: sid not in _underway, until)  # type: ignore[misc]
        await server.eio.disconnect(eio_sid)
        if number + 1 < len(lines):
            await asyncio.sleep(SPREAD_SECONDS / len(lines))


async def _quiet(is_quiet: Callable[[], bool], until: float) -> None:
    while not is_quiet() and monotonic() < until:  # noqa: ASYNC110  many things may make it quiet
        await asyncio.sleep(LOOK_EVERY)
