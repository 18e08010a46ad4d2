"""Token buckets that all processes share, in Redis. While Redis is away each process counts for itself."""

import threading
from collections.abc import Callable
from time import monotonic
from typing import Any, cast

import structlog
from redis import Redis, RedisError

from games.counters import counts
from realtime.limits.memory import Buckets
from realtime.limits.rate import Asked, wait_for

log = structlog.stdlib.get_logger(__name__)

ANSWER_SECONDS = 0.25
TRY_AGAIN_AFTER = 5.0

# KEYS: the buckets. ARGV: tokens to take of each (0 only looks), then burst and tokens a second of each. Answers how many there were;
# where one had too few, none was taken.
SPEND = """
local now = redis.call('TIME')
now = now[1] + now[2] / 1000000
local take, levels, enough = tonumber(ARGV[1]), {}, true
for i, key in ipairs(KEYS) do
  local kept = redis.call('HMGET', key, 'level', 'at')
  local burst, rate = tonumber(ARGV[2 * i]), tonumber(ARGV[2 * i + 1])
  levels[i] = math.min(burst, (tonumber(kept[1]) or burst) + math.max(0, now - (tonumber(kept[2]) or now)) * rate)
  enough = enough and levels[i] >= take
end
for i, key in ipairs(KEYS) do
  if enough and take > 0 then
    redis.call('HSET', key, 'level', tostring(levels[i] - take), 'at', string.format('%.6f', now))
    redis.call('PEXPIRE', key, math.ceil(ARGV[2 * i] / ARGV[2 * i + 1] * 1000))
  end
  levels[i] = tostring(levels[i])
end
return levels
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

    def spend(self, asked: Asked) -> float:
        levels = self._ask(asked, take=1)
        return self._own.spend(asked) if levels is None else wait_for(asked, levels)

    def levels(self, asked: Asked) -> list[float]:
        levels = self._ask(asked, take=0)
        return self._own.levels(asked) if levels is None else levels

    def _ask(self, asked: Asked, *, take: int) -> list[float] | None:
        """The levels that Redis tells; None while it is away."""
        if self._away_until is not None and self._clock() < self._away_until:
            return None
        try:
            rates = [figure for _, rate in asked for figure in (rate.burst, rate.per_second)]
            told = cast(Any, self._script(keys=[f"limit:{key}" for key, _ in asked], args=[take, *rates]))
        except RedisError as error:
            counts["redis_errors"] += 1
            self._note(away=type(error).__name__)
            return None
        self._note(away=None)
        return [float(level) for level in told]

    def _note(self, *, away: str | None) -> None:
        with self._lock:
            was_away = self._away_until is not None
            self._away_until = None if away is None else self._clock() + TRY_AGAIN_AFTER
        if away is not None and not was_away:
            log.warning("limits are counted by each process for itself: Redis did not answer", error=away)
        elif away is None and was_away:
            log.info("limits are shared again")
