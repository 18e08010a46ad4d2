"""Who is online, counted by people: a second tab changes nothing, and a reload is silent.

Somebody is online in a game while they have a connection in its room, and for a short grace after the last one is gone.
"""

import asyncio
from collections.abc import Collection

from django.utils import timezone

from games.models import Player
from games.wire.signals import (
    PlayerConnected,
    PlayerDisconnected,
    PlayerReconnected,
    PresenceUpdate,
)
from games.wire.state import PlayerPresence
from games.wire.times import wire_time
from realtime import announce, history
from realtime.background import spawn
from realtime.connections import Connection, connections
from realtime.work import in_database

GRACE_SECONDS = 2.0

_leaving: dict[tuple[int, str], asyncio.TimerHandle] = {}


def online(game_id: int) -> Collection[str]:
    """Public ids of the players who are online. May be called from any thread."""
    here = {connection.player_id for connection in connections.at(game_id)}
    return {player_id for player_id in here if player_id} | {player_id for game, player_id in list(_leaving) if game == game_id}


def spectators(game_id: int) -> int:
    """How many people watch: counted by person."""
    return len({connection.person.pk for connection in connections.at(game_id) if connection.player_id is None})


async def came(connection: Connection, *, was_online: bool) -> None:
    """Tells the others that somebody is here, unless they were here all along.

    Args:
        was_online: whether this player was online at this moment already (another tab, or within the grace).
    """
    viewer = connection.viewer
    if viewer is None:
        return
    if viewer.player is not None and not was_online:
        kind = PlayerReconnected if await in_database(_mark_online, viewer.player.pk) else PlayerConnected
        message = kind(player_id=viewer.player.public_id, player_name=viewer.player.name, timestamp=wire_time(timezone.now()))
        await announce.signal(viewer.game.pk, message, but=connection)
    if viewer.player is None or not was_online:
        await tell_room(viewer.game.pk)


def returns(game_id: int, player_id: str) -> bool:
    """Ends a grace that runs for this player; whether there was one."""
    handle = _leaving.pop((game_id, player_id), None)
    if handle is not None:
        handle.cancel()
    return handle is not None


async def went(game_id: int, player: Player | None) -> None:
    """Notes that one connection is gone. The last one of a player starts the grace; a spectator's is told at once."""
    if player is None:
        await tell_room(game_id)
        return
    if connections.of_player(game_id, player.public_id) or (game_id, player.public_id) in _leaving:
        return
    loop = asyncio.get_running_loop()
    _leaving[(game_id, player.public_id)] = loop.call_later(GRACE_SECONDS, lambda: spawn(_gone(game_id, player)))


async def tell_room(game_id: int) -> None:
    """Tells a room who is online, if anybody is there to hear it."""
    if connections.at(game_id):
        await announce.signal(game_id, await update(game_id))


async def update(game_id: int) -> PresenceUpdate:
    """Who is online in a game now."""
    players = await in_database(_seated, game_id)
    here = online(game_id)
    presences = [
        PlayerPresence(player_id=player.public_id, player_name=player.name, online=player.is_bot or player.public_id in here)
        for player in players
    ]
    return PresenceUpdate(
        online_players=[each.player_id for each in presences if each.online],
        total_players=len(presences),
        players=presences,
        spectators=spectators(game_id),
        seq=history.seq_of(game_id),
    )


async def _gone(game_id: int, player: Player) -> None:
    _leaving.pop((game_id, player.public_id), None)
    if connections.of_player(game_id, player.public_id):
        return
    message = PlayerDisconnected(player_id=player.public_id, player_name=player.name, timestamp=wire_time(timezone.now()))
    await announce.signal(game_id, message)
    await tell_room(game_id)


def _seated(game_id: int) -> list[Player]:
    return list(Player.objects.filter(game_id=game_id, status=Player.Status.SEATED).order_by("seat"))


def _mark_online(player_id: int) -> bool:
    """Notes that a player is online; whether they were before."""
    return not Player.objects.filter(pk=player_id, online_at=None).update(online_at=timezone.now())
