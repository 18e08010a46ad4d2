"""The way into a room and out of it.

In: first wait at the door, then read the state, then be told what happened meanwhile, then enter. So nothing is missed and nothing is
told twice.
"""

import asyncio
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db import DatabaseError

from games import snapshots
from games.counters import counts
from games.errors import ErrorCode, GameError
from games.models import Event, Person, Player
from games.services.access import Viewer, has_sat, viewer, viewer_of
from games.wire.signals import ReconnectSync
from games.wire.state import GameState
from realtime import announce, history, limits, presence, typing
from realtime.connections import Connection, connections
from realtime.work import in_database

TRIES = 5


@dataclass(frozen=True, slots=True)
class Wish:
    """What a client wants of a room: to be told the state (``sync``), the events after ``last_seq``, its own ``player_joined``."""

    game_code: str
    last_seq: int | None = None
    sync: bool = True
    own_joined: bool = False


@dataclass(frozen=True, slots=True)
class Arrival:
    """Somebody at the door of a room: who they are there, the state they will be told, and the ``seq`` after which they hear everything."""

    connection: Connection
    wish: Wish
    room: history.Room
    waiting: history.Waiting
    viewer: Viewer
    state: GameState
    joined: dict[str, Any] | None
    heard: int
    whispered: int
    """The ``seq`` up to which they know their own secrets."""


async def approach(connection: Connection, wish: Wish) -> Arrival:
    """Admits a connection to the door of a room. From here on it misses nothing; ``enter`` has to follow and lets it in.

    Raises:
        GameError: ``INVALID_GAME``, ``KICKED``, ``NOT_IN_GAME``.
    """
    await connection.door.acquire()
    try:
        return await _approach(connection, wish)
    except BaseException:
        connection.door.release()
        raise


async def enter(arrival: Arrival) -> None:
    """Lets somebody in who waits at the door, and tells them what they wished to hear."""
    try:
        await _enter(arrival)
    finally:
        arrival.connection.door.release()


async def inside_or_out(connection: Connection) -> None:
    """Waits until a connection that is on the way into a room, or out of it, has got there."""
    if connection.door.locked():
        async with connection.door:
            pass


async def step_out(connection: Connection) -> None:
    """Takes a connection out of its room because it asked to."""
    async with connection.door:
        await leave(connection)


async def leave(connection: Connection) -> None:
    """Takes a connection out of its room; the seat stays."""
    seen_by = connection.viewer
    if seen_by is None:
        return
    await typing.stop(connection)
    connections.leave(connection)
    await history.depart(connection, seen_by.game.pk)
    await presence.went(connection, seen_by.game.pk, seen_by.player)


async def sit_down(connection: Connection, player: Player, turn: asyncio.Lock) -> None:
    """Makes a player of whoever watches, and has taken a chair at the table meanwhile.

    Args:
        turn: of all pages that the player has here: they are noted one after the other, for the first one tells that somebody has come.
    """
    async with connection.door:
        seen_by = connection.viewer
        if seen_by is None or seen_by.player is not None or seen_by.game.pk != player.game_id:
            return
        was_online = _be(connection, Viewer(seen_by.game, player))
        async with turn:
            await presence.watches_no_more(connection, player.game_id)
            await presence.came(connection, was_online=was_online)


async def let_go(connection: Connection, *, kicked: bool) -> None:
    """Takes out somebody who has no seat any more. Who was made to stand up is disconnected."""
    await leave(connection)
    if kicked:
        await announce.refuse(connection, GameError(ErrorCode.KICKED))
        await announce.end(connection)


async def _approach(connection: Connection, wish: Wish) -> Arrival:
    seen_by = await in_database(_viewer, connection, wish.game_code)
    game_id = seen_by.game.pk
    inside = connection.game_id == game_id and history.is_inside(connection, game_id)
    if connection.game_id is not None and not inside:
        await leave(connection)
    room, waiting = await history.begin(connection, game_id, seen_by.player)
    try:
        seen_by, state, joined = await _read(room, waiting, connection, seen_by, wish)
    except DatabaseError:
        await _stay(connection, room, waiting, inside=inside)
        raise
    except BaseException:
        await leave(connection)
        await history.depart(connection, game_id)
        raise
    waiting.player = seen_by.player or waiting.seat
    knows_state = wish.sync or not inside
    heard, whispered = (state.seq, state.seq) if knows_state else (waiting.since, 0)
    return Arrival(connection, wish, room, waiting, seen_by, state, joined, heard, whispered)


async def _stay(connection: Connection, room: history.Room, waiting: history.Waiting, *, inside: bool) -> None:
    """Leaves somebody where they were, who could not be told the state."""
    if inside:
        await history.arrive(room, connection, waiting, waiting.since, 0)
    else:
        await history.depart(connection, room.game_id)


async def _enter(arrival: Arrival) -> None:
    connection, waiting, game_id = arrival.connection, arrival.waiting, arrival.viewer.game.pk
    if _is_gone(connection):
        await history.depart(connection, game_id)
        return
    watched = connection.game_id == game_id and connection.player_id is None
    was_online = _be(connection, arrival.viewer)
    if not waiting.is_out:
        await _tell_wishes(arrival)
    await history.arrive(arrival.room, connection, waiting, arrival.heard, arrival.whispered)
    if waiting.seat is not None and connection.player_id is None:
        was_online = _be(connection, Viewer(arrival.viewer.game, waiting.seat))
    if watched and connection.player_id is not None:
        await presence.watches_no_more(connection, game_id)
    if _is_gone(connection):
        await leave(connection)
    elif waiting.is_out and waiting.removed is not None:
        await let_go(connection, kicked=waiting.removed.kicked)
    elif not await presence.came(connection, was_online=was_online) and arrival.wish.own_joined:
        await announce.signal_one(connection, await presence.update(game_id))


def _be(connection: Connection, seen_by: Viewer) -> bool:
    """Takes a connection into a room as a player's or a spectator's; whether that player was online at this moment already."""
    game_id, player = seen_by.game.pk, seen_by.player
    was_online = player is not None and player.public_id in presence.online(game_id)
    connections.enter(connection, seen_by)
    if player is not None:
        presence.returns(game_id, player.public_id)
    return was_online


async def _tell_wishes(arrival: Arrival) -> None:
    connection, wish = arrival.connection, arrival.wish
    if wish.sync:
        online = presence.online(arrival.viewer.game.pk)
        state = arrival.state.model_copy(update={"players": _with_online(arrival.state, online)})
        await announce.signal_one(connection, ReconnectSync(**dict(state)))
        counts["caught_up"] += wish.last_seq is not None
    if wish.own_joined and arrival.joined is not None:
        await announce.tell_one(connection, "player_joined", arrival.joined)


def _viewer(connection: Connection, code: str) -> Viewer:
    with limits.guessing(connection.caller, knows=partial(has_sat, connection.person, code)):
        return viewer(person=connection.person, code=code)


def _is_gone(connection: Connection) -> bool:
    return connections.get(connection.sid) is not connection


async def _read(
    room: history.Room, waiting: history.Waiting, connection: Connection, seen_by: Viewer, wish: Wish
) -> tuple[Viewer, GameState, dict[str, Any] | None]:
    for _ in range(TRIES):
        seen_by, state, joined = await in_database(_state_and_joined, connection.person, seen_by, wish)
        if history.covers(room, waiting, state.seq):
            break
    return seen_by, state, joined


def _state_and_joined(person: Person, seen_by: Viewer, wish: Wish) -> tuple[Viewer, GameState, dict[str, Any] | None]:
    # Whoever stood up, or was made to, before they waited at the door was not noted there.
    game = seen_by.game
    seen_by = viewer_of(game, Player.objects.filter(game=game, person=person).first())
    state = snapshots.game_state(seen_by, online=presence.online(game.pk), since=wish.last_seq)
    joined = None
    if wish.own_joined and seen_by.player is not None:
        joined = Event.objects.filter(game=game, seq=seen_by.player.joined_seq).values_list("data", flat=True).first()
    return seen_by, state, joined


def _with_online(state: GameState, online: Any) -> list[Any]:
    return [player.model_copy(update={"online": player.is_bot or player.player_id in online}) for player in state.players]
