"""Who is writing. Never stored; ends by itself when the browser forgets to say so."""

import asyncio

from games.wire.signals import PlayerTyping
from realtime import announce
from realtime.background import spawn
from realtime.connections import Connection

ENDS_AFTER = 5.0

_writing: dict[str, asyncio.TimerHandle] = {}


async def say(connection: Connection, *, is_typing: bool) -> None:
    """Tells the others that this player writes, or stopped."""
    _forget(connection)
    if is_typing:
        loop = asyncio.get_running_loop()
        _writing[connection.sid] = loop.call_later(ENDS_AFTER, lambda: spawn(stop(connection)))
    await _tell(connection, is_typing=is_typing)


async def stop(connection: Connection) -> None:
    """Ends what was begun, if anything was."""
    if _forget(connection):
        await _tell(connection, is_typing=False)


def _forget(connection: Connection) -> bool:
    handle = _writing.pop(connection.sid, None)
    if handle is not None:
        handle.cancel()
    return handle is not None


async def _tell(connection: Connection, *, is_typing: bool) -> None:
    seen_by = connection.viewer
    if seen_by is None or seen_by.player is None:
        return
    message = PlayerTyping(player_id=seen_by.player.public_id, player_name=seen_by.player.name, is_typing=is_typing)
    await announce.signal(seen_by.game.pk, message, but=connection)
