"""How long a piece of work still waits for SQLite's writer: as long as the database's options say, from the moment it was asked for.

However many waits come one after the other, for a free thread, for the writer in this process and for SQLite's own lock, together they
are no longer than that.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Any

from django.db import connection

USUAL_SECONDS = 5.0
"""How long SQLite waits where its options name nothing."""
A_MOMENT = 0.05
"""Seconds of waiting that do not count."""

_work = threading.local()


def patience() -> float:
    """Seconds that SQLite waits altogether."""
    return float(connection.settings_dict["OPTIONS"].get("timeout", USUAL_SECONDS))


def left() -> float:
    """Seconds that this thread's work may still wait for SQLite; no other database asks."""
    asked_at = getattr(_work, "asked_at", None)
    return patience() if asked_at is None else max(0.0, patience() - (monotonic() - asked_at))


@contextmanager
def since(asked_at: float) -> Iterator[None]:
    """Counts the waits of everything within from ``asked_at`` on, a moment of the monotonic clock, unless they are counted already."""
    if getattr(_work, "asked_at", None) is not None or connection.vendor != "sqlite":
        yield
        return
    _work.asked_at = asked_at
    try:
        with no_longer_than(left()):
            yield
    finally:
        _work.asked_at = None


@contextmanager
def no_longer_than(seconds: float) -> Iterator[None]:
    """Has SQLite itself wait so long at most for its lock."""
    if connection.vendor != "sqlite":
        yield
        return
    before = getattr(_work, "waits", patience())
    if seconds > before - A_MOMENT:
        yield
        return
    _let_wait(seconds)
    try:
        yield
    finally:
        _let_wait(before)


def _let_wait(seconds: float) -> None:
    _work.waits = seconds
    connection.ensure_connection()
    raw: Any = connection.connection
    raw.execute(f"PRAGMA busy_timeout = {int(seconds * 1000)}")
