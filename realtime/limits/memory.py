"""Token buckets of this process."""

import threading
from collections.abc import Callable, Hashable
from time import monotonic

from realtime.limits.rate import Rate

FORGET_AFTER = 600.0
SWEEP_AT = 10_000


class Buckets:
    """Token buckets by key, kept in memory."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._levels: dict[Hashable, tuple[float, float]] = {}

    def spend(self, key: Hashable, rate: Rate) -> float:
        """Takes one token. Returns 0, or after how many seconds there will be one."""
        now = self._clock()
        with self._lock:
            level, at = self._levels.get(key, (rate.burst, now))
            level = min(rate.burst, level + (now - at) * rate.per_second)
            if level < 1:
                self._levels[key] = (level, now)
                return (1 - level) / rate.per_second
            self._levels[key] = (level - 1, now)
            if len(self._levels) > SWEEP_AT:
                self._levels = {each: kept for each, kept in self._levels.items() if now - kept[1] < FORGET_AFTER}
            return 0.0

    def left(self, key: Hashable, rate: Rate) -> float:
        """How many tokens there are, without taking one."""
        now = self._clock()
        with self._lock:
            level, at = self._levels.get(key, (rate.burst, now))
        return min(rate.burst, level + (now - at) * rate.per_second)
