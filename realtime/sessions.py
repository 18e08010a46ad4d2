"""Connections live as long as the session and the account behind them."""

from collections.abc import Mapping
from typing import Any

from games.errors import ErrorCode, GameError
from realtime import announce, auth
from realtime.connections import Connection, connections
from realtime.work import in_database


async def opened(sid: str, environ: Mapping[str, Any]) -> Connection:
    """The connection for a new socket.

    Raises:
        GameError: ``AUTH_REQUIRED`` without a valid session.
    """
    found = await in_database(auth.person_behind, environ)
    if found is None:
        raise GameError(ErrorCode.AUTH_REQUIRED)
    person, session_key = found
    return Connection(sid, person, session_key)


async def sweep() -> None:
    """Ends the connections whose session was signed out, expired or deleted, or whose account was deactivated."""
    open_ = list(connections)
    if not open_:
        return
    keys, people = {each.session_key for each in open_}, {each.person.pk for each in open_}
    dead_keys, dead_people = await in_database(auth.ended, keys, people)
    for connection in open_:
        if connection.session_key in dead_keys or connection.person.pk in dead_people:
            await announce.refuse(connection, GameError(ErrorCode.SESSION_EXPIRED))
            await announce.end(connection)
