"""What is reckoned from what was measured. Pure."""

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field


def percentile(values: Sequence[float], percent: float) -> float | None:
    """The smallest value that so many percent of all do not exceed; None of nothing."""
    if not values:
        return None
    return sorted(values)[max(0, math.ceil(len(values) * percent / 100) - 1)]


def median(values: Sequence[float | None]) -> float | None:
    """The median of those that are there; None of nothing."""
    there = [value for value in values if value is not None]
    return statistics.median(there) if there else None


def ratio(own: Sequence[float | None], others: Sequence[float | None]) -> float | None:
    """The median of the rounds' ratios: what disturbed a round disturbed both."""
    return median([mine / theirs for mine, theirs in zip(own, others, strict=False) if mine is not None and theirs])


@dataclass(frozen=True, slots=True)
class Window:
    """What happened while was measured. ``count`` is of what the load counts: events delivered, or choices. Times in seconds."""

    seconds: float
    count: int
    server_cpu: float
    generator_cpu: float
    seen: Sequence[float] = field(default=(), repr=False)
    """From the sending to each pair of eyes."""
    answered: Sequence[float] = field(default=(), repr=False)
    """From the sending to the answer."""
    missing: int = 0
    """What was never seen, or answered with a refusal."""

    @property
    def per_second(self) -> float:
        return self.count / self.seconds

    @property
    def cpu_us(self) -> float | None:
        """Microseconds of the server's CPU for each."""
        return self.server_cpu / self.count * 1e6 if self.count else None

    @property
    def generator_busy(self) -> float:
        """The share of its core that the generator used."""
        return self.generator_cpu / self.seconds

    def seen_ms(self, percent: float) -> float | None:
        return _ms(percentile(self.seen, percent))

    def answered_ms(self, percent: float) -> float | None:
        return _ms(percentile(self.answered, percent))


def summary(rounds: Sequence[Window]) -> dict[str, float | None]:
    """Medians over the rounds."""
    return {
        "per_second": _short(median([each.per_second for each in rounds])),
        "cpu_us": _short(median([each.cpu_us for each in rounds])),
        "seen_p50_ms": _short(median([each.seen_ms(50) for each in rounds])),
        "seen_p99_ms": _short(median([each.seen_ms(99) for each in rounds])),
        "answered_p50_ms": _short(median([each.answered_ms(50) for each in rounds])),
        "answered_p99_ms": _short(median([each.answered_ms(99) for each in rounds])),
        "server_percent": _short(median([each.server_cpu / each.seconds * 100 for each in rounds])),
        "generator_percent": _short(median([each.generator_busy * 100 for each in rounds])),
        "missing": sum(each.missing for each in rounds),
        "rounds": len(rounds),
    }


def _ms(seconds: float | None) -> float | None:
    return None if seconds is None else seconds * 1000


def _short(value: float | None) -> float | None:
    """Four significant digits: more than was measured."""
    return None if value is None else float(f"{value:.4g}")
