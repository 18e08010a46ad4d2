"""Several people at the very same moment, each on a database connection of their own."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from django.db import connections

Result = TypeVar("Result")


def at_once(acts: Sequence[Callable[[], Result]]) -> list[Result]:
    """Lets all act together, and gives their results in order."""
    gate = threading.Barrier(len(acts))

    def act(each: Callable[[], Result]) -> Result:
        try:
            gate.wait(10)
            return each()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(act, acts))
