"""Tasks that run beside the requests, kept from being forgotten and logged when they fail."""

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any

log = logging.getLogger(__name__)

_running: set["asyncio.Task[Any]"] = set()


def spawn(work: Coroutine[Any, Any, None]) -> "asyncio.Task[None]":
    """Starts a task; the event loop alone would hold it only weakly."""
    task = asyncio.get_running_loop().create_task(work)
    _running.add(task)
    task.add_done_callback(_finished)
    return task


def _finished(task: "asyncio.Task[None]") -> None:
    _running.discard(task)
    if not task.cancelled() and (error := task.exception()) is not None:
        log.error("a background task failed", exc_info=error)
