"""Tasks that run beside the requests, kept from being forgotten and logged when they fail."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

import structlog
from django.db import DatabaseError

from games.counters import counts

log = structlog.stdlib.get_logger(__name__)

_running: set["asyncio.Task[Any]"] = set()


def spawn(work: Coroutine[Any, Any, None]) -> "asyncio.Task[None]":
    """Starts a task; the event loop alone would hold it only weakly."""
    task = asyncio.get_running_loop().create_task(work)
    _running.add(task)
    task.add_done_callback(_finished)
    return task


async def one_at_a_time(under_way: dict[int, bool], game_id: int, act: Callable[[int], Awaitable[None]]) -> None:
    """Does something for a game. Where that is being done already it is done once more afterwards, however often it is asked for.

    Args:
        under_way: the games for which it is being done, and whether it must be done again.
    """
    if game_id in under_way:
        under_way[game_id] = True
        return
    under_way[game_id] = True
    try:
        while under_way[game_id]:
            under_way[game_id] = False
            await act(game_id)
    finally:
        del under_way[game_id]


def _finished(task: "asyncio.Task[None]") -> None:
    _running.discard(task)
    if task.cancelled() or (error := task.exception()) is None:
        return
    if isinstance(error, DatabaseError):  # whoever asked is told so, or asks again
        counts["database_errors"] += 1
        log.warning("the database did not answer a background task", error=type(error).__name__)
    else:
        log.error("a background task failed", exc_info=error)
