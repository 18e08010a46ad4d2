"""Hears what was committed, in whatever thread, and brings it to the event loop that the sockets live in."""

import asyncio
import contextlib
from typing import Any

from games.outbox import Published
from games.wire.signals import PlayerDisconnected
from realtime import announce, asides, channel, history, presence
from realtime.background import spawn
from realtime.channel.messages import HERE, SIGNAL, Message

_loop: asyncio.AbstractEventLoop | None = None


def speak_from(loop: asyncio.AbstractEventLoop) -> None:
    """Names the event loop that the sockets live in."""
    global _loop
    if _loop is not loop:
        _loop = loop
        history.on_seats(asides.seats_changed)
        channel.begin(hear_from_afar, _look_at_once)


def _look_at_once() -> None:
    """What was told while nobody listened stands in the stored histories, and in Redis."""
    spawn(history.look())
    spawn(_look_who_is_here())


async def _look_who_is_here() -> None:
    await presence.live()  # Redis may have been emptied
    await presence.look_around()


def hear(published: Published) -> None:
    """Takes what was committed, from any thread, for the sockets here and in other processes."""
    channel.publish(published)
    if _loop is not None and not _loop.is_closed():
        with contextlib.suppress(RuntimeError):  # closed meanwhile
            _loop.call_soon_threadsafe(_receive, published)


def _receive(published: Published) -> None:
    history.receive(published)
    if published.secrets or published.removed:
        spawn(asides.tell(published))


def hear_from_afar(message: Message) -> None:
    """Takes what another process tells of a game."""
    if message.kind == HERE:
        spawn(presence.look(message.game_id))
    elif message.kind == SIGNAL:
        spawn(_signalled(message.game_id, message.body["name"], message.body["data"]))
    else:
        published = message.published
        history.receive(published)
        if message.whispered or published.removed:
            spawn(asides.tell_from_afar(published, message.whispered))


async def _signalled(game_id: int, name: str, data: dict[str, Any]) -> None:
    if name == PlayerDisconnected.wire_name:
        await presence.hear_gone(game_id, data["player_id"], data)
    else:
        await announce.tell(game_id, name, data)
