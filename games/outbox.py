"""Where committed facts leave the game. Services publish here; whoever tells them (``realtime``) listens.

The game does not know who listens, and is whole when nobody does.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class TellTo:
    """A secret for one player, told after the facts of the same change: a signal's wire name and payload."""

    player_id: str
    name: str
    data: dict[str, Any]


@dataclass(frozen=True, slots=True)
class LoggedFact:
    """A stored fact. ``data`` is its payload with ``seq`` and ``timestamp``, as it goes over the wire."""

    seq: int
    name: str
    data: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Removed:
    """Somebody who has no seat any more, and so hears nothing further as a player."""

    player_id: str
    kicked: bool


@dataclass(frozen=True, slots=True)
class Published:
    """What one committed change tells: facts in the order of ``seq``, secrets, and who stood up or was made to."""

    game_id: int
    game_code: str
    facts: Sequence[LoggedFact]
    secrets: Sequence[TellTo] = ()
    removed: Sequence[Removed] = ()


Listener = Callable[[Published], None]
_listeners: list[Listener] = []


def listen(listener: Listener) -> None:
    """Calls ``listener`` after each commit, in the thread that committed. It must return at once and never raise."""
    if listener not in _listeners:
        _listeners.append(listener)


def publish(published: Published) -> None:
    for listener in _listeners:
        listener(published)
