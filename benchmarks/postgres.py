"""PostgreSQL and Redis for the benchmarks: those of the tests, on the generator's core."""

from collections.abc import Iterator
from contextlib import contextmanager

from tests.support.services import Postgres, running_postgres

OPTIONS = ("-c", "max_connections=200")
"""Unlike the tests' one, it waits for the disk at each commit."""


@contextmanager
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL that is as careful as one in production."""
    with running_postgres(OPTIONS) as server:
        yield server
