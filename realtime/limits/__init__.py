"""How fast anybody may act, and how many lines they may hold. Shared by both doors; by all processes where there is a Redis."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.conf import settings

from games.errors import ErrorCode, GameError
from realtime.limits.memory import Buckets
from realtime.limits.rate import Asked, Caller, Rate, wait_for
from realtime.limits.shared import SharedBuckets

COMMANDS = Rate(burst=20, per_second=10)
READS = Rate(burst=100, per_second=50)
TYPING = Rate(burst=4, per_second=2)
SYNC = Rate(burst=10, per_second=1)
NEW_GAMES = Rate(burst=20, per_second=20 / 3600)
WRONG_CODES = Rate(burst=10, per_second=10 / 600)
WRONG_PASSWORDS = Rate(burst=10, per_second=10 / 600)
"""For one account, wherever they come from. Who is signed in stays so, whatever others try."""

MOST_OF_SESSION = 5
MOST_OF_ADDRESS = 50
MOST_OF_PROCESS = 2000
CONNECTS = Rate(burst=MOST_OF_ADDRESS, per_second=1)
"""By address: 10 in 10 seconds, and as many at once as there may be. After a restart everybody behind one router comes back together."""

RATES = {
    "command": COMMANDS,
    "read": READS,
    "typing": TYPING,
    "reconnect": SYNC,
    "create_game": NEW_GAMES,
    "wrong_code": WRONG_CODES,
    "wrong_password": WRONG_PASSWORDS,
    "connect": CONNECTS,
}

RATES_OF_ADDRESS = {
    "command": Rate(burst=200, per_second=100),
    "read": Rate(burst=1000, per_second=500),
    "typing": Rate(burst=40, per_second=20),
    "reconnect": Rate(burst=100, per_second=10),
    "create_game": Rate(burst=200, per_second=200 / 3600),
    "wrong_code": Rate(burst=30, per_second=30 / 600),
    "wrong_password": Rate(burst=30, per_second=30 / 600),
    "new_person": Rate(burst=200, per_second=1 / 10),
}
"""What all people of one address may do together. A name costs nothing: without these, whoever takes a new one starts afresh. Wide enough
for a school behind one router, but for codes and passwords guessed."""

_buckets: Buckets | SharedBuckets = SharedBuckets(settings.REDIS_URL) if settings.REDIS_URL else Buckets()
refused: Counter[str] = Counter()
"""How often this process has refused each kind of act."""


def are_shared() -> bool:
    """Whether counting asks another machine, so that nobody should wait for it on the event loop."""
    return isinstance(_buckets, SharedBuckets) and settings.RATE_LIMITS


def require(act: str, who: Caller) -> None:
    """Refuses somebody who has used up their tries, without counting this one.

    Raises:
        GameError: ``RATE_LIMITED`` with ``retry_after`` in seconds.
    """
    if settings.RATE_LIMITS and (asked := _asked(who, act)):
        _refuse_after(wait_for(asked, _buckets.levels(asked)), act)


def spend(who: Caller | str, act: str) -> None:
    """Counts one act of somebody: by person and by address, or by a name of its own.

    Raises:
        GameError: ``RATE_LIMITED`` with ``retry_after`` in seconds.
    """
    if settings.RATE_LIMITS and (asked := _asked(who, act)):
        _refuse_after(_buckets.spend(asked), act)


@contextmanager
def guessing(who: Caller, *, knows: Callable[[], bool]) -> Iterator[None]:
    """Counts the codes tried by somebody that do not exist, so that nobody can try them all.

    Args:
        knows: whether they have sat at that table. To them the code is no guess, whatever others at their address have tried.

    Raises:
        GameError: ``RATE_LIMITED`` for somebody who has guessed too often, whatever code they try.
    """
    try:
        require("wrong_code", who)
    except GameError:
        if not knows():
            raise
    try:
        yield
    except GameError as error:
        if error.code is ErrorCode.INVALID_GAME:
            spend(who, "wrong_code")
        raise


def _refuse_after(wait: float, act: str) -> None:
    if wait:
        refused[_kind(act)] += 1
        raise GameError(ErrorCode.RATE_LIMITED, retry_after=round(wait, 1) or 0.1)


def _asked(who: Caller | str, act: str) -> Asked:
    kind = _kind(act)
    if isinstance(who, str):
        return [(f"{kind}:{who}", RATES[kind])]
    by_person = [(f"{kind}:{who.person}", RATES[kind])] if who.person is not None and kind in RATES else []
    by_address = [(f"{kind}:at {who.address}", RATES_OF_ADDRESS[kind])] if kind in RATES_OF_ADDRESS else []
    return [*by_person, *by_address]


def _kind(act: str) -> str:
    return act if act in RATES or act in RATES_OF_ADDRESS else "command"
