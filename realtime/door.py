"""The one door for everything that clients send over the socket: parse, limit, handle, answer. Every event is answered."""

from collections.abc import Awaitable, Callable
from time import perf_counter
from typing import Any, TypeVar

import structlog
from django.conf import settings
from django.db import DatabaseError
from pydantic import ValidationError

from games import tracing
from games.counters import counts, refusals
from games.errors import ErrorCode, GameError
from games.refusals import from_validation
from games.wire.base import Request
from games.wire.requests import JoinGameRoom
from realtime import announce, entrance, handlers, limits, sessions
from realtime.connections import Connection
from realtime.work import in_database

log = structlog.stdlib.get_logger(__name__)

UNKNOWN = "unknown"

Answer = dict[str, Any]
Result = TypeVar("Result")


async def answer(connection: Connection, event: str, arguments: tuple[Any, ...]) -> Answer:
    """Takes one event and gives its acknowledgement: ``{"ok": true, …}`` or ``{"ok": false, "error": {…}}``."""

    async def handle() -> Answer:
        tracing.note(session=connection.session, player=connection.player_id, game=connection.code)
        handler = handlers.HANDLERS.get(event)
        if handler is None:
            raise GameError(ErrorCode.UNKNOWN_EVENT)
        await sessions.require_valid(connection)
        request = parsed(Request.registry[event], arguments)
        await _count(connection, event)
        await entrance.inside_or_out(connection)
        return await handler(connection, request)

    return await guarded(connection, handle, event if event in handlers.HANDLERS else UNKNOWN)


async def guarded(connection: Connection, act: Callable[[], Awaitable[Answer]], name: str) -> Answer:
    """Acts, and tells whoever is concerned what went wrong. The log knows it by ``name``."""
    try:
        return {"ok": True, **(await carefully(act, name))}
    except GameError as error:
        await announce.refuse(connection, error)
        return refusal(error)


async def carefully(act: Callable[[], Awaitable[Result]], name: str) -> Result:
    """Acts as one request, and turns whatever goes wrong into one code of the catalogue. Counts what is refused, and writes a line for each
    command, if that is wanted.

    Raises:
        GameError
    """
    with tracing.Request():
        code, began = "", perf_counter()
        try:
            return await act()
        except Exception as error:
            refused = _refused(error)
            code = refused.code.name
            refusals[code] += 1
            if refused is error:
                raise
            raise refused from error
        finally:
            if settings.LOG_REQUESTS:
                log.info("command", command=name, refused=code, ms=round(1000 * (perf_counter() - began), 1))


def _refused(error: Exception) -> GameError:
    """What went wrong, as one of the catalogue. The log is told of what nobody foresaw."""
    if isinstance(error, GameError):
        return error
    if isinstance(error, DatabaseError):
        counts["database_errors"] += 1
        log.warning("the database refused a command", exc_info=error)
        return GameError(ErrorCode.SERVICE_UNAVAILABLE)
    request_id = tracing.request_id()
    log.error("a command failed", request_id=request_id, exc_info=error)
    return GameError(ErrorCode.INTERNAL_ERROR, request_id=request_id)


def refusal(error: GameError) -> Answer:
    return {"ok": False, "error": error.as_dict()}


def wish_of(auth: Any) -> entrance.Wish | None:
    """What the connect ``auth`` asks for, if it asks for a room.

    Raises:
        GameError: ``VALIDATION_ERROR``.
    """
    if not isinstance(auth, dict) or auth.get("game_code") is None:
        return None
    asked = parsed(JoinGameRoom, (auth,))
    return entrance.Wish(asked.game_code, asked.last_seq)


async def enter_room(connection: Connection, wish: entrance.Wish) -> Answer:
    """Takes a client that asked for a room when connecting straight into it."""
    await entrance.enter(await entrance.approach(connection, wish))
    return {}


def parsed(kind: type[Request], arguments: tuple[Any, ...]) -> Any:
    """The payload of an event as declared.

    Raises:
        GameError: ``VALIDATION_ERROR``, ``MISSING_FIELD``.
    """
    payload = arguments[0] if arguments else None
    if payload is None:
        payload = {}
    if not isinstance(payload, dict):
        raise GameError(ErrorCode.VALIDATION_ERROR)
    try:
        return kind.model_validate(payload)
    except ValidationError as error:
        raise from_validation(error.errors()) from error


async def _count(connection: Connection, event: str) -> None:
    if limits.are_shared():
        await in_database(limits.spend, connection.caller, event)
    else:
        limits.spend(connection.caller, event)
