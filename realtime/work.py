"""Where database work of the event loop is done: a few threads of our own, one hop for each event.

Django closes stale connections around requests only; here it is done around each piece of work, so that a restarted database is
noticed by the first piece after it and not by every one.
"""

import asyncio
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from functools import partial
from time import monotonic
from typing import Any, ClassVar, ParamSpec, TypeVar

from django.db import OperationalError, close_old_connections

from games.services import patience

THREADS = 8
WAIT_SECONDS = 4.0
"""How long work may wait for a free thread. While a database does not answer, nobody stands in a queue that grows."""

Args = ParamSpec("Args")
Result = TypeVar("Result")


class Threads:
    """A few threads that stay."""

    under_way: ClassVar[Counter[str]] = Counter()
    """By name of the threads: how much was asked for and is not done. What exceeds their number waits. Changed on the event loop only."""

    def __init__(self, most: int, name: str) -> None:
        self._name = name
        self._pool = ThreadPoolExecutor(most, thread_name_prefix=name)

    async def run(self, function: Callable[[], Result]) -> Result:
        """Calls a function in one of the threads, and gives its result.

        Raises:
            OperationalError: all threads were busy for too long; nothing was begun.
        """
        work = self._pool.submit(_patient, function, monotonic())
        self.under_way[self._name] += 1
        turned_away: list[bool] = []
        late = asyncio.get_running_loop().call_later(WAIT_SECONDS, _turn_away, work, turned_away)
        try:
            return await asyncio.wrap_future(work)
        except asyncio.CancelledError:
            if turned_away:
                raise OperationalError("no thread was free") from None
            raise
        finally:
            late.cancel()
            self.under_way[self._name] -= 1


_threads = Threads(THREADS, "database")


async def in_database(function: Callable[Args, Result], *args: Args.args, **kwargs: Args.kwargs) -> Result:
    """Runs a function that uses the ORM, and gives its result.

    Raises:
        OperationalError: all threads were busy for too long; nothing was begun.
    """
    return await _threads.run(partial(copy_context().run, _fresh, partial(function, *args, **kwargs)))


def _turn_away(work: "Future[Any]", turned_away: list[bool]) -> None:
    if work.cancel():  # only what has not begun can be
        turned_away.append(True)


def _patient(function: Callable[[], Result], asked_at: float) -> Result:
    with patience.since(asked_at):
        return function()


def _fresh(function: Callable[[], Result]) -> Result:
    close_old_connections()
    try:
        return function()
    finally:
        close_old_connections()
