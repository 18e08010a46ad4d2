"""Connections live as long as the session and the account behind them, and hear a table as players while they have a chair there."""

import asyncio
from collections.abc import Collection, Mapping
from time import monotonic
from typing import Any

from games.errors import ErrorCode, GameError
from games.models import Person, Player
from games.services import bans
from realtime import addresses, announce, auth, entrance
from realtime.background import spawn
from realtime.connections import Connection, connections
from realtime.work import in_database

MOST_AT_ONCE = 500
"""How many connections one query asks about, so that none is long however many there are."""
VALID_SECONDS = 2.0
"""How long a session counts as valid after it was looked at."""


async def opened(sid: str, environ: Mapping[str, Any]) -> Connection:
    """The connection for a new socket.

    Raises:
        GameError: ``AUTH_REQUIRED`` without a valid session, ``KICKED`` for whoever is barred from the house.
    """
    address = addresses.address_of(environ["asgi.scope"])
    person, session_key = await in_database(_welcome, environ, address)
    return Connection(sid, person, session_key, address)


def _welcome(environ: Mapping[str, Any], address: str) -> tuple[Person, str]:
    found = auth.person_behind(environ)
    if found is None:
        raise GameError(ErrorCode.AUTH_REQUIRED)
    bans.require_welcome(person=found[0], address=address)
    return found


async def sweep() -> None:
    """Ends the connections whose session was signed out, expired or deleted, whose account was deactivated, or who were barred. What
    was not heard of chairs is made good: those who stood up or were made to are let go of, and those who watched and sat down are players.
    """
    open_ = list(connections)
    for start in range(0, len(open_), MOST_AT_ONCE):
        await _sweep(open_[start : start + MOST_AT_ONCE])


async def _sweep(open_: Collection[Connection]) -> None:
    for connection in await _invalid(open_):
        await _end(connection)
    for connection in await in_database(_barred, open_):
        await _end(connection, bans.refusal())
    await _let_go_of_unseated(open_)
    await _seat_watchers(open_)


async def require_valid(connection: Connection) -> None:
    """Looks at the session behind a connection, unless that has just been done.

    Raises:
        GameError: ``SESSION_EXPIRED``; the connection ends.
    """
    if monotonic() - connection.valid_at > VALID_SECONDS and await _invalid([connection]):
        spawn(_end(connection))
        raise GameError(ErrorCode.SESSION_EXPIRED)


async def _invalid(open_: Collection[Connection]) -> list[Connection]:
    """Those whose session or account does not count any more."""
    now = monotonic()
    dead_keys, dead_people = await in_database(auth.ended, {each.session_key for each in open_}, {each.person.id for each in open_})
    invalid = []
    for connection in open_:
        if connection.session_key in dead_keys or connection.person.id in dead_people:
            invalid.append(connection)
        else:
            connection.valid_at = now
    return invalid


async def _end(connection: Connection, why: GameError | None = None) -> None:
    await announce.refuse(connection, why or GameError(ErrorCode.SESSION_EXPIRED))
    await announce.end(connection)


def _barred(open_: Collection[Connection]) -> list[Connection]:
    barred = bans.current()
    if not barred:
        return []
    names = dict(Person.objects.filter(pk__in={each.person.id for each in open_}).values_list("pk", "name")) if barred.names else {}
    return [each for each in open_ if barred.holds(name=names.get(each.person.id, ""), user_id=each.person.user_id, address=each.address)]


async def _let_go_of_unseated(open_: Collection[Connection]) -> None:
    seats = {each: each.viewer.player.id for each in open_ if each.viewer is not None and each.viewer.player is not None}
    gone = await in_database(_unseated, set(seats.values())) if seats else {}
    for connection, seat in seats.items():
        player = None if connection.viewer is None else connection.viewer.player
        on_the_way = connection.door.locked()  # looked at again where it gets to
        if seat in gone and player is not None and player.id == seat and not on_the_way:
            await entrance.let_go(connection, kicked=gone[seat] != Player.Status.LEFT)


def _unseated(player_ids: Collection[int]) -> dict[int, str]:
    """Who has no chair any more, or whose chair a bot has; each with the status of the chair."""
    gone = Player.objects.filter(pk__in=player_ids).exclude(status=Player.Status.SEATED, is_bot=False)
    return dict(gone.values_list("pk", "status"))


async def _seat_watchers(open_: Collection[Connection]) -> None:
    watching = [each for each in open_ if each.game_id is not None and each.player_id is None]
    for connection, player in await in_database(_chairs_of, watching) if watching else ():
        await entrance.sit_down(connection, player, asyncio.Lock())


def _chairs_of(watching: Collection[Connection]) -> list[tuple[Connection, Player]]:
    """Those who have a chair where they watch, each with it."""
    where = {each: (each.person.pk, each.game_id) for each in watching}
    taken = Player.objects.filter(
        person__in={person for person, _ in where.values()},
        game__in={game_id for _, game_id in where.values()},
        status=Player.Status.SEATED,
    )
    chairs = {(player.person_id, player.game_id): player for player in taken}
    return [(each, chairs[place]) for each, place in where.items() if place in chairs]
