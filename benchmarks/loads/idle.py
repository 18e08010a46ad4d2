"""What a connected player costs who does nothing, and what it costs to connect."""

import asyncio
from typing import Any

from benchmarks.contestants import FLASK, GAME, NODE, people_for, started
from benchmarks.crowd import Client, Crowd, Table
from benchmarks.processes import Process
from benchmarks.scale import Scale
from benchmarks.seeding import seed

SEATS = 4
TO_WARM = 40


async def measure(scale: Scale) -> dict[str, Any]:
    """One server after the other, each new: memory, and connecting. Everybody sends a browser's headers; nothing is compressed."""
    most = max(scale.idle)
    people = await seed((most + TO_WARM) // SEATS, SEATS, begun=False)
    measured: dict[str, Any] = {}
    for name in (GAME, NODE, FLASK):
        with started([name], people.database) as servers:
            measured[name] = await _one(servers[name], people_for(name, people.tables), scale)
    for kinds in measured.values():
        for kind in ("connect", "enter"):
            kinds[f"{kind}s_vs_node"] = round(kinds[kind]["per_second"] / measured[NODE][kind]["per_second"], 3)
    return measured


async def _one(server: Process, tables: list[Table], scale: Scale) -> dict[str, Any]:
    outside = await _connected_only(server, tables[: min(scale.idle) // SEATS], scale)
    crowd = Crowd(server.port, tables)
    waiting = crowd.clients
    first, waiting = waiting[:TO_WARM], waiting[TO_WARM:]
    await crowd.connect(first)
    await asyncio.sleep(scale.settle)
    empty, connected, found = server.kib(), 0, []
    entered: dict[str, float] = {}
    for many in scale.idle:
        rates = await _timed(crowd, server, waiting[connected:many], entering=True)
        connected, entered = many, entered or rates
        await asyncio.sleep(scale.settle)
        found.append({"clients": many, "mib": round(server.kib() / 1024, 1), "kib_per_client": round((server.kib() - empty) / many, 2)})
    await crowd.part()
    return {"connect": outside, "enter": entered, "idle": found, "ended": crowd.ended - len(crowd.clients)}


async def _connected_only(server: Process, tables: list[Table], scale: Scale) -> dict[str, float]:
    """Connects, without a table; and ends that again."""
    crowd = Crowd(server.port, tables)
    await crowd.connect(crowd.clients[:TO_WARM], entering=False)
    rates = await _timed(crowd, server, crowd.clients[TO_WARM:], entering=False)
    await crowd.part()
    await asyncio.sleep(scale.settle)
    return rates


async def _timed(crowd: Crowd, server: Process, clients: list[Client], *, entering: bool) -> dict[str, float]:
    cpu = server.cpu()
    seconds = await crowd.connect(clients, entering=entering)
    each = (server.cpu() - cpu) / len(clients)
    return {"per_second": round(len(clients) / seconds, 1), "cpu_us": round(each * 1e6, 1)}
