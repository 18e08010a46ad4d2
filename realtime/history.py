"""Tells each game's history in the order of ``seq`` to the sockets of this process, and repairs what it did not hear of.

Threads that commit overtake each other, and other processes commit too. So facts are not emitted where they happen: they are heard
here, held until their turn comes, and what is missing is read from the stored log. When the next ``seq`` is the expected one nothing is
read.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

import structlog

from games.counters import counts, lag
from games.models import Event, Game, Player
from games.outbox import LoggedFact, Published, Removed, TellTo
from games.wire.facts import PlayerJoined, PlayerKicked, PlayerLeft
from realtime import announce, channel, elsewhere
from realtime.background import spawn
from realtime.connections import Connection, connections, desks
from realtime.work import in_database

log = structlog.stdlib.get_logger(__name__)

REPAIR_AFTER = 0.1
"""Seconds to wait for a fact that is late before it is read from the log."""
READ_AT_ONCE = 200
PARTINGS = frozenset({PlayerLeft.wire_name, PlayerKicked.wire_name})
SEATINGS = PARTINGS | {PlayerJoined.wire_name}


@dataclass(slots=True)
class Waiting:
    """Somebody at the door of a room: what they will be told inside, and what became of their chair meanwhile."""

    player: Player | None
    since: int
    """What those inside had heard when it came."""
    facts: list[LoggedFact] = field(default_factory=list)
    secrets: list[tuple[int, TellTo]] = field(default_factory=list)
    """Each with the ``seq`` after which it is told."""
    parted: int = 0
    """The ``seq`` at which the player stood up or was made to, heard at the door."""
    removed: Removed | None = None
    seat: Player | None = None
    """The chair that they have taken at the door, where they had come to watch."""

    @property
    def is_out(self) -> bool:
        """Whether the chair is lost. Who has sat down again since has another."""
        return sat_before(self.player, self.parted)


@dataclass(slots=True)
class Room:
    """One game as this process tells it. ``told`` is the ``seq`` told last; None until the first reader has said where it begins."""

    game_id: int
    told: int | None = None
    known: int = 0
    held: dict[int, LoggedFact] = field(default_factory=dict)
    joining: dict[Connection, Waiting] = field(default_factory=dict)
    awaited: list[tuple[int, "asyncio.Future[None]"]] = field(default_factory=list)
    pump: "asyncio.Task[None] | None" = None


SeatsListener = Callable[[int, Player | None], None]

_rooms: dict[int, Room] = {}
_on_seats: SeatsListener | None = None


def on_seats(listener: SeatsListener) -> None:
    """Names who is called each time that a chair's being taken or left was told: with the game, and who sat down and may have watched."""
    global _on_seats
    _on_seats = listener


def is_inside(connection: Connection, game_id: int) -> bool:
    """Whether a connection hears this game's history already."""
    room = _rooms.get(game_id)
    return room is not None and connection in connections.at(game_id) and connection not in room.joining


async def begin(connection: Connection, game_id: int, player: Player | None) -> tuple[Room, Waiting]:
    """Lets a connection wait at the door: from now on it misses nothing, and hears nothing before ``arrive``."""
    room = _rooms.setdefault(game_id, Room(game_id))
    room.joining[connection] = waiting = Waiting(player, room.told or 0)
    await channel.join(game_id)
    await elsewhere.know(game_id)
    await announce.leave(connection, game_id)
    return room, waiting


def at_door(game_id: int, player_id: str) -> dict[Connection, Waiting]:
    """The connections of a player that wait at the door of a room."""
    room = _rooms.get(game_id)
    waiting = {} if room is None else room.joining
    return {each: place for each, place in waiting.items() if place.player is not None and place.player.public_id == player_id}


def covers(room: Room, waiting: Waiting, seq: int) -> bool:
    """Whether somebody who has read the state at ``seq`` can be told everything after it from here on."""
    if room.told is None or seq >= room.told:
        return True
    later = [fact.seq for fact in waiting.facts if fact.seq > seq]
    return bool(later) and later[0] == seq + 1


async def arrive(room: Room, connection: Connection, waiting: Waiting, seq: int, secrets_after: int) -> None:
    """Lets a connection that knows everything up to ``seq`` into the room, telling it first what happened meanwhile.

    Args:
        secrets_after: the ``seq`` up to which it knows its own secrets.
    """
    if room.told is None:
        room.told = seq
        _release(room)
        room.held = {number: fact for number, fact in room.held.items() if number > seq}
    # The state can be ahead of what was told here: those inside hear the rest first, whoever knows it already must not hear it again.
    room.known = max(room.known, seq)
    _advance(room)
    await told(room.game_id, seq)
    while waiting.facts or waiting.secrets:
        await _tell_next(connection, waiting, seq, secrets_after)
    if room.joining.get(connection) is not waiting:
        return  # let out meanwhile
    if not waiting.is_out:
        await announce.enter(connection, room.game_id)
    room.joining.pop(connection, None)
    _advance(room)


async def depart(connection: Connection, game_id: int) -> None:
    """Lets a connection out of a room. The last one closes it."""
    room = _rooms.get(game_id)
    if room is None:
        return
    room.joining.pop(connection, None)
    await announce.leave(connection, game_id)
    if not connections.at(game_id) and not desks.at(game_id) and not room.joining:
        _rooms.pop(game_id, None)
        if room.pump is not None:
            room.pump.cancel()  # nobody hears it, and the next room of this game begins anew
        for _, future in room.awaited:
            future.cancel()
        elsewhere.forget(game_id)
        await channel.leave(game_id)


def seq_of(game_id: int) -> int:
    """The game's ``seq`` as far as this process knows it."""
    room = _rooms.get(game_id)
    return 0 if room is None else max(room.known, room.told or 0)


async def told(game_id: int, seq: int) -> None:
    """Waits until this process has told the game's history up to ``seq``; not at all where it tells nobody."""
    room = _rooms.get(game_id)
    if room is None or (room.told is not None and room.told >= seq):
        return
    future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    room.awaited.append((seq, future))
    await future


async def look() -> None:
    """Reads how far each game of this process is, and repairs those that are behind: what other processes did is heard this way too."""
    if not _rooms:
        return
    for game_id, seq in await in_database(_seqs, list(_rooms)):
        room = _rooms.get(game_id)
        if room is not None and room.told is not None and seq > room.told:
            room.known = max(room.known, seq)
            _advance(room)


def receive(published: Published) -> None:
    """Takes the facts of one committed change, in whatever order changes arrive."""
    room = _rooms.get(published.game_id)
    if room is None:
        return
    for fact in published.facts:
        if room.told is None or fact.seq > room.told:
            room.held[fact.seq] = fact
    after = published.facts[-1].seq if published.facts else 0
    room.known = max(room.known, after)
    _advance(room)


def _advance(room: Room) -> None:
    if room.pump is None or room.pump.done():
        room.pump = spawn(_tell_all(room))


async def _tell_all(room: Room) -> None:
    """Tells what is due; waits a little for what is late, then reads it."""
    waited = False
    while room.told is not None:
        if (fact := room.held.pop(room.told + 1, None)) is not None:
            waited = False
            await _tell(room, fact)
        elif room.known <= room.told:
            break
        elif not waited:
            waited = True
            await asyncio.sleep(REPAIR_AFTER)
        else:
            waited = False
            await _repair(room)


async def _tell(room: Room, fact: LoggedFact) -> None:
    seat = await _taken(room, fact) if fact.name == PlayerJoined.wire_name else None
    room.told = fact.seq
    counts["told"] += 1
    lag.add((datetime.now(UTC) - datetime.fromisoformat(fact.data["timestamp"])).total_seconds())
    for waiting in room.joining.values():
        waiting.facts.append(fact)
    await announce.tell(room.game_id, fact.name, fact.data)
    if fact.name in SEATINGS:
        await _change_seats(room, fact, seat)
    _release(room)


async def _tell_next(connection: Connection, waiting: Waiting, seq: int, secrets_after: int) -> None:
    """Tells somebody at the door what is next: a secret follows the fact that it belongs to."""
    if waiting.secrets and (not waiting.facts or waiting.secrets[0][0] < waiting.facts[0].seq):
        after, secret = waiting.secrets.pop(0)
        if after > secrets_after:
            await announce.tell_one(connection, secret.name, secret.data)
        return
    fact = waiting.facts.pop(0)
    if fact.seq > seq and not (waiting.is_out and fact.seq > waiting.parted):
        await announce.tell_one(connection, fact.name, fact.data)


async def _taken(room: Room, fact: LoggedFact) -> Player | None:
    """Who is about to be told to have sat down. Read only where somebody watches, and before it counts as told: if that fails, both are
    done again.
    """
    here = [*(each.player_id for each in connections.at(room.game_id)), *(waiting.player for waiting in room.joining.values())]
    if fact.data["is_bot"] or None not in here:
        return None
    return await in_database(Player.objects.filter(game=room.game_id, public_id=fact.data["player_id"]).first)


async def _change_seats(room: Room, fact: LoggedFact, seat: Player | None) -> None:
    if fact.name in PARTINGS:
        await _part(room, fact)
    elif seat is not None:
        for connection, waiting in room.joining.items():
            if waiting.player is None and connection.person.pk == seat.person_id and connections.get(connection.sid) is connection:
                waiting.player = waiting.seat = seat
    if _on_seats is not None:
        _on_seats(room.game_id, seat)


async def _part(room: Room, fact: LoggedFact) -> None:
    """Whoever has just stood up, or was made to, hears nothing further."""
    for waiting in at_door(room.game_id, fact.data["player_id"]).values():
        waiting.parted = fact.seq
    for connection in connections.of_player(room.game_id, fact.data["player_id"]):
        if connection.viewer is not None and sat_before(connection.viewer.player, fact.seq):
            await announce.leave(connection, room.game_id)


def sat_before(player: Player | None, seq: int) -> bool:
    """Whether a player took their chair before ``seq``. Who stood up then and has sat down again since has not."""
    return player is not None and player.joined_seq < seq


def _release(room: Room) -> None:
    told = room.told or 0
    for seq, future in room.awaited:
        if seq <= told and not future.done():
            future.set_result(None)
    room.awaited = [each for each in room.awaited if each[0] > told]


async def _repair(room: Room) -> None:
    told = room.told or 0
    facts = await in_database(_read, room.game_id, told)
    counts["gaps"] += 1
    counts["repaired"] += len(facts)
    log.info("history repaired", game_id=room.game_id, events=len(facts), after=told)
    if not facts:
        room.known = told
    for fact in facts:
        room.held.setdefault(fact.seq, fact)


def _seqs(game_ids: Sequence[int]) -> list[tuple[int, int]]:
    return list(Game.objects.filter(pk__in=game_ids).values_list("pk", "seq"))


def _read(game_id: int, after: int) -> list[LoggedFact]:
    rows = Event.objects.filter(game_id=game_id, seq__gt=after).order_by("seq").values_list("seq", "name", "data")[:READ_AT_ONCE]
    return [LoggedFact(seq, name, data) for seq, name, data in rows]
