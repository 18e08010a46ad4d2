"""Tasks that run beside the requests, kept from being forgotten and logged when they fail."""

import asyncio
from collections.abc import Coroutine
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


def _finished(task: "asyncio.Task[None]") -> None:
    _running.discard(task)
    if task.cancelled() or (error := task.exception()) is None:
        return
    if isinstance(error, DatabaseError):  # whoever asked is told so, or asks again
        counts["database_errors"] += 1
        log.warning("the database did not answer a background task", error=type(error).__name__)
    else:
        log.error("a background task failed", exc_info=error)
