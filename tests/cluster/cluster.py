"""A site of many processes: PostgreSQL, Redis, servers, and a road to each server."""

import asyncio
import secrets
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from tests.cluster.road import Road
from tests.faults import stored
from tests.support.services import Postgres, Redis, running_postgres, running_redis
from tests.support.site import Site


@dataclass(slots=True)
class Cluster:
    """Everything that may die."""

    postgres: Postgres
    redis: Redis
    workers: list[Site]
    roads: list[Road]
    database_url: str
    folder: Path
    dead: set[int] = field(default_factory=set)
    """Ports of workers that are down on purpose."""

    @property
    def urls(self) -> list[str]:
        return [road.url for road in self.roads]

    def road_to(self, worker: Site) -> Road:
        return next(road for road in self.roads if road.to == worker.port)

    async def start(self, worker: Site) -> None:
        """Starts a worker that is down, and waits until it is ready."""
        await asyncio.to_thread(worker.start)
        await asyncio.to_thread(until_ready, worker)

    def stored(self) -> stored.Stored:
        """What the database holds."""
        return stored.in_postgres(self.database_url)


def until_ready(site: Site, *, seconds: float = 60) -> None:
    """Waits until a server says that it is ready.

    Raises:
        TimeoutError
    """
    late = time.monotonic() + seconds
    while time.monotonic() < late:
        try:
            with urlopen(f"{site.url}/readyz", timeout=5):
                return
        except (URLError, OSError):
            time.sleep(0.1)
    raise TimeoutError(f"{site.url} is not ready:\n{site.log.read_text()[-4000:]}")


@asynccontextmanager
async def cluster_of(count: int, folder: Path, *, inspected: bool = False, **environment: str) -> AsyncIterator[Cluster]:
    """So many servers on a PostgreSQL and a Redis of their own; those that are ``inspected`` say what they hold."""
    async with AsyncExitStack() as after:
        postgres, redis = after.enter_context(running_postgres()), after.enter_context(running_redis())
        shared = {"SECRET_KEY": secrets.token_urlsafe(60), **environment}
        database_url = postgres.new_database()
        workers = [Site(folder, database_url=database_url, redis_url=redis.url, **shared) for _ in range(count)]
        for worker in workers if inspected else []:
            worker.environment |= {"DJANGO_SETTINGS_MODULE": "tests.cluster.settings", "TASKS_FILE": str(folder / f"tasks-{worker.port}")}
        await asyncio.to_thread(workers[0].manage, "migrate", "--verbosity", "0")
        roads = [await after.enter_async_context(Road(worker.port).open()) for worker in workers]
        cluster = Cluster(postgres, redis, workers, roads, database_url, folder)
        for worker in workers:
            after.callback(worker.end)
        await asyncio.gather(*(cluster.start(worker) for worker in workers))
        yield cluster
