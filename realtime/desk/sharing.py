"""What the other processes know of connections that somebody here asks about. Through Redis, and only while it is asked about.

Topics are ``game:ID`` and ``person:KEY``. Whoever asks about one notes that it is wanted; every process that holds sockets looks once a
second for what is wanted, and tells what it knows. All moments are by the clock of Redis.
"""

import json
import threading
from collections.abc import Callable, Collection
from functools import cache
from time import monotonic
from typing import Any, cast

import structlog
from django.conf import settings
from redis import Redis, RedisError

from realtime import process

log = structlog.stdlib.get_logger(__name__)

LOOK_SECONDS = 1.0
WANTED_SECONDS = 5
KNOWN_SECONDS = 4
ANSWER_SECONDS = 0.5
AGAIN_AFTER = 5.0
WANTED = "desk:wanted"

Told = list[dict[str, Any]]

_started = threading.Lock()
_away_until = 0.0


def start(know: Callable[[str], Told]) -> None:
    """Tells from now on what others want to know, once in each process. ``know`` says what this process knows of a topic, in any thread."""
    if settings.REDIS_URL and _started.acquire(blocking=False):
        threading.Thread(target=_run, args=(know,), name="desk", daemon=True).start()


def ask(topics: Collection[str]) -> dict[str, Told]:
    """What the other processes told of these topics lately, each with its ``process``. Nothing, the first time one is asked about, and
    while Redis is away.
    """
    if not settings.REDIS_URL or not topics or monotonic() < _away_until:
        return {}
    try:
        return _ask(sorted(topics))
    except RedisError as error:
        _note_away(error)
        return {}


def tell_wanted(know: Callable[[str], Told]) -> None:
    """Tells once what is wanted.

    Raises:
        RedisError
    """
    redis = _redis(settings.REDIS_URL)
    now = _now(redis)
    wanted = cast(list[bytes], redis.zrangebyscore(WANTED, now - WANTED_SECONDS, "+inf"))
    with redis.pipeline(transaction=False) as pipe:
        for topic in (each.decode() for each in wanted):
            pipe.hset(f"desk:{topic}", process.name(), json.dumps([now, know(topic)]))
            pipe.expire(f"desk:{topic}", 10 * KNOWN_SECONDS)
        pipe.zremrangebyscore(WANTED, 0, now - WANTED_SECONDS)
        pipe.execute()


def _ask(topics: list[str]) -> dict[str, Told]:
    redis = _redis(settings.REDIS_URL)
    now = _now(redis)
    with redis.pipeline(transaction=False) as pipe:
        pipe.zadd(WANTED, dict.fromkeys(topics, now))
        for topic in topics:
            pipe.hgetall(f"desk:{topic}")
        _, *kept = pipe.execute()
    return {topic: _fresh(by_process, now) for topic, by_process in zip(topics, kept, strict=True)}


def _fresh(by_process: dict[bytes, bytes], now: float) -> Told:
    found: Told = []
    for name, text in by_process.items():
        at, told = json.loads(text)
        if name.decode() != process.name() and now - at < KNOWN_SECONDS:
            found += told
    return found


def _run(know: Callable[[str], Told]) -> None:
    pause = threading.Event()
    while True:
        pause.wait(LOOK_SECONDS)
        try:
            if monotonic() >= _away_until:
                tell_wanted(know)
        except RedisError as error:
            _note_away(error)
        except Exception:
            log.exception("nothing could be told to other desks")


def _note_away(error: Exception) -> None:
    global _away_until
    _away_until = monotonic() + AGAIN_AFTER
    log.info("desks know only their own process", error=type(error).__name__)


def _now(redis: "Redis") -> float:
    seconds, micros = redis.time()
    return seconds + micros / 1_000_000


@cache
def _redis(url: str) -> "Redis":
    return Redis.from_url(url, socket_timeout=ANSWER_SECONDS, socket_connect_timeout=ANSWER_SECONDS)
