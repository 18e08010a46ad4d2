"""How fast anybody may act, and how many lines they may hold. Shared by both doors; by all processes where there is a Redis."""

from collections import Counter
from collections.abc import Hashable, Iterator
from contextlib import contextmanager

from django.conf import settings

from games.errors import ErrorCode, GameError
from realtime.limits.memory import Buckets
from realtime.limits.rate import Rate
from realtime.limits.shared import SharedBuckets

COMMANDS = Rate(burst=20, per_second=10)
READS = Rate(burst=100, per_second=50)
TYPING = Rate(burst=4, per_second=2)
SYNC = Rate(burst=10, per_second=1)
NEW_GAMES = Rate(burst=20, per_second=20 / 3600)
WRONG_CODES = Rate(burst=10, per_second=10 / 600)

MOST_OF_SESSION = 5
MOST_OF_ADDRESS = 50
MOST_OF_PROCESS = 2000
CONNECTS = Rate(burst=MOST_OF_ADDRESS, per_second=1)
"""By address: 10 in 10 seconds, and as many at once as there may be. After a restart everybody behind one router comes back together."""

RATES = {
    "read": READS,
    "typing": TYPING,
    "reconnect": SYNC,
    "create_game": NEW_GAMES,
    "wrong_code": WRONG_CODES,
    "connect": CONNECTS,
}

_buckets: Buckets | SharedBuckets = SharedBuckets(settings.REDIS_URL) if settings.REDIS_URL else Buckets()
refused: Counter[str] = Counter()
"""How often this process has refused each kind of act."""


def are_shared() -> bool:
    """Whether counting asks another machine, so that nobody should wait for it on the event loop."""
    return settings.RATE_LIMITS and isinstance(_buckets, SharedBuckets)


def require(act: str, who: Hashable) -> None:
    """Refuses somebody who has used up their tries, without counting this one.

    Raises:
        GameError: ``RATE_LIMITED`` with ``retry_after`` in seconds.
    """
    if settings.RATE_LIMITS and _buckets.left(_key(who, act), RATES[act]) < 1:
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
    wait = _buckets.spend(_key(who, kind), RATES.get(act, COMMANDS))
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


def _key(who: Hashable, act: str) -> str:
    return f"{act}:{who}"
