"""Fan-out: one event told to four people."""

from contextlib import AsyncExitStack
from typing import Any

from benchmarks.contestants import FLASK, GAME, GAME_DAPHNE, GAME_STOCK, NODE, people_for, started
from benchmarks.crowd import Crowd
from benchmarks.figures import Window, ratio, summary
from benchmarks.loads.talking import Talk
from benchmarks.processes import Process
from benchmarks.scale import Scale
from benchmarks.seeding import Seed, seed

SEATS = 5
"""One speaks, four hear."""


async def measure(scale: Scale) -> dict[str, Any]:
    """Rounds of windows, the contestants in turn, all of them running all the time."""
    names = [GAME, NODE, FLASK, *([] if scale.quick else [GAME_STOCK, GAME_DAPHNE])]
    people = await seed(scale.fanout_tables, SEATS)
    with started(names, people.database) as servers:
        rounds = await _rounds(servers, people, scale)
    return {name: {**summary(windows), "cpu_vs_node": _vs_node(windows, rounds[NODE])} for name, windows in rounds.items()}


async def _rounds(servers: dict[str, Process], people: Seed, scale: Scale) -> dict[str, list[Window]]:
    rounds: dict[str, list[Window]] = {name: [] for name in servers}
    async with AsyncExitStack() as after:
        talks = {}
        for name, server in servers.items():
            crowd = Crowd(server.port, people_for(name, people.tables))
            after.push_async_callback(crowd.part)
            await crowd.connect()
            talks[name] = Talk(crowd, server)
        for _ in range(scale.rounds):
            for name, talk in talks.items():
                rounds[name].append(await talk.measure(scale.seconds))
    return rounds


def _vs_node(own: list[Window], node: list[Window]) -> float | None:
    return ratio([each.cpu_us for each in own], [each.cpu_us for each in node])
