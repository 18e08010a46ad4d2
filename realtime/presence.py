"""Who is online, counted by people: a second tab changes nothing, and a reload is silent.

Somebody is online in a game while they have a connection in its room, in whatever process, and for a short grace after the last one is
gone.
"""

import asyncio
from collections.abc import Collection, Iterable

from django.utils import timezone

from games.models import Player
from games.wire.signals import PlayerConnected, PlayerDisconnected, PlayerReconnected, PresenceUpdate
from games.wire.state import PlayerPresence
from games.wire.times import wire_time
from realtime import announce, channel, elsewhere, history
from realtime.attendance import Seen
from realtime.background import one_at_a_time, spawn
from realtime.connections import Connection, connections
from realtime.work import in_database

GRACE_SECONDS = 2.0

WATCHING = ""
Key = tuple[int, str]
"""A game, and a player's public id or ``WATCHING``."""
_leaving: dict[int, dict[str, asyncio.TimerHandle]] = {}
"""By game: the players whose grace runs."""
_left: dict[Key, list[Seen]] = {}
"""Lines that have ended and still count in Redis: until the grace is over, there is another line, or Redis is back."""
_unsaid: set[int] = set()
"""Games with lines of ours that Redis may not know of: it did not answer when they came."""
_looking: dict[int, bool] = {}
"""Games that are being looked at, and whether they must be looked at again."""
_telling: dict[int, bool] = {}
"""Rooms that are being told who is online, and whether they must be told again."""
_told: dict[int, tuple[list[PlayerPresence], int]] = {}
"""The players and the number of spectators that this process's end of a room was told last."""


def online(game_id: int) -> Collection[str]:
    """Public ids of the players who are online. May be called from any thread, about any game."""
    return _with_ours(game_id, elsewhere.players(game_id) if elsewhere.is_known(game_id) else elsewhere.asked(game_id))


def spectators(game_id: int) -> int:
    """How many people watch: counted by person."""
    here = {str(connection.person.pk) for connection in connections.at(game_id) if connection.player_id is None}
    return len(here | elsewhere.watchers(game_id))


async def came(connection: Connection, *, was_online: bool) -> bool:
    """Tells the room that somebody is here, unless they were here all along.

    Args:
        was_online: whether this player was online at this moment already (another tab, or within the grace).

    Returns:
        Whether the room was told.
    """
    viewer = connection.viewer
    if viewer is None:
        return False
    game_id, player = viewer.game.pk, viewer.player
    is_new = await _noted(connection, game_id, player) and not was_online
    if connection.viewer is not viewer:
        return False  # gone meanwhile
    if player is not None and is_new:
        was_here_before = player.online_at is not None or await in_database(_mark_online, player.pk)
        kind = PlayerReconnected if was_here_before else PlayerConnected
        message = kind(player_id=player.public_id, player_name=player.name, timestamp=wire_time(timezone.now()))
        await announce.signal(game_id, message, but=connection)
    if player is None or is_new:
        _told.pop(game_id, None)  # whoever has come has not heard it
        await _tell_all(game_id)
    else:
        channel.call_to_look(game_id)  # so that whoever loses an older line of theirs knows of this one
    return player is None or is_new


def returns(game_id: int, player_id: str) -> bool:
    """Ends a grace that runs for this player; whether there was one."""
    handle = _end_grace((game_id, player_id))
    if handle is not None:
        handle.cancel()
    return handle is not None


async def went(connection: Connection, game_id: int, player: Player | None) -> None:
    """Notes that one connection is gone. The last one of a player starts the grace; a spectator's is told at once."""
    if player is None:
        await watches_no_more(connection, game_id)
        await _tell_all(game_id)
        return
    key = (game_id, player.public_id)
    if elsewhere.is_shared():
        _left.setdefault(key, []).append(elsewhere.seen_as(connection, player.public_id))
    if connections.of_player(*key):
        await _take_left(key)
    elif not _has_grace(key):
        ending = asyncio.get_running_loop().call_later(GRACE_SECONDS, lambda: spawn(_gone(game_id, player)))
        _leaving.setdefault(game_id, {})[player.public_id] = ending


async def watches_no_more(connection: Connection, game_id: int) -> None:
    """Notes for all processes that a connection is no spectator's any more, gone or not."""
    key = (game_id, WATCHING)
    if elsewhere.is_shared():
        _left.setdefault(key, []).append(elsewhere.seen_as(connection, None))
        await _tell_gone(game_id, await _take_left(key))


async def tell_room(game_id: int) -> None:
    """Tells this process's end of a room who is online, if that is not what it was told last. Several calls at once are one, or two."""
    await one_at_a_time(_telling, game_id, _tell_changed)


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


async def live() -> None:
    """Says to the other processes that this one lives, and looks after the games in which one of them has died."""
    if not elsewhere.is_shared():
        return
    told = await elsewhere.live()
    if told is None:
        return
    forgotten, games_of_dead = told
    for game_id in list(connections.games if forgotten else _unsaid):
        await _say_again(game_id)
    for key in [key for key in _left if not _has_grace(key)]:
        await _tell_gone(key[0], await _take_left(key))
    for game_id in games_of_dead:
        await look(game_id)


async def look_around() -> None:
    """Looks at every game here, should a message have got lost."""
    for game_id in elsewhere.games():
        await look(game_id)


async def look(game_id: int) -> None:
    """Looks who is in a game over other processes' lines, and tells what has changed. Several calls at once are one look, or two."""
    await one_at_a_time(_looking, game_id, _look)


async def hear_gone(game_id: int, player_id: str, data: dict[str, object]) -> None:
    """Takes another process's word that a player is gone. Who has a line here is not."""
    was_seen = elsewhere.part(game_id, player_id)
    if was_seen and player_id not in _with_ours(game_id, set()):
        await announce.tell(game_id, PlayerDisconnected.wire_name, data)
        await tell_room(game_id)  # a look finds nothing new any more


async def _look(game_id: int) -> None:
    before = _seen_elsewhere(game_id)
    gone = await elsewhere.look(game_id)
    await _tell_gone(game_id, gone or set())
    if _seen_elsewhere(game_id) != before:
        await tell_room(game_id)


async def _tell_changed(game_id: int) -> None:
    if not connections.at(game_id):
        _told.pop(game_id, None)
        return
    now = await update(game_id)
    if _told.get(game_id) != (shown := (now.players, now.spectators)):
        _told[game_id] = shown  # before it is told: whoever comes from now on is told again
        await announce.signal_here(game_id, now)


async def _noted(connection: Connection, game_id: int, player: Player | None) -> bool:
    """Notes a line for all processes; whether its player is new by it. What cannot be noted is taken to be new."""
    if not elsewhere.is_shared():
        return True
    player_id = None if player is None else player.public_id
    told = await elsewhere.add(game_id, [elsewhere.seen_as(connection, player_id)])
    if player_id is not None and connection.player_id == player_id:  # whoever has gone meanwhile has a grace, which takes them
        await _take_left((game_id, player_id))
    if told is None:
        _unsaid.add(game_id)
        return True
    new, gone = told
    await _tell_gone(game_id, gone - {player_id or ""})
    return player_id is None or player_id in new


async def _take_left(key: Key) -> set[str]:
    """Takes away the lines of a player that have ended; gives who is gone by that."""
    gone: set[str] = set()
    for line in _left.pop(key, []):
        taken = await elsewhere.take(key[0], line)
        if taken is None:
            _left.setdefault(key, []).append(line)
        gone |= taken or set()
    return gone


async def _gone(game_id: int, player: Player) -> None:
    key = (game_id, player.public_id)
    _end_grace(key)
    if connections.of_player(*key):
        return
    gone = await _take_left(key)
    if not elsewhere.is_shared() or key in _left:  # nobody else can say
        gone |= {player.public_id} - elsewhere.players(game_id)
    await _tell_gone(game_id, gone)
    await _tell_all(game_id)


async def _tell_gone(game_id: int, player_ids: set[str]) -> None:
    """Tells all processes who is gone, unless they are back."""
    for player_id in player_ids:
        elsewhere.part(game_id, player_id)
    gone = player_ids - _with_ours(game_id, elsewhere.players(game_id))
    for player in await in_database(_named, gone) if gone else ():
        if player.public_id not in _with_ours(game_id, elsewhere.players(game_id)):  # who came back meanwhile has been told of
            await _tell_disconnected(game_id, player)


async def _tell_disconnected(game_id: int, player: Player) -> None:
    message = PlayerDisconnected(player_id=player.public_id, player_name=player.name, timestamp=wire_time(timezone.now()))
    await announce.signal(game_id, message)


async def _tell_all(game_id: int) -> None:
    channel.call_to_look(game_id)
    await tell_room(game_id)


async def _say_again(game_id: int) -> None:
    """Notes the lines of this process into a game anew: Redis did not take them, was emptied, or had taken us for dead."""
    _unsaid.discard(game_id)
    if not (lines := [elsewhere.seen_as(each, each.player_id) for each in connections.at(game_id)]):
        return
    told = await elsewhere.add(game_id, lines)
    if told is None:
        _unsaid.add(game_id)
    else:
        await _tell_gone(game_id, told[1])
    channel.call_to_look(game_id)


def _has_grace(key: Key) -> bool:
    return key[1] in _leaving.get(key[0], ())


def _end_grace(key: Key) -> asyncio.TimerHandle | None:
    graced = _leaving.get(key[0], {})
    handle = graced.pop(key[1], None)
    if not graced:
        _leaving.pop(key[0], None)
    return handle


def _with_ours(game_id: int, others: set[str]) -> set[str]:
    here = {connection.player_id for connection in connections.at(game_id)}
    return {player_id for player_id in here if player_id}.union(list(_leaving.get(game_id, ())), others)


def _seen_elsewhere(game_id: int) -> tuple[set[str], set[str]]:
    return elsewhere.players(game_id), elsewhere.watchers(game_id)


def _seated(game_id: int) -> list[Player]:
    return list(Player.objects.filter(game_id=game_id, status=Player.Status.SEATED).order_by("seat"))


def _named(public_ids: Iterable[str]) -> list[Player]:
    return list(Player.objects.filter(public_id__in=list(public_ids)))


def _mark_online(player_id: int) -> bool:
    """Notes that a player is online; whether they were before."""
    return not Player.objects.filter(pk=player_id, online_at=None).update(online_at=timezone.now())
