"""One transaction for one command, however many parts it has."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from time import monotonic

from django.db import OperationalError, connection, transaction

from games.services import patience

_ours = threading.local()
_sqlite_writer = threading.Lock()
"""SQLite has one writer. Who waits for it in here is let in at once when it is free; SQLite would let them sleep and look again."""


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


@contextmanager
def _only_writer() -> Iterator[None]:
    with patience.since(monotonic()):
        if not _sqlite_writer.acquire(timeout=patience.left()):
            raise OperationalError("database is locked")
        try:
            with patience.no_longer_than(patience.left()):
                yield
        finally:
            _sqlite_writer.release()
