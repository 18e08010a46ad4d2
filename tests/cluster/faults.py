"""What can go wrong with a cluster. Each fault acts, heals, and returns when everything should work again."""

import asyncio
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from random import Random
from time import monotonic
from typing import Any

import redis.asyncio

from tests.cluster.cluster import Cluster
from tests.cluster.road import IN, OUT
from tests.support.site import Site

WORKER, PAUSE, REDIS, NETWORK, ROLLING = "worker", "pause", "redis", "network", "rolling"
POSTGRES, SQLITE = "postgres", "sqlite"
DEAF_LINES = (PAUSE, NETWORK)
"""Faults in which a connection can be open at one end only."""

Act = Callable[[Any, Random], Awaitable[None]]
"""Does it to a cluster, or to whatever else the fault is for."""


@dataclass(frozen=True, slots=True)
class Fault:
    kind: str
    name: str
    act: Act


@dataclass(frozen=True, slots=True)
class Window:
    """A fault as it was: from its first moment to the moment when everything was up again. Seconds of the monotonic clock."""

    kind: str
    name: str
    began: float
    healed: float


async def suffer(fault: Fault, cluster: Any, chance: Random) -> Window:
    began = monotonic()
    await fault.act(cluster, chance)
    return Window(fault.kind, fault.name, began, monotonic())


async def nothing(place: Any, chance: Random) -> None:
    """A while in which nothing goes wrong."""
    await asyncio.sleep(8)


# --- Servers


async def killed(cluster: Cluster, chance: Random) -> None:
    """A server dies, and another takes its place."""
    worker = chance.choice(cluster.workers)
    await asyncio.to_thread(worker.kill)
    await asyncio.sleep(chance.uniform(0, 2))
    await cluster.start(worker)


async def paused(cluster: Cluster, chance: Random, *, seconds: float) -> None:
    """A server stands still, and goes on as though nothing had been."""
    worker = chance.choice(cluster.workers)
    worker.signal(signal.SIGSTOP)
    await asyncio.sleep(seconds)
    worker.signal(signal.SIGCONT)


async def rolled(cluster: Cluster, chance: Random) -> None:
    """Every server is restarted, one after the other."""
    for worker in chance.sample(cluster.workers, len(cluster.workers)):
        await asyncio.to_thread(worker.end)
        await cluster.start(worker)


# --- Redis


async def redis_killed(cluster: Cluster, chance: Random, *, seconds: float) -> None:
    await asyncio.to_thread(cluster.redis.kill)
    await asyncio.sleep(seconds)
    await asyncio.to_thread(cluster.redis.start)


async def redis_stands_still(cluster: Cluster, chance: Random, *, seconds: float) -> None:
    """It accepts connections and answers nothing."""
    cluster.redis.signal(signal.SIGSTOP)
    await asyncio.sleep(seconds)
    cluster.redis.signal(signal.SIGCONT)


async def redis_told(cluster: Cluster, chance: Random, *, commands: tuple[tuple[str, ...], ...]) -> None:
    async with redis.asyncio.from_url(cluster.redis.url) as client:
        for command in commands:
            await client.execute_command(*command)


# --- PostgreSQL


async def postgres_restarted(cluster: Cluster, chance: Random, *, seconds: float) -> None:
    """It ends without a word to anybody, and has to recover."""
    await asyncio.to_thread(cluster.postgres.crash)
    await asyncio.sleep(seconds)
    await asyncio.to_thread(cluster.postgres.start)


async def postgres_backends_ended(cluster: Cluster, chance: Random) -> None:
    ended = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname IS NOT NULL"
    await asyncio.to_thread(cluster.postgres.query, ended)


# --- The network


@asynccontextmanager
async def _road(cluster: Cluster, chance: Random) -> AsyncIterator[Site]:
    worker = chance.choice(cluster.workers)
    try:
        yield worker
    finally:
        cluster.road_to(worker).heal()


async def reset(cluster: Cluster, chance: Random) -> None:
    """Every connection to one server ends by RST."""
    cluster.road_to(chance.choice(cluster.workers)).reset()


async def swallowed(cluster: Cluster, chance: Random, *, ways: tuple[str, ...], seconds: float) -> None:
    """Nothing passes, and nobody is told."""
    async with _road(cluster, chance) as worker:
        cluster.road_to(worker).close(*ways)
        await asyncio.sleep(seconds)


async def delayed(cluster: Cluster, chance: Random, *, by: float, seconds: float) -> None:
    async with _road(cluster, chance) as worker:
        cluster.road_to(worker).delay = by
        await asyncio.sleep(seconds)


async def throttled(cluster: Cluster, chance: Random, *, per_second: float, seconds: float) -> None:
    async with _road(cluster, chance) as worker:
        cluster.road_to(worker).per_second = per_second
        await asyncio.sleep(seconds)


QUIET = Fault("quiet", "quiet", nothing)
KILL = Fault(WORKER, "SIGKILL", killed)
PAUSE_3 = Fault(PAUSE, "SIGSTOP 3 s", partial(paused, seconds=3))
PAUSE_20 = Fault(PAUSE, "SIGSTOP 20 s", partial(paused, seconds=20))
ROLL = Fault(ROLLING, "rolling restart", rolled)
REDIS_3 = Fault(REDIS, "Redis killed for 3 s", partial(redis_killed, seconds=3))
REDIS_70 = Fault(REDIS, "Redis killed for 70 s", partial(redis_killed, seconds=70))
REDIS_STILL = Fault(REDIS, "Redis stopped for 15 s", partial(redis_stands_still, seconds=15))
REDIS_EMPTY = Fault(REDIS, "FLUSHALL", partial(redis_told, commands=(("FLUSHALL",),)))
REDIS_CUT = Fault(
    REDIS, "CLIENT KILL", partial(redis_told, commands=(("CLIENT", "KILL", "TYPE", "normal"), ("CLIENT", "KILL", "TYPE", "pubsub")))
)
POSTGRES_NOW = Fault(POSTGRES, "PostgreSQL restarted", partial(postgres_restarted, seconds=0))
POSTGRES_20 = Fault(POSTGRES, "PostgreSQL down for 20 s", partial(postgres_restarted, seconds=20))
POSTGRES_CUT = Fault(POSTGRES, "all backends terminated", postgres_backends_ended)
RESET = Fault(NETWORK, "connections reset", reset)
HOLE = Fault(NETWORK, "black hole both ways, 20 s", partial(swallowed, ways=(IN, OUT), seconds=20))
HOLE_IN = Fault(NETWORK, "black hole towards the server, 20 s", partial(swallowed, ways=(IN,), seconds=20))
HOLE_OUT = Fault(NETWORK, "black hole from the server, 20 s", partial(swallowed, ways=(OUT,), seconds=20))
SLOW = Fault(NETWORK, "800 ms each way, 10 s", partial(delayed, by=0.8, seconds=10))
NARROW = Fault(NETWORK, "2 KB/s, 10 s", partial(throttled, per_second=2048, seconds=10))

ALL: dict[str, list[Fault]] = {
    WORKER: [KILL] * 40,
    PAUSE: [PAUSE_3] * 5 + [PAUSE_20] * 5,
    REDIS: [REDIS_3] * 6 + [REDIS_70] * 2 + [REDIS_STILL] * 4 + [REDIS_EMPTY] * 4 + [REDIS_CUT] * 4,
    POSTGRES: [POSTGRES_NOW] * 6 + [POSTGRES_CUT] * 5 + [POSTGRES_20] * 4,
    NETWORK: [RESET] * 4 + [HOLE] * 4 + [HOLE_IN] * 3 + [HOLE_OUT] * 3 + [SLOW] * 3 + [NARROW] * 3,
    ROLLING: [ROLL] * 20,
}
"""How often each is suffered in the long run."""
