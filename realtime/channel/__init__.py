"""What processes tell each other about games, through Redis. Without one there is one process, and nothing here does anything.

A process subscribes to the channel of a game while it holds one of its rooms, so a game costs nothing where nobody plays it. What is lost
on the way is read from the stored history: nothing here has to arrive, and no command waits for it.
"""

import asyncio
from collections.abc import Callable
from functools import cache
from typing import Any

from django.conf import settings

from games.outbox import Published
from realtime.background import spawn
from realtime.channel.incoming import Incoming
from realtime.channel.messages import CHANGE, HERE, SIGNAL, Message, channel_of, encoded, told_of
from realtime.channel.outgoing import Outgoing

_incoming: Incoming | None = None


def is_shared() -> bool:
    """Whether there may be other processes."""
    return bool(settings.REDIS_URL)


def is_heard() -> bool:
    """Whether what other processes tell is heard at present."""
    return _incoming is not None and _incoming.is_up


def waiting() -> int:
    """How many messages for other processes have not been sent yet."""
    return _outgoing(settings.REDIS_URL).waiting if is_shared() else 0


def begin(hear: Callable[[Message], None], on_up: Callable[[], None]) -> None:
    """Starts listening in the running event loop.

    Args:
        hear: is given each message of another process.
        on_up: is called each time that listening has begun, or has begun again: something may have been missed until then.
    """
    global _incoming
    if is_shared():
        _incoming = Incoming(settings.REDIS_URL, hear, on_up)
        spawn(_incoming.run())


async def join(game_id: int) -> None:
    """Listens to a game. Comes back when nothing more is missed, or soon in any case."""
    if _incoming is not None:
        await _incoming.join(channel_of(game_id))


async def leave(game_id: int) -> None:
    if _incoming is not None:
        await _incoming.leave(channel_of(game_id))


def publish(published: Published) -> None:
    """Tells the others of a committed change. From any thread; does not wait."""
    if is_shared():
        _send(published.game_id, CHANGE, told_of(published))


def say(game_id: int, name: str, data: dict[str, Any]) -> None:
    """Tells the others a signal, for their ends of the room."""
    if is_shared():
        _send(game_id, SIGNAL, {"name": name, "data": data})


def call_to_look(game_id: int) -> None:
    """Tells the others that who is here has changed."""
    if is_shared():
        _send(game_id, HERE, {})


def _send(game_id: int, kind: str, body: dict[str, Any]) -> None:
    _outgoing(settings.REDIS_URL).send(channel_of(game_id), encoded(game_id, kind, body))


@cache
def _outgoing(url: str) -> Outgoing:
    return Outgoing(url)


async def closed() -> None:
    """Stops listening."""
    global _incoming
    incoming, _incoming = _incoming, None
    if incoming is not None:
        incoming.stop()
        await asyncio.sleep(0)
