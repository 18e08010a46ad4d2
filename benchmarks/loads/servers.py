"""What the game runs on: daphne, or uvicorn with one thing at a time as it comes out of the box."""

import asyncio
import json
from collections.abc import Iterator, Mapping
from contextlib import AsyncExitStack, contextmanager
from typing import Any

from benchmarks.contestants import copied, sqlite, start_game
from benchmarks.crowd import Crowd, Table, now
from benchmarks.figures import Window, ratio, summary
from benchmarks.http import Line
from benchmarks.loads.talking import Talk
from benchmarks.processes import Process
from benchmarks.scale import Scale
from benchmarks.seeding import Seed, seed
from benchmarks.watch import Watch
from tests.support.raw import RawSocket

SEATS = 5
TABLES = 40
LINES = 16
SILENT = 200
STANDARD = "uvicorn"
THRESHOLDS = "uvicorn, Python's own thresholds"
DEFLATING = {"ws": "websockets-sansio", "ws_per_message_deflate": True}
STOCK = {"REALTIME_TRANSPORT": "stock"}
FAST = {"REALTIME_TRANSPORT": "fast"}
Way = tuple[dict[str, Any], dict[str, str]]
WAYS: dict[str, Way] = {
    STANDARD: ({}, STOCK),
    "uvicorn, asyncio's own loop": ({"loop": "asyncio"}, STOCK),
    "uvicorn, h11": ({"http": "h11"}, STOCK),
    THRESHOLDS: ({}, {**STOCK, "GC_THRESHOLDS": "700,10,10"}),
    "uvicorn, fast transport": ({}, FAST),
    "daphne": ({}, {"SERVER": "daphne"}),
}
"""What is changed of uvicorn's configuration, and of the environment."""
CROWDED = (STANDARD, THRESHOLDS)
"""Told apart by how many objects there are: these are measured with a fuller hall too."""


async def measure(scale: Scale) -> dict[str, Any]:
    """Events told to four others, states read over HTTP, and the memory of silent clients."""
    people = await seed(TABLES, SEATS)
    found = await _each(WAYS, people, scale)
    found["memory"] = await _memory(people.database, people.tables)
    crowd = await seed(scale.fanout_tables, SEATS)
    found["crowded"] = await _each({name: WAYS[name] for name in CROWDED}, crowd, scale)
    return found


async def _each(ways: Mapping[str, Way], people: Seed, scale: Scale) -> dict[str, Any]:
    """Rounds of windows, the servers in turn, all of them running all the time."""
    async with AsyncExitStack() as after:
        servers = {name: after.enter_context(_running(name, *way, sqlite(copied(people.database, name)))) for name, way in ways.items()}
        talks, told, read = {}, {name: [] for name in ways}, {name: [] for name in ways}
        for name, server in servers.items():
            crowd = Crowd(server.port, people.tables)
            after.push_async_callback(crowd.part)
            await crowd.connect()
            talks[name] = Talk(crowd, server)
        for _ in range(scale.rounds):
            for name, server in servers.items():
                told[name].append(await talks[name].measure(scale.seconds))
                read[name].append(await _read(server, people.tables, scale.seconds))
    return {name: {"told": _beside(told, name), "read": _beside(read, name)} for name in ways}


def _beside(rounds: dict[str, list[Window]], name: str) -> dict[str, Any]:
    """CPU beside that of uvicorn with the library's transport, as the median of the rounds' ratios."""
    own, first = rounds[name], rounds[STANDARD]
    return {**summary(own), "cpu_vs_uvicorn": ratio([each.cpu_us for each in own], [each.cpu_us for each in first])}


@contextmanager
def _running(name: str, changes: dict[str, Any], environment: dict[str, str], database_url: str) -> Iterator[Process]:
    module = ("benchmarks.peers.varied", json.dumps(changes)) if changes else ("arcane_site.serve",)
    server = start_game(name, database_url, module=module, **environment)
    try:
        yield server
    finally:
        server.end()


async def _read(server: Process, tables: list[Table], seconds: float) -> Window:
    """So many people ask for the state of their game again and again, each when they have been answered."""
    watch, until = Watch([server]), now() + seconds

    async def ask(table: Table) -> None:
        line = Line(server.port, table.seats[1].cookies)
        while (begun := now()) < until:
            await line.ask("GET", f"/api/game_state?game_code={table.code}")
            watch.count += 1
            watch.answered.append(now() - begun)
        line.close()

    await asyncio.gather(*(ask(table) for table in tables[:LINES]))
    return watch.stop()


async def _memory(database: Any, tables: list[Table]) -> dict[str, float]:
    """KiB for each silent client that offers to deflate, as browsers do, on the stock transport: refused as in production, and accepted."""
    found = {}
    for name, changes in {"refused": {"ws": "websockets-sansio"}, "accepted": DEFLATING}.items():
        with _running(f"deflate {name}", changes, STOCK, sqlite(copied(database, f"deflate-{name}"))) as server:
            before = server.kib()
            async with AsyncExitStack() as after:
                for number in range(SILENT):
                    await after.enter_async_context(_offering(server, tables, number))
                await asyncio.sleep(3)
                found[name] = round((server.kib() - before) / SILENT, 1)
    return found


def _offering(server: Process, tables: list[Table], number: int) -> Any:
    seat = tables[number % len(tables)].seats[number // len(tables)]
    cookies = "; ".join(f"{name}={value}" for name, value in seat.cookies.items())
    return _Silent(server.url, cookies=cookies, headers={"Sec-WebSocket-Extensions": "permessage-deflate; client_max_window_bits"})


class _Silent(RawSocket):
    """Says who it is, and reads nothing."""

    async def __aenter__(self) -> "_Silent":
        await super().__aenter__()
        await self.send("40")
        return self
