"""Token buckets of this process."""

import threading
from collections.abc import Callable, Hashable
from time import monotonic

from realtime.limits.rate import Asked, Rate, wait_for

FORGET_AFTER = 600.0
SWEEP_AT = 10_000


class Buckets:
    """Token buckets by key, kept in memory."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._levels: dict[Hashable, tuple[float, float]] = {}

    def spend(self, asked: Asked) -> float:
        """Takes one token of each bucket, or none. Returns 0, or after how many seconds all have one."""
        now = self._clock()
        with self._lock:
            levels = [self._level(key, rate, now) for key, rate in asked]
            wait = wait_for(asked, levels)
            if not wait:
                self._levels.update({key: (level - 1, now) for (key, _), level in zip(asked, levels, strict=True)})
            if len(self._levels) > SWEEP_AT:
                self._levels = {each: kept for each, kept in self._levels.items() if now - kept[1] < FORGET_AFTER}
        return wait

    def levels(self, asked: Asked) -> list[float]:
        """How many tokens there are in each bucket, without taking one."""
        now = self._clock()
        with self._lock:
            return [self._level(key, rate, now) for key, rate in asked]

    def _level(self, key: Hashable, rate: Rate, now: float) -> float:
        level, at = self._levels.get(key, (rate.burst, now))
        return min(rate.burst, level + (now - at) * rate.per_second)
