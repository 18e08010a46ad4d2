"""What a limit is made of."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rate:
    """So many at once, and so many a second after that."""

    burst: float
    per_second: float


Asked = Sequence[tuple[Hashable, Rate]]
"""Buckets from which one act takes a token each, or none at all."""


def wait_for(asked: Asked, levels: Sequence[float]) -> float:
    """After how many seconds each bucket has a token; 0 where all have one."""
    return max((max(0.0, 1 - level) / rate.per_second for (_, rate), level in zip(asked, levels, strict=True)), default=0.0)


@dataclass(frozen=True, slots=True)
class Caller:
    """Who acts, over either door: a person, None before there is a name, at an address."""

    person: Hashable | None
    address: str
