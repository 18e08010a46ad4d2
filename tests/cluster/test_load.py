"""Many tables for a long time on several servers: nothing is lost, nothing goes wrong, and nothing piles up."""

import asyncio
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from random import Random
from time import monotonic

import pytest

from tests.cluster import crowd, judge
from tests.cluster.cluster import Cluster, cluster_of
from tests.cluster.inspected import Holding, cpu_of, held_by
from tests.faults import checker, stored
from tests.faults.evening import Evening, Habits
from tests.support.clustered import ClusterSite
from tests.support.services import Postgres, Redis, running_postgres, running_redis

SECONDS = int(os.environ.get("LOAD_SECONDS", "600"))
SOAK_SECONDS = int(os.environ.get("SOAK_SECONDS", "1800"))
SETTLED_AFTER = 15.0
"""Seconds after which a server has let go of whoever has gone."""
MOST_GROWN = 24 * 2**20
"""Bytes that a process may have grown by."""
RESTLESS = Habits(turns=4, chat=0.5, share=0.3, lie=0.1, drop=0.0, second_tab=0.2, curious=0.0, look=0.1, pace=2.0, patience=12.0)


@contextmanager
def behind_a_proxy(folder: Path, count: int) -> Iterator[tuple[ClusterSite, Postgres, Redis]]:
    """So many servers behind nginx."""
    with running_postgres() as postgres, running_redis() as redis:
        (folder / "static").mkdir()
        shared = {"database_url": postgres.new_database(), "redis_url": redis.url}
        site = ClusterSite(folder, count, static_root=str(folder / "static"), **shared)
        site.manage("migrate", "--verbosity", "0")
        try:
            site.start()
            yield site, postgres, redis
        finally:
            site.end()


async def many_tables(folder: Path, *, servers: int, generators: int, tables: int, seconds: float) -> None:
    """So many tables for so long. Every command is carried out at once, and everybody hears of everything."""
    with behind_a_proxy(folder, servers) as (site, postgres, redis):
        parts = {"each server": site.pids, "PostgreSQL": [postgres.pid], "Redis": [redis.pid], "nginx": [site.proxy_pid]}
        before, began = {name: [cpu_of(pid) for pid in pids] for name, pids in parts.items()}, monotonic()
        played = await crowd.played_by(generators, site.url, tables=tables, seconds=seconds, folder=folder)
        took = monotonic() - began
        cpu = {name: [cpu_of(pid) - at for pid, at in zip(pids, before[name], strict=True)] for name, pids in parts.items()}
        kept = stored.in_postgres(site.database_url)
    records = [record for each in played for record in each.records]
    found = checker.violations(records, kept, blind=judge.blind([]))
    more, figures = judge.violations(records, kept, [])
    attempts = [attempt for record in records for attempt in record.attempts]
    errors = Counter(attempt.outcome for attempt in attempts if attempt.outcome != "done")
    choices = [attempt for attempt in attempts if attempt.call == "make_choice"]
    rate = len(choices) / (max(each.ended for each in choices) - min(each.began for each in choices))
    print(f"\n{sum(each.games for each in played)} games, {len(records)} seats, {took:.0f} s")
    print(f"{len(choices)} choices, {rate:.1f} each second")
    print(f"{len(attempts)} commands, errors: {dict(errors)}, {len(found + more)} violations")
    print(f"choices answered after {judge.told([attempt.ended - attempt.began for attempt in choices])}\n{figures}")
    cpu["each generator"] = [each.cpu for each in played]
    print("CPU seconds: " + ", ".join(f"{name} {' '.join(f'{each:.0f}' for each in values)}" for name, values in cpu.items()))
    assert not found + more, "\n".join((found + more)[:20])
    assert not errors


async def test_a_few_tables(tmp_path: Path) -> None:
    await many_tables(tmp_path, servers=2, generators=1, tables=8, seconds=15)


@pytest.mark.long
@pytest.mark.timeout(SECONDS + 600)
async def test_a_hundred_tables(tmp_path: Path) -> None:
    await many_tables(tmp_path, servers=4, generators=2, tables=100, seconds=SECONDS)


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
