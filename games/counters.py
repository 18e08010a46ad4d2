"""What this process has counted since it started. Whoever watches it reads these (``games.metrics``); nothing decides by them."""

from bisect import bisect_left
from collections import Counter

counts: Counter[str] = Counter()
"""By name:

``told``: events of histories told to rooms. ``repaired``: those of them that were read from the stored log. ``gaps``: times that something
was missing and the log was read. ``caught_up``: clients that came back and were told what they missed.
``channel_sent``, ``channel_heard``, ``channel_dropped``, ``channel_refused``: messages between processes.
``redis_errors``, ``database_errors``: times that one of them did not answer as it should.
"""


refusals: Counter[str] = Counter()
"""By code of the catalogue: what commands and calls were answered with, over both doors."""


class Spread:
    """How long something took, in seconds: cumulative buckets as Prometheus has them, sum and count."""

    def __init__(self, *bounds: float) -> None:
        self.bounds = bounds
        self.sum = 0.0
        self.count = 0
        self._buckets = [0] * (len(bounds) + 1)

    def add(self, seconds: float) -> None:
        """Notes one. What the clocks of two machines make negative counts as nothing."""
        seconds = max(0.0, seconds)
        self.sum += seconds
        self.count += 1
        self._buckets[bisect_left(self.bounds, seconds)] += 1

    def cumulative(self) -> list[tuple[str, int]]:
        """For each bound, ``+Inf`` last, how many took no longer."""
        total, found = 0, []
        for bound, count in zip([*map(str, self.bounds), "+Inf"], self._buckets, strict=True):
            total += count
            found.append((bound, total))
        return found


lag = Spread(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""From the moment that a fact bears, taken just before its commit, to its being told here."""

loop_lag = Spread(0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)
"""How much later than it should the event loop comes to what is to be done twice a second."""
