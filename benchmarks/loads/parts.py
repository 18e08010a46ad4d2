"""What one choice costs each part of a house: two processes that share every table, PostgreSQL, Redis, nginx."""

import asyncio
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.contestants import start_game
from benchmarks.crowd import Crowd, Table
from benchmarks.figures import median
from benchmarks.loads.choosing import Choosing, Door
from benchmarks.places import HOST
from benchmarks.postgres import postgres
from benchmarks.processes import Process, fine_cpu_of
from benchmarks.scale import Scale
from benchmarks.seeding import migrate, next_turns, sit
from deploy import cluster
from tests.support.ports import free_port
from tests.support.services import Postgres, running_redis

SEATS = 4
TABLES = 40
"""As many people as nginx lets come from one address."""
RATE = 40
SECONDS_OF_SILENCE = 4
SILENT_TABLES = 250
SILENT_SECONDS = 16
"""Two rounds of pings."""


@dataclass(frozen=True, slots=True)
class House:
    parts: Mapping[str, list[int]]
    """The ids of the processes of each."""
    games: list[Process]
    proxy: int
    """A port."""
    database: Postgres

    def used(self) -> dict[str, float]:
        """Seconds of CPU so far."""
        return {name: sum(fine_cpu_of(pid) for pid in pids) for name, pids in self.parts.items()}


async def measure(scale: Scale) -> dict[str, Any]:
    with _house() as house:
        tables = await sit([each.port for each in house.games], TABLES, SEATS)
        rounds = []
        for _ in range(scale.rounds):
            rounds.append(await _round(house, tables))
            tables = await next_turns(house.games[0].port, tables)
        silent = await _silent(house, SILENT_TABLES // (10 if scale.quick else 1))
    return {**{name: median([each[name] for each in rounds]) for name in rounds[0]}, **silent, "rounds": scale.rounds}


async def _round(house: House, tables: list[Table]) -> dict[str, float]:
    """Everybody chooses once, through the proxy; microseconds of CPU, and bytes of PostgreSQL's log, for each choice.

    What is used while everybody is silent is taken off.
    """
    crowd = Crowd(house.proxy, tables)
    await crowd.connect()
    await asyncio.sleep(1)
    silent = house.used()
    await asyncio.sleep(SECONDS_OF_SILENCE)
    before, written = house.used(), _written(house.database)
    window = await Choosing(crowd, house.games, Door.SOCKET).measure(rate=RATE)
    after, now_written = house.used(), _written(house.database)
    await crowd.part()
    idle = {name: (before[name] - silent[name]) / SECONDS_OF_SILENCE * window.seconds for name in after}
    found = {f"{name}_us": round((after[name] - before[name] - idle[name]) / window.count * 1e6, 1) for name in after}
    return {**found, "wal_bytes": round((now_written - written) / window.count), "missing": window.missing}


async def _silent(house: House, tables: int) -> dict[str, float]:
    """What those cost who are at a table and silent: microseconds of a process's CPU in each second, and memory."""
    game = house.games[0]
    crowd = Crowd(game.port, await sit([game.port], tables, SEATS, begun=False))
    empty = await _idling(game), game.kib()
    await crowd.connect()
    await asyncio.sleep(3)
    full, people = (await _idling(game), game.kib()), len(crowd.clients)
    await crowd.part()
    return {
        "silent_us_per_second": round((full[0] - empty[0]) / people * 1e6, 2),
        "silent_kib": round((full[1] - empty[1]) / people, 1),
        "process_mib": round(empty[1] / 1024),
    }


async def _idling(process: Process) -> float:
    """Seconds of CPU in each second."""
    before = process.fine_cpu()
    await asyncio.sleep(SILENT_SECONDS)
    return (process.fine_cpu() - before) / SILENT_SECONDS


def _written(database: Postgres) -> int:
    return int(database.query("SELECT pg_current_wal_lsn() - '0/0'")[0][0])


@contextmanager
def _house() -> Iterator[House]:
    with postgres() as database, running_redis() as redis, tempfile.TemporaryDirectory(prefix="codex-parts-") as folder:
        migrate(database.url)
        games = [_game(number, database.url, redis.url) for number in (1, 2)]
        try:
            port = free_port()
            with cluster.proxied(Path(folder), port, [each.port for each in games]) as nginx:
                parts = {"games": [each.popen.pid for each in games], "postgres": [database.pid], "redis": [redis.pid], "nginx": [nginx]}
                yield House(parts, games, port, database)
        finally:
            for each in games:
                each.end()


def _game(number: int, database_url: str, redis_url: str) -> Process:
    return start_game(f"part {number}", database_url, core=None, REDIS_URL=redis_url, WORKER=str(number), TRUSTED_PROXIES=HOST)
