"""The namespace ``/admin``: who of the staff comes and goes, and what they ask. Everything is answered, as on the players' namespace."""

from collections.abc import Awaitable, Callable
from typing import Any

from socketio.exceptions import ConnectionRefusedError as Refused

from games.errors import ErrorCode, GameError
from games.models import Person
from games.services import bans
from games.wire.desk import DeskRequest, WatchGame, WatchList
from realtime import addresses, announce, door, limits
from realtime.connections import desks
from realtime.desk import staff, watching
from realtime.desk.desk import Desk
from realtime.lines import Line
from realtime.work import in_database

LINE = "codex.line"


def open_at(server: Any) -> None:
    """Registers the namespace."""
    server.on("connect", on_connect, namespace=announce.DESK)
    server.on("disconnect", on_disconnect, namespace=announce.DESK)
    server.on("*", on_event, namespace=announce.DESK)


async def on_connect(sid: str, environ: dict[str, Any], auth: Any = None) -> None:
    """Lets staff in that may look at games."""

    async def open_() -> Desk:
        return await _opened(sid, environ)

    try:
        desk = await door.carefully(open_, "connect to the desk")
        line: Line = environ[LINE]
        if not line.is_open:
            raise GameError(ErrorCode.SESSION_EXPIRED)
    except GameError as error:
        raise Refused(error.message, error.as_dict()) from error
    desks.add(desk)
    watching.begin()


async def on_disconnect(sid: str, reason: str | None = None) -> None:
    desk = desks.get(sid)
    if isinstance(desk, Desk):
        await watching.leave(desk)
        desks.remove(sid)


async def on_event(event: str, sid: str, *arguments: Any) -> dict[str, Any]:
    """Every event of every keeper's page; the answer is its acknowledgement."""
    desk = desks.get(sid)
    if not isinstance(desk, Desk):
        return door.refusal(GameError(ErrorCode.AUTH_REQUIRED))
    return await door.guarded(desk, lambda: _answer(desk, event, arguments), event if event in HANDLERS else door.UNKNOWN)


async def _answer(desk: Desk, event: str, arguments: tuple[Any, ...]) -> dict[str, Any]:
    handler = HANDLERS.get(event)
    if handler is None:
        raise GameError(ErrorCode.UNKNOWN_EVENT)
    await watching.require_rights(desk)
    request = door.parsed(DeskRequest.registry[event], arguments)
    await in_database(limits.spend, f"desk:{desk.rights.user_id}", "read")
    return await handler(desk, request)


async def _opened(sid: str, environ: dict[str, Any]) -> Desk:
    session_key = staff.session_in(environ)
    rights = await in_database(staff.rights_of, session_key)
    if rights is None:
        raise GameError(ErrorCode.AUTH_REQUIRED)
    address = addresses.address_of(environ["asgi.scope"])
    await in_database(bans.require_welcome, user_id=rights.user_id, address=address)
    return Desk(sid, Person(name=rights.name[:20]), session_key, address, announce.DESK, rights=rights)


async def _watch_game(desk: Desk, request: WatchGame) -> dict[str, Any]:
    return {"seq": await watching.watch_game(desk, request.game_id)}


async def _watch_list(desk: Desk, request: WatchList) -> dict[str, Any]:
    await watching.leave(desk)
    desk.listed = tuple(request.game_ids)
    return {}


HANDLERS: dict[str, Callable[[Desk, Any], Awaitable[dict[str, Any]]]] = {
    WatchGame.wire_name: _watch_game,
    WatchList.wire_name: _watch_list,
}
