"""What a client costs that does nothing, with its session and at a table, and what it costs to connect and to enter."""

import asyncio
from typing import Any

from benchmarks.contestants import FLASK, GAME, NODE, people_for, started
from benchmarks.crowd import Client, Crowd
from benchmarks.processes import Process
from benchmarks.scale import Scale
from benchmarks.seeding import Seed, seed

SEATS = 4
TO_WARM = 40
WAYS = {"connect": False, "enter": True}
"""Whether those who connect go to their tables too."""


async def measure(scale: Scale) -> dict[str, Any]:
    """One server after the other, each new: what one leaves behind would hide what the next takes. Everybody sends a browser's headers;
    nothing is compressed.
    """
    people = await seed((max(scale.idle) + TO_WARM) // SEATS, SEATS, begun=False)
    measured: dict[str, Any] = {}
    for name in (GAME, NODE, *(() if scale.quick else (FLASK,))):
        measured[name] = {way: await _one(name, people, scale, entering=entering) for way, entering in WAYS.items()}
    for kinds in measured.values():
        for way in WAYS:
            kinds[f"{way}s_vs_node"] = round(kinds[way]["per_second"] / measured[NODE][way]["per_second"], 3)
    return measured


async def _one(name: str, people: Seed, scale: Scale, *, entering: bool) -> dict[str, Any]:
    with started([name], people.database) as servers:
        server = servers[name]
        crowd = Crowd(server.port, people_for(name, people.tables))
        first, waiting = crowd.clients[:TO_WARM], crowd.clients[TO_WARM:]
        await crowd.connect(first, entering=entering)
        await asyncio.sleep(scale.settle)
        empty, connected, found = server.kib(), 0, []
        rates: dict[str, float] = {}
        for many in scale.idle:
            timed = await _timed(crowd, server, waiting[connected:many], entering=entering)
            connected, rates = many, rates or timed
            await asyncio.sleep(scale.settle)
            held = server.kib()
            found.append({"clients": many, "mib": round(held / 1024, 1), "kib_per_client": round((held - empty) / many, 2)})
        await crowd.part()
        return {**rates, "idle": found, "ended": crowd.ended - len(crowd.clients)}


async def _timed(crowd: Crowd, server: Process, clients: list[Client], *, entering: bool) -> dict[str, float]:
    cpu = server.cpu()
    seconds = await crowd.connect(clients, entering=entering)
    each = (server.cpu() - cpu) / len(clients)
    return {"per_second": round(len(clients) / seconds, 1), "cpu_us": round(each * 1e6, 1)}
