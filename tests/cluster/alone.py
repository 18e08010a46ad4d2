"""One server on SQLite, whose file can be locked and whose disk can be full."""

import asyncio
import os
import resource
import sqlite3
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random

from tests.cluster.faults import SQLITE, Fault
from tests.faults import stored
from tests.support.site import Site

DISK = 48 * 1024 * 1024
"""Bytes."""


@dataclass(slots=True)
class Alone:
    """The server and its disk."""

    site: Site
    disk: Path
    is_own_disk: bool

    @property
    def urls(self) -> list[str]:
        return [self.site.url]

    @property
    def workers(self) -> list[Site]:
        return [self.site]

    @property
    def file(self) -> str:
        return self.site.database_url.removeprefix("sqlite:///")

    def stored(self) -> stored.Stored:
        return stored.in_file(self.file)

    def broken(self) -> Sequence[str]:
        """What SQLite itself finds wrong with the file."""
        with closing(sqlite3.connect(self.file)) as connection:
            rows = connection.execute("PRAGMA integrity_check").fetchall() + connection.execute("PRAGMA foreign_key_check").fetchall()
        return [str(row) for row in rows if row != ("ok",)]


@contextmanager
def alone(folder: Path) -> Iterator[Alone]:
    """A server whose database has a small disk of its own, or, where we may not mount one, files that may not grow when it is "full"."""
    disk = folder / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={DISK}", "tmpfs", disk]
    is_own = os.geteuid() == 0 and subprocess.run(mount, check=False, capture_output=True).returncode == 0
    site = Site(folder, database_url=f"sqlite:///{disk / 'site.sqlite3'}")
    try:
        site.manage("migrate", "--verbosity", "0")
        site.start()
        yield Alone(site, disk, is_own)
    finally:
        site.end()
        if is_own:
            subprocess.run(["umount", disk], check=True)


async def locked(place: Alone, chance: Random, *, seconds: float) -> None:
    """Somebody else writes, and takes their time."""
    with closing(sqlite3.connect(place.file, isolation_level=None, timeout=30, check_same_thread=False)) as connection:
        await asyncio.to_thread(connection.execute, "BEGIN IMMEDIATE")
        await asyncio.sleep(seconds)
        connection.execute("ROLLBACK")


async def full(place: Alone, chance: Random, *, seconds: float) -> None:
    """Nothing more can be written."""
    with closing(sqlite3.connect(place.file, timeout=30, check_same_thread=False)) as connection:
        await asyncio.to_thread(connection.execute, "PRAGMA wal_checkpoint(TRUNCATE)")
    with _filled(place.disk) if place.is_own_disk else _forbidden(place.site):
        await asyncio.sleep(seconds)


@contextmanager
def _filled(disk: Path) -> Iterator[None]:
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(b"\0" * 4096)
    try:
        yield
    finally:
        filler.unlink()


@contextmanager
def _forbidden(site: Site) -> Iterator[None]:
    unlimited = resource.prlimit(site.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(site.pid, resource.RLIMIT_FSIZE, (0, unlimited[1]))
    try:
        yield
    finally:
        resource.prlimit(site.pid, resource.RLIMIT_FSIZE, unlimited)


LOCK_2 = Fault(SQLITE, "SQLite locked for 2 s", partial(locked, seconds=2))
LOCK_30 = Fault(SQLITE, "SQLite locked for 30 s", partial(locked, seconds=30))
FULL = Fault(SQLITE, "disk full for 5 s", partial(full, seconds=5))
ALL = [LOCK_2] * 5 + [LOCK_30] * 5 + [FULL] * 5
