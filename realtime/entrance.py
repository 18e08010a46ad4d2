"""The way into a room and out of it.

In: first wait at the door, then read the state, then be told what happened meanwhile, then enter. So nothing is missed and nothing is
told twice.
"""

from dataclasses import dataclass
from typing import Any

from games import snapshots
from games.errors import ErrorCode, GameError
from games.models import Event
from games.services.access import Viewer, viewer
from games.wire.signals import ReconnectSync
from games.wire.state import GameState
from realtime import announce, history, presence, typing
from realtime.connections import Connection, connections
from realtime.work import in_database

TRIES = 5


@dataclass(frozen=True, slots=True)
class Entered:
    """What somebody found on entering: their view, the state they were told, and their own ``player_joined``."""

    viewer: Viewer
    state: GameState
    joined: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class Wish:
    """What a client wants of a room: to be told the state (``sync``), the events after ``last_seq``, its own ``player_joined``."""

    game_code: str
    last_seq: int | None = None
    sync: bool = True
    own_joined: bool = False


async def admit(connection: Connection, game_code: str) -> Viewer:
    """Who this connection is in that game.

    Raises:
        GameError: ``INVALID_GAME``, ``KICKED``, ``NOT_IN_GAME``.
    """
    return await in_database(viewer, person=connection.person, code=game_code)


async def enter(connection: Connection, seen_by: Viewer, wish: Wish) -> None:
    """Takes an admitted connection into the room and tells it what it wished to hear."""
    game_id, player = seen_by.game.pk, seen_by.player
    if connection.game_id is not None:
        await leave(connection)
    was_online = player is not None and player.public_id in presence.online(game_id)
    room = history.begin(connection, game_id)
    try:
        entered = await _read(room, connection, seen_by, wish.last_seq)
    except BaseException:
        await history.depart(connection, game_id)
        raise
    connections.enter(connection, entered.viewer)
    if player is not None:
        presence.returns(game_id, player.public_id)
    if wish.sync:
        state = entered.state.model_copy(update={"players": _with_online(entered.state, presence.online(game_id))})
        await announce.signal_one(connection, ReconnectSync(**dict(state)))
    if wish.own_joined and entered.joined is not None:
        await announce.tell_one(connection, "player_joined", entered.joined)
    await history.arrive(room, connection, entered.state.seq)
    if connections.get(connection.sid) is not connection:  # gone while entering
        await history.depart(connection, game_id)
        return
    await presence.came(connection, was_online=was_online)
    if wish.own_joined and was_online:
        await announce.signal_one(connection, await presence.update(game_id))


async def leave(connection: Connection) -> None:
    """Takes a connection out of its room; the seat stays."""
    seen_by = connection.viewer
    if seen_by is None:
        return
    await typing.stop(connection)
    connections.leave(connection)
    await history.depart(connection, seen_by.game.pk)
    await presence.went(seen_by.game.pk, seen_by.player)


async def let_go(connection: Connection, *, kicked: bool) -> None:
    """Takes out somebody who has no seat any more. Who was made to stand up is disconnected."""
    await leave(connection)
    if kicked:
        await announce.refuse(connection, GameError(ErrorCode.KICKED))
        await announce.end(connection)


async def _read(room: history.Room, connection: Connection, seen_by: Viewer, last_seq: int | None) -> Entered:
    for _ in range(TRIES):
        entered = await in_database(_entered, seen_by, last_seq)
        if history.covers(room, connection, entered.state.seq):
            break
    return entered


def _entered(seen_by: Viewer, last_seq: int | None) -> Entered:
    state = snapshots.game_state(seen_by, online=presence.online(seen_by.game.pk), since=last_seq)
    joined = None
    if seen_by.player is not None:
        joined = Event.objects.filter(game=seen_by.game, seq=seen_by.player.joined_seq).values_list("data", flat=True).first()
    return Entered(seen_by, state, joined)


def _with_online(state: GameState, online: Any) -> list[Any]:
    return [player.model_copy(update={"online": player.is_bot or player.player_id in online}) for player in state.players]
