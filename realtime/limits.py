"""How fast anybody may act: token buckets, one for each person and kind of act, shared by both doors."""

import threading
from collections import Counter
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from time import monotonic

from django.conf import settings

from games.errors import ErrorCode, GameError

FORGET_AFTER = 600.0
SWEEP_AT = 10_000


@dataclass(frozen=True, slots=True)
class Rate:
    """So many at once, and so many a second after that."""

    burst: float
    per_second: float


COMMANDS = Rate(burst=20, per_second=10)
READS = Rate(burst=100, per_second=50)
TYPING = Rate(burst=4, per_second=2)
SYNC = Rate(burst=10, per_second=1)
NEW_GAMES = Rate(burst=20, per_second=20 / 3600)
WRONG_CODES = Rate(burst=10, per_second=10 / 600)

RATES = {"read": READS, "typing": TYPING, "reconnect": SYNC, "create_game": NEW_GAMES, "wrong_code": WRONG_CODES}


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


_buckets = Buckets()
refused: Counter[str] = Counter()
"""How often this process has refused each kind of act."""


def require(act: str, who: Hashable) -> None:
    """Refuses somebody who has used up their tries, without counting this one.

    Raises:
        GameError: ``RATE_LIMITED`` with ``retry_after`` in seconds.
    """
    if settings.RATE_LIMITS and _buckets.left((who, act), RATES[act]) < 1:
        refused[act] += 1
        raise GameError(ErrorCode.RATE_LIMITED, retry_after=round(1 / RATES[act].per_second, 1))


def spend(who: Hashable, act: str) -> None:
    """Counts one act of somebody.

    Raises:
        GameError: ``RATE_LIMITED`` with ``retry_after`` in seconds.
    """
    if not settings.RATE_LIMITS:
        return
    kind = act if act in RATES else "command"
    wait = _buckets.spend((who, kind), RATES.get(act, COMMANDS))
    if wait:
        refused[kind] += 1
        raise GameError(ErrorCode.RATE_LIMITED, retry_after=round(wait, 1) or 0.1)


@contextmanager
def guessing(who: Hashable) -> Iterator[None]:
    """Counts the codes tried by somebody that do not exist, so that nobody can try them all.

    Raises:
        GameError: ``RATE_LIMITED`` for somebody who has guessed too often, whatever code they try.
    """
    require("wrong_code", who)
    try:
        yield
    except GameError as error:
        if error.code is ErrorCode.INVALID_GAME:
            spend(who, "wrong_code")
        raise
