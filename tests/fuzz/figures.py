"""What a run costs the server: time, memory, lines in its log."""

import asyncio
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

import psutil

from tests.support.site import Site

MIB = 1024 * 1024
MOST_SECONDS = 1.0
MOST_GROWTH = 20 * MIB
MOST_LOGGED = 200
"""Bytes for each bad frame, on average."""


class Figures:
    """The figures of one run against a server, from now on."""

    def __init__(self, site: Site) -> None:
        assert site._process is not None
        self._site = site
        self._process = psutil.Process(site._process.pid)
        self._rss, self._log = self.rss(), self.log_size()
        self._began = time.monotonic()
        self.took: list[float] = []
        self.codes: Counter[str] = Counter()

    def rss(self) -> int:
        return int(self._process.memory_info().rss)

    def log_size(self) -> int:
        return self._site.log.stat().st_size

    @contextmanager
    def timed(self) -> Iterator[None]:
        began = time.monotonic()
        yield
        self.took.append(time.monotonic() - began)

    def tell(self, what: str) -> None:
        """Prints everything, and holds the server to it."""
        count, took = len(self.took), sorted(self.took)
        assert self._process.is_running() and self._process.status() != psutil.STATUS_ZOMBIE
        growth, logged = self.rss() - self._rss, (self.log_size() - self._log) / count
        print(f"\n{what}: {count} in {time.monotonic() - self._began:.0f} s; {dict(self.codes.most_common())}")
        print(
            f"  answered or ended after {1000 * took[count // 2]:.1f} ms (median), {1000 * took[count * 99 // 100]:.0f} ms (99 %), "
            f"{1000 * took[-1]:.0f} ms (most); "
            f"memory {self._rss / MIB:.1f} MiB, grown by {growth / MIB:.1f} MiB; {logged:.1f} bytes of log each"
        )
        assert took[-1] <= MOST_SECONDS
        assert "INTERNAL_ERROR" not in self.codes
        self.growth, self.logged = growth, logged

    def hold_frugal(self) -> None:
        """Fails where memory or log have grown too much."""
        assert self.growth <= MOST_GROWTH
        assert self.logged <= MOST_LOGGED


async def all_of(*work: object) -> None:
    """Does everything at once; the first failure ends the rest."""
    async with asyncio.TaskGroup() as group:
        for each in work:
            group.create_task(each)  # type: ignore[arg-type]
