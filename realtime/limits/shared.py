"""Token buckets that all processes share, in Redis. While Redis is away each process counts for itself."""

import logging
import threading
from collections.abc import Callable, Hashable
from time import monotonic
from typing import Any, cast

from redis import Redis, RedisError

from realtime.limits.memory import Buckets
from realtime.limits.rate import Rate

log = logging.getLogger(__name__)

ANSWER_SECONDS = 0.25
TRY_AGAIN_AFTER = 5.0

# KEYS: the bucket. ARGV: burst, tokens a second, tokens to take (0 only looks). Answers how many there are, negative: none was taken.
SPEND = """
local now = redis.call('TIME')
now = now[1] + now[2] / 1000000
local kept = redis.call('HMGET', KEYS[1], 'level', 'at')
local burst, rate, take = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local level = math.min(burst, (tonumber(kept[1]) or burst) + math.max(0, now - (tonumber(kept[2]) or now)) * rate)
if take == 0 then return tostring(level) end
local taken = level >= take
if taken then level = level - take end
redis.call('HSET', KEYS[1], 'level', tostring(level), 'at', string.format('%.6f', now))
redis.call('PEXPIRE', KEYS[1], math.ceil(burst / rate * 1000))
return tostring(taken and level or level - 1)
"""


class SharedBuckets:
    """Like ``Buckets``, by the clock of Redis. Says once that Redis is away, and once that it is back."""

    def __init__(self, url: str, clock: Callable[[], float] = monotonic) -> None:
        self._own = Buckets(clock)
        self._clock = clock
        self._redis = Redis.from_url(url, socket_timeout=ANSWER_SECONDS, socket_connect_timeout=ANSWER_SECONDS)
        self._script = self._redis.register_script(SPEND)
        self._lock = threading.Lock()
        self._away_until: float | None = None

    def spend(self, key: Hashable, rate: Rate) -> float:
        level = self._ask(key, rate, take=1)
        if level is None:
            return self._own.spend(key, rate)
        return max(0.0, -level / rate.per_second)

    def left(self, key: Hashable, rate: Rate) -> float:
        level = self._ask(key, rate, take=0)
        return self._own.left(key, rate) if level is None else level

    def _ask(self, key: Hashable, rate: Rate, *, take: int) -> float | None:
        """The level that Redis tells; None while it is away."""
        if self._away_until is not None and self._clock() < self._away_until:
            return None
        try:
            told = cast(Any, self._script(keys=[f"limit:{key}"], args=[rate.burst, rate.per_second, take]))
        except RedisError as error:
            self._note(away=type(error).__name__)
            return None
        self._note(away=None)
        return float(told)

    def _note(self, *, away: str | None) -> None:
        with self._lock:
            was_away = self._away_until is not None
            self._away_until = None if away is None else self._clock() + TRY_AGAIN_AFTER
        if away is not None and not was_away:
            log.warning("limits are counted by each process for itself: Redis did not answer (%s)", away)
        elif away is None and was_away:
            log.info("limits are shared again")
