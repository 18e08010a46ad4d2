"""The Socket.IO server with our handlers: who comes, who goes, and one door for everything they send."""

from typing import Any

from django.conf import settings
from socketio.exceptions import ConnectionRefusedError as Refused

from games.errors import ErrorCode, GameError
from realtime import announce, door, drain, entrance, gate, sessions
from realtime.background import spawn
from realtime.connections import Connection, connections
from realtime.desk import namespace
from realtime.game_server import LINE, GameServer

PING_INTERVAL = 8
PING_TIMEOUT = 4


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
    namespace.open_at(server)
    return server


async def on_connect(sid: str, environ: dict[str, Any], auth: Any = None) -> None:
    """Lets somebody in whose session says who they are, and takes them straight to a room if they asked for it."""

    async def open_() -> Connection:
        return await sessions.opened(sid, environ)

    try:
        connection = await door.carefully(open_, "connect")
        wish = door.wish_of(auth)
        if not environ[LINE].is_open:  # ended meanwhile: nobody would tell us again that it goes
            raise GameError(ErrorCode.SESSION_EXPIRED)
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
    with drain.Asked(sid):
        return await door.answer(connection, event, arguments)


async def _enter(connection: Connection, wish: entrance.Wish) -> None:
    """Joins a room on connecting; a refusal is told, the connection stays."""
    await door.guarded(connection, lambda: door.enter_room(connection, wish), "enter")


def _allowed_origin(origin: str | None, environ: dict[str, Any]) -> bool:
    """Our own origin, or one of the list. Clients that are no browsers send none."""
    if origin is None:
        return True
    own = {f"{scheme}://{environ.get('HTTP_HOST', '')}" for scheme in ("http", "https")}
    return origin in own or origin in settings.SOCKETIO_ALLOWED_ORIGINS
