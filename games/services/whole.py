"""One transaction for one command, however many parts it has."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

from django.db import OperationalError, connection, transaction

_ours = threading.local()
_sqlite_writer = threading.Lock()
"""SQLite has one writer. Who waits for it in here is let in at once when it is free; SQLite would let them sleep and look again."""
USUAL_PATIENCE = 5.0
"""Seconds that SQLite waits where its options name none."""


@contextmanager
def whole() -> Iterator[None]:
    """Everything within is stored together or not at all. Within another ``whole`` it is a part of that one, without a savepoint: an
    exception that leaves a part must leave the whole.

    Raises:
        OperationalError: somebody else has been writing for longer than the database waits.
    """
    if getattr(_ours, "is_open", False):
        yield
        return
    alone = connection.vendor == "sqlite" and not connection.in_atomic_block
    with _only_writer() if alone else nullcontext(), transaction.atomic():
        _ours.is_open = True
        try:
            yield
        finally:
            _ours.is_open = False


def patience() -> float:
    """For how many seconds SQLite waits while somebody else writes."""
    return float(connection.settings_dict["OPTIONS"].get("timeout", USUAL_PATIENCE))


@contextmanager
def _only_writer() -> Iterator[None]:
    if not _sqlite_writer.acquire(timeout=patience()):
        raise OperationalError("database is locked")
    try:
        yield
    finally:
        _sqlite_writer.release()
