"""Where database work of the event loop is done: a few threads of our own, one hop for each event.

Django closes stale connections around requests only; here it is done around each piece of work, so that a restarted database is
noticed by the first piece after it and not by every one.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import ParamSpec, TypeVar

from django.db import close_old_connections

THREADS = 6

Args = ParamSpec("Args")
Result = TypeVar("Result")

_threads = ThreadPoolExecutor(THREADS, thread_name_prefix="database")


async def in_database(function: Callable[Args, Result], *args: Args.args, **kwargs: Args.kwargs) -> Result:
    """Runs a function that uses the ORM, and gives its result."""
    return await asyncio.get_running_loop().run_in_executor(_threads, partial(_fresh, partial(function, *args, **kwargs)))


def _fresh(function: Callable[[], Result]) -> Result:
    close_old_connections()
    try:
        return function()
    finally:
        close_old_connections()
