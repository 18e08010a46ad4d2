"""Chance that can be told again: every stream of random choices is named by what it depends on."""

from collections.abc import Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")


def stream(*parts: object) -> Random:
    """A random stream that depends on nothing but ``parts``."""
    return Random("\x1f".join(str(part) for part in parts))


def shuffled(pool: Sequence[T], *parts: object) -> list[T]:
    """``pool`` in the order that ``parts`` give it."""
    order = list(pool)
    stream(*parts).shuffle(order)
    return order


def nth(pool: Sequence[T], number: int, *parts: object) -> T:
    """The ``number``-th of ``pool`` in the order that ``parts`` give it; nothing comes twice before everything came once."""
    return shuffled(pool, *parts)[number % len(pool)]
