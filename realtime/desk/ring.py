"""Figures of the last hour, by process: in memory, and where there is a Redis each process's there too, for the desks of all others."""

import json
import threading
from collections import deque
from collections.abc import Mapping
from functools import cache
from time import time
from typing import Any, NamedTuple, cast

import structlog
from django.conf import settings
from redis import Redis, RedisError

from realtime import process

log = structlog.stdlib.get_logger(__name__)

EVERY_SECONDS = 15.0
KEPT_SECONDS = 3600
MOST = int(KEPT_SECONDS / EVERY_SECONDS)
ANSWER_SECONDS = 0.5
PROCESSES = "figures"


class Sample(NamedTuple):
    """What one process knew at one moment. ``at`` is in seconds since the epoch; the names are those of ``/metrics``, with labels."""

    at: float
    figures: dict[str, float]


_own: deque[Sample] = deque(maxlen=MOST)
_lock = threading.Lock()


def add(figures: Mapping[str, float]) -> None:
    """Notes what this process knows now."""
    sample = Sample(round(time(), 1), dict(figures))
    with _lock:
        _own.append(sample)
    if settings.REDIS_URL:
        _share(sample)


def of_all() -> dict[str, list[Sample]]:
    """The samples by process, the oldest first; this process's alone while Redis is away."""
    with _lock:
        own = {process.name(): list(_own)}
    return {**_shared(), **own} if settings.REDIS_URL else own


def latest() -> list[Sample]:
    """The last sample of each process that is still alive."""
    since = time() - 3 * EVERY_SECONDS
    return [samples[-1] for samples in of_all().values() if samples and samples[-1].at >= since]


def _share(sample: Sample) -> None:
    name = process.name()
    key = f"{PROCESSES}:{name}"
    try:
        with _redis(settings.REDIS_URL).pipeline(transaction=False) as pipe:
            pipe.rpush(key, json.dumps(sample))
            pipe.ltrim(key, -MOST, -1)
            pipe.expire(key, KEPT_SECONDS)
            pipe.zadd(PROCESSES, {name: sample.at})
            pipe.zremrangebyscore(PROCESSES, 0, sample.at - KEPT_SECONDS)
            pipe.execute()
    except RedisError as error:
        log.info("figures are kept by this process alone", error=type(error).__name__)


def _shared() -> dict[str, list[Sample]]:
    try:
        found = cast(Any, _redis(settings.REDIS_URL).zrangebyscore(PROCESSES, time() - KEPT_SECONDS, "+inf"))
        names = [name.decode() for name in found]
        with _redis(settings.REDIS_URL).pipeline(transaction=False) as pipe:
            for name in names:
                pipe.lrange(f"{PROCESSES}:{name}", 0, -1)
            rows = pipe.execute()
    except RedisError:
        return {}
    return {name: [Sample(*json.loads(each)) for each in samples] for name, samples in zip(names, rows, strict=True)}


@cache
def _redis(url: str) -> "Redis":
    return Redis.from_url(url, socket_timeout=ANSWER_SECONDS, socket_connect_timeout=ANSWER_SECONDS)
