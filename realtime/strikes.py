"""How often each transport has sent a frame that could not be read."""

from collections import defaultdict
from collections.abc import Callable
from time import monotonic

MOST = 5
WITHIN_SECONDS = 60.0


class Strikes:
    """Counts bad frames; the fifth within a minute is out."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._times: dict[str, list[float]] = defaultdict(list)

    def add(self, transport: str) -> bool:
        """Notes one bad frame; whether the transport is out."""
        now = self._clock()
        times = [at for at in self._times[transport] if now - at < WITHIN_SECONDS]
        self._times[transport] = [*times, now]
        return len(times) + 1 >= MOST

    def forget(self, transport: str) -> None:
        self._times.pop(transport, None)
