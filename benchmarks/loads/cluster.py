"""Several processes on one PostgreSQL and one Redis: what one pays for the games of another, and what two do together."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from benchmarks.contestants import start_game, start_stock_with_redis, strangers
from benchmarks.crowd import Crowd, Table
from benchmarks.figures import Window, median, summary
from benchmarks.loads.choosing import Choosing, Door
from benchmarks.places import GENERATORS_CORE, SERVERS_CORE
from benchmarks.postgres import postgres
from benchmarks.processes import Process
from benchmarks.scale import Scale
from benchmarks.seeding import migrate, next_turns, sit
from tests.support.services import running_redis

SEATS = 4
IN_FLIGHT = 16
RATE = 100
STOCK = "python-socketio with AsyncRedisManager"

Start = Callable[[int], Process]


async def measure(scale: Scale) -> dict[str, Any]:
    with postgres() as database, running_redis() as redis:
        migrate(database.url)

        def start(core: int) -> Process:
            return start_game(f"game of two, core {core}", database.url, core=core, REDIS_URL=redis.url)

        def start_stock(core: int) -> Process:
            return start_stock_with_redis(redis.url, core=core)

        with _two(start) as (first, second):
            tables = await sit([first.port, second.port], scale.tables, SEATS)
            foreign = await _foreign(first, second, tables, scale)
            tables = await next_turns(first.port, tables)
            together = await _rounds([first, second], tables, scale)
        with _one(start) as alone:
            tables = await next_turns(alone.port, tables)
            by_itself = await _rounds([alone], tables, scale)
        beside = {} if scale.quick else await _stock(start_stock, tables, scale)
    return {
        "foreign": {"game": foreign, **beside},
        "one": summary(by_itself),
        "two": summary(together),
        **_speedup(by_itself, together),
    }


async def _stock(start: Start, tables: list[Table], scale: Scale) -> dict[str, Any]:
    with _two(start) as (first, second):
        return {STOCK: await _foreign(first, second, strangers(tables), scale)}


async def _foreign(playing: Process, foreign: Process, tables: list[Table], scale: Scale) -> dict[str, Any]:
    """CPU of a process on which nobody of these games is, for each of their choices; what it uses while nothing happens is taken off."""
    crowd = Crowd(playing.port, tables)
    await crowd.connect()
    await asyncio.sleep(2)
    idle = await _used(foreign, scale.seconds * 2)
    before = foreign.fine_cpu()
    window = await Choosing(crowd, [playing], Door.SOCKET).measure(rate=RATE)
    used = foreign.fine_cpu() - before
    await crowd.part()
    net = used - idle * window.seconds
    return {"us_per_choice": round(net / window.count * 1e6, 2), "us_with_idling": round(used / window.count * 1e6, 2), **summary([window])}


async def _used(process: Process, seconds: float) -> float:
    """Seconds of CPU in each second."""
    before = process.fine_cpu()
    await asyncio.sleep(seconds)
    return (process.fine_cpu() - before) / seconds


async def _rounds(servers: list[Process], tables: list[Table], scale: Scale) -> list[Window]:
    """Whole games on one server each: as behind a proxy that sends a game's players to the same place."""
    crowd = Crowd([server.port for server in servers], tables, by_table=True)
    await crowd.connect()
    windows = []
    for _ in range(scale.rounds):
        windows.append(await Choosing(crowd, servers, Door.SOCKET).measure(in_flight=IN_FLIGHT))
        crowd.tables = await next_turns(servers[0].port, crowd.tables)
    await crowd.part()
    return windows


def _speedup(one: list[Window], two: list[Window]) -> dict[str, Any]:
    """Two processes, each with a core of its own, do in a second what their CPU for a choice allows; so does one."""
    alone, together = median([each.cpu_us for each in one]), median([each.cpu_us for each in two])
    return {"two_process_speedup": round(2 * alone / together, 3) if alone and together else None}


@contextmanager
def _one(start: Start) -> Iterator[Process]:
    process = start(SERVERS_CORE)
    try:
        yield process
    finally:
        process.end()


@contextmanager
def _two(start: Start) -> Iterator[tuple[Process, Process]]:
    with _one(start) as first:
        second = start(GENERATORS_CORE)
        try:
            yield first, second
        finally:
            second.end()
