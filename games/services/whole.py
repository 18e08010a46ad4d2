"""One transaction for one command, however many parts it has."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

from django.db import connection, transaction

_ours = threading.local()
_sqlite_writer = threading.Lock()
"""SQLite has one writer. Who waits for it in here is let in at once when it is free; SQLite would let them sleep and look again."""


@contextmanager
def whole() -> Iterator[None]:
    """Everything within is stored together or not at all. Within another ``whole`` it is a part of that one, without a savepoint: an
    exception that leaves a part must leave the whole.
    """
    if getattr(_ours, "is_open", False):
        yield
        return
    alone = connection.vendor == "sqlite" and not connection.in_atomic_block
    with _sqlite_writer if alone else nullcontext(), transaction.atomic():
        _ours.is_open = True
        try:
            yield
        finally:
            _ours.is_open = False
