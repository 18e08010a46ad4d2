"""Many tables for a long time on several servers: nothing is lost, nothing goes wrong, and nothing piles up."""

import asyncio
import os
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from random import Random
from time import monotonic

import pytest

from tests.cluster import judge
from tests.cluster.cluster import Cluster, cluster_of
from tests.cluster.inspected import Holding, held_by
from tests.faults import checker
from tests.faults.evening import Evening, Habits

SECONDS = int(os.environ.get("LOAD_SECONDS", "600"))
SOAK_SECONDS = int(os.environ.get("SOAK_SECONDS", "1800"))
SETTLED_AFTER = 15.0
"""Seconds after which a server has let go of whoever has gone."""
MOST_GROWN = 24 * 2**20
"""Bytes that a process may have grown by."""
STEADY = Habits(turns=8, chat=0.1, share=0.05, lie=0.02, drop=0.0, second_tab=0.02, curious=0.0, look=0.05, pace=10.0, patience=12.0)
RESTLESS = Habits(turns=4, chat=0.5, share=0.3, lie=0.1, drop=0.0, second_tab=0.2, curious=0.0, look=0.1, pace=2.0, patience=12.0)


async def many_tables(cluster: Cluster, *, tables: int, seconds: float, habits: Habits = STEADY) -> None:
    """So many tables for so long. Every command is carried out at once, and everybody hears of everything."""
    evening, began = Evening(cluster.urls, seed="many tables", habits=habits), monotonic()

    async def table(number: int) -> None:
        await asyncio.sleep(number * min(habits.pace, seconds) / tables)
        await evening.play_until(lambda: monotonic() > began + seconds)

    await asyncio.gather(*(table(number) for number in range(tables)))
    took = monotonic() - began
    kept = await asyncio.to_thread(cluster.stored)
    found = checker.violations(evening.records, kept, blind=judge.blind([]))
    more, figures = judge.violations(evening.records, kept, [])
    attempts = [attempt for record in evening.records for attempt in record.attempts]
    errors = Counter(attempt.outcome for attempt in attempts if attempt.outcome != "done")
    answers = sorted(attempt.ended - attempt.began for attempt in attempts)
    choices = sum(attempt.call == "make_choice" for attempt in attempts)
    print(f"\n{evening.games} games, {len(evening.clients)} clients, {choices} choices in {took:.0f} s: {choices / took:.1f} each second")
    print(f"{len(attempts)} commands, errors: {dict(errors)}, {len(found + more)} violations")
    print(f"answered after {judge.told(answers)}\n{figures}")
    assert not found + more, "\n".join((found + more)[:20])
    assert not errors


async def test_a_few_tables(tmp_path: Path) -> None:
    async with cluster_of(2, tmp_path) as cluster:
        await many_tables(cluster, tables=8, seconds=4, habits=Habits(turns=2, pace=1.0, drop=0.0, patience=12.0))


@pytest.mark.long
@pytest.mark.timeout(SECONDS + 600)
async def test_a_hundred_tables(tmp_path: Path) -> None:
    async with cluster_of(4, tmp_path) as cluster:
        await many_tables(cluster, tables=100, seconds=SECONDS)


# --- What piles up


async def restless(cluster: Cluster, seconds: float, tables: int) -> Evening:
    """An evening in which each second somebody loses their connection and comes back."""
    evening, over, chance = Evening(cluster.urls, seed="restless", habits=RESTLESS), monotonic() + seconds, Random("restless")
    playing = [asyncio.create_task(evening.play_until(lambda: monotonic() > over)) for _ in range(tables)]
    while monotonic() < over:
        await asyncio.sleep(1)
        here = [client for client in evening.present if client.is_inside]
        if here:
            await chance.choice(here).drop()
    await asyncio.gather(*playing)
    return evening


async def holding(cluster: Cluster) -> tuple[list[Holding], int]:
    """What every server holds when all have gone, and how many connections the database has."""
    await asyncio.sleep(SETTLED_AFTER)
    held = [await asyncio.to_thread(held_by, worker.pid, Path(worker.environment["TASKS_FILE"])) for worker in cluster.workers]
    open_ = await asyncio.to_thread(cluster.postgres.query, "SELECT count(*) FROM pg_stat_activity WHERE usename = 'codex'")
    return held, int(open_[0][0])


async def soaked(folder: Path, *, seconds: float, tables: int, warm_up: float) -> None:
    async with cluster_of(2, folder, inspected=True) as cluster:
        await restless(cluster, warm_up, tables)
        before, connections = await holding(cluster)
        evening = await restless(cluster, seconds, tables)
        after, connections_after = await holding(cluster)
        found = checker.violations(evening.records, await asyncio.to_thread(cluster.stored), blind=judge.blind([]))
    streams = sum(len(record.streams) for record in evening.records)
    print(f"\n{seconds:.0f} s, {evening.games} games, {len(evening.clients)} clients, {streams} connections, {len(found)} violations")
    for one, other in zip(before, after, strict=True):
        print(f"{one}\n  then {other}")
    print(f"database connections: {connections}, then {connections_after}")
    assert not found, "\n".join(found[:20])
    let_go(before, after)
    assert connections_after <= connections + 2


def let_go(before: Sequence[Holding], after: Sequence[Holding]) -> None:
    """Everything that came has gone again."""
    for one, other in zip(before, after, strict=True):
        more = Counter(other.tasks) - Counter(one.tasks)
        assert not more, f"tasks that were left: {dict(more)}"
        assert other.descriptors <= one.descriptors + 2
        assert other.memory <= one.memory + MOST_GROWN


@pytest.mark.long
@pytest.mark.timeout(SOAK_SECONDS + 600)
async def test_a_reconnect_each_second(tmp_path: Path) -> None:
    await soaked(tmp_path, seconds=SOAK_SECONDS, tables=6, warm_up=60)
