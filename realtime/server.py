"""The Socket.IO server: python-socketio's, with a gate before its packets and one door behind it."""

import asyncio
import logging
from typing import Any

import socketio
from django.conf import settings
from socketio import packet
from socketio.exceptions import ConnectionRefusedError as Refused

from games.errors import ErrorCode, GameError
from realtime import announce, door, entrance, gate, hearing, sessions, watch
from realtime.background import spawn
from realtime.connections import Connection, connections
from realtime.strikes import Strikes

log = logging.getLogger(__name__)

PING_INTERVAL = 10
PING_TIMEOUT = 5


class GameServer(socketio.AsyncServer):
    """Looks at every message before the library does.

    The library would run our ``connect`` and ``disconnect`` handlers for events of that name sent by a client, with an environment of the
    client's making, and would wait for binary attachments without bound.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.strikes = Strikes()

    async def _handle_eio_message(self, eio_sid: str, data: Any) -> None:
        try:
            gate.read(data)
        except gate.BadFrameError as error:
            await self._refuse_frame(eio_sid, gate.ack_of(data), str(error))
            return
        await super()._handle_eio_message(eio_sid, data)

    async def _handle_eio_disconnect(self, eio_sid: str, reason: str) -> None:
        self.strikes.forget(eio_sid)
        await super()._handle_eio_disconnect(eio_sid, reason)

    async def _refuse_frame(self, eio_sid: str, ack: int | None, why: str) -> None:
        out = self.strikes.add(eio_sid)
        sid = self.manager.sid_from_eio_sid(eio_sid, "/")
        connection = connections.get(sid) if sid else None
        if connection is not None:
            error = GameError(ErrorCode.BAD_FRAME)
            await announce.refuse(connection, error)
            if ack is not None:
                await self._send_packet(eio_sid, self.packet_class(packet.ACK, namespace="/", id=ack, data=[door.refusal(error)]))
        if out:
            log.info("connection ended after bad frames: %s", why)
            await self.eio.disconnect(eio_sid)


def create_server() -> GameServer:
    """A server with our handlers. Its sockets live in whatever event loop serves it."""
    server = GameServer(
        async_mode="asgi",
        # In order: with True each event would be a task of its own, and a client's events could overtake each other.
        async_handlers=False,
        cors_allowed_origins=_allowed_origin,
        ping_interval=PING_INTERVAL,
        ping_timeout=PING_TIMEOUT,
        max_http_buffer_size=gate.MOST_BYTES * 4,
        logger=False,
        engineio_logger=False,
    )
    announce.use(server)
    server.on("connect", on_connect)
    server.on("disconnect", on_disconnect)
    server.on("*", on_event)
    return server


async def on_connect(sid: str, environ: dict[str, Any], auth: Any = None) -> None:
    """Lets somebody in whose session says who they are, and takes them straight to a room if they asked for it."""
    hearing.speak_from(asyncio.get_running_loop())
    watch.begin()
    try:
        connection = await sessions.opened(sid, environ)
        wish = door.wish_of(auth)
    except GameError as error:
        raise Refused(error.message, error.as_dict()) from error
    connections.add(connection)
    if wish is not None:
        spawn(_enter(connection, wish))


async def on_disconnect(sid: str, reason: str | None = None) -> None:
    connection = connections.get(sid)
    if connection is not None:
        await entrance.leave(connection)
        connections.remove(sid)


async def on_event(event: str, sid: str, *arguments: Any) -> dict[str, Any]:
    """Every event of every client; the answer is its acknowledgement."""
    connection = connections.get(sid)
    if connection is None:
        return door.refusal(GameError(ErrorCode.AUTH_REQUIRED))
    return await door.answer(connection, event, arguments)


async def _enter(connection: Connection, wish: entrance.Wish) -> None:
    """Joins a room on connecting; a refusal is told, the connection stays."""
    await door.guarded(connection, lambda: door.enter_room(connection, wish))


def _allowed_origin(origin: str | None, environ: dict[str, Any]) -> bool:
    """Our own origin, or one of the list. Clients that are no browsers send none."""
    if origin is None:
        return True
    own = {f"{scheme}://{environ.get('HTTP_HOST', '')}" for scheme in ("http", "https")}
    return origin in own or origin in settings.SOCKETIO_ALLOWED_ORIGINS
