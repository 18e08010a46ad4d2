"""What is being done now, so that the log, an answer's header and whoever is told of a failure call it by the same name.

One request of HTTP, or one event of a socket, is a request. What is known of it is kept for everything that is done for it, in whatever
thread or task, and stands in each line of the log. No cookie, token or text of a player is ever noted.
"""

import hashlib
import random
from contextvars import ContextVar, Token

_differ = random.Random()
_known: ContextVar[dict[str, str] | None] = ContextVar("known", default=None)


class Request:
    """Until the end, everything that is done belongs to one request. Gives its id: the one given, or a new one."""

    __slots__ = ("_id", "_token")

    def __init__(self, request_id: str | None = None) -> None:
        self._id = request_id or new_id()
        self._token: Token[dict[str, str] | None]

    def __enter__(self) -> str:
        self._token = _known.set({"request_id": self._id})
        return self._id

    def __exit__(self, *_: object) -> None:
        _known.reset(self._token)


def new_id() -> str:
    """Ids have to differ, and need not be secret. The kernel's randomness was a fifth of what it costs to tell an event on."""
    return f"{_differ.getrandbits(64):016x}"


def request_id() -> str:
    """The id of the request that is being carried out; a new one outside of any."""
    return known().get("request_id") or new_id()


def note(**known: str | None) -> None:
    """Adds what has been found out about the request: ``game`` (its code), ``player`` (the public id), ``session``. None is left out."""
    current = _known.get()
    if current is not None:
        current.update({name: value for name, value in known.items() if value is not None})


def known() -> dict[str, str]:
    """What is known of the request that is being carried out; nothing outside of any."""
    return _known.get() or {}


def session_of(key: str | None) -> str | None:
    """A name for a session, from which nobody can find its key."""
    return hashlib.sha256(key.encode()).hexdigest()[:12] if key else None
