"""The only module that emits.

``tell`` goes to a room, ``tell_one`` to one connection. Rooms are named after the game's primary key: never after anything a client
said, since python-socketio's rooms share their names with the clients' own ids.
"""

import contextlib
from typing import TYPE_CHECKING, Any

from games.errors import GameError
from games.wire.base import Signal
from realtime import channel
from realtime.connections import Connection, desks

if TYPE_CHECKING:
    from socketio import AsyncServer

DESK = "/admin"
"""The namespace of the staff."""

_server: "AsyncServer | None" = None


def use(server: "AsyncServer") -> None:
    """Names the server that speaks from now on."""
    global _server
    _server = server


def server() -> "AsyncServer":
    if _server is None:
        raise RuntimeError("announce.use() has not been called")
    return _server


def backlog() -> tuple[int, int]:
    """What waits until clients read it: packets, and their size in bytes. From any thread."""
    if _server is None:
        return 0, 0
    packets, size = _server.eio.backlog()
    return packets, size


def room_of(game_id: int) -> str:
    return f"game:{game_id}"


async def enter(connection: Connection, game_id: int) -> None:
    with contextlib.suppress(KeyError, ValueError):  # disconnected meanwhile
        await server().enter_room(connection.sid, room_of(game_id), namespace=connection.namespace)


async def leave(connection: Connection, game_id: int) -> None:
    await server().leave_room(connection.sid, room_of(game_id), namespace=connection.namespace)


async def tell(game_id: int, name: str, data: dict[str, Any], *, but: Connection | None = None) -> None:
    """Tells a room, except one connection where asked to, and whoever of the staff listens there."""
    manager, room = server().manager, room_of(game_id)
    await manager.emit(name, data, "/", room=room, skip_sid=but.sid if but else None)
    if desks.at(game_id):
        await manager.emit(name, data, DESK, room=room)


async def tell_one(connection: Connection, name: str, data: dict[str, Any]) -> None:
    await server().manager.emit(name, data, connection.namespace, room=connection.sid)


async def signal(game_id: int, message: Signal, *, but: Connection | None = None) -> None:
    """Tells a room in all processes, except one connection of ours."""
    data = message.to_wire()
    channel.say(game_id, message.wire_name, data)
    await tell(game_id, message.wire_name, data, but=but)


async def signal_here(game_id: int, message: Signal) -> None:
    """Tells this process's end of a room."""
    await tell(game_id, message.wire_name, message.to_wire())


async def signal_one(connection: Connection, message: Signal) -> None:
    await tell_one(connection, message.wire_name, message.to_wire())


async def refuse(connection: Connection, error: GameError) -> None:
    """Tells the one concerned why not, for clients that do not ask for an acknowledgement."""
    await tell_one(connection, "error", error.as_dict())


async def end(connection: Connection) -> None:
    """Ends one client's connection: tells the client to go, and ends the line, whether it goes or not."""
    eio_sid = server().manager.eio_sid_from_sid(connection.sid, connection.namespace)
    await server().disconnect(connection.sid, namespace=connection.namespace)
    if eio_sid is not None:
        await server().eio.disconnect(eio_sid)
