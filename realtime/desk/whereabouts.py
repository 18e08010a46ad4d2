"""Over which lines people are connected, and how well those carry: to this process, and to the others that share a Redis with it."""

from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass
from time import monotonic, sleep
from typing import Any
from uuid import UUID

from django.conf import settings

from games.wire.desk import DeskLine
from realtime import announce, process
from realtime.connections import Connection, connections
from realtime.desk import sharing


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """One connection of a person, as the person's page shows it."""

    game_id: int | None
    player_id: str | None
    address: str
    process: str


def of_games(game_ids: Collection[int]) -> dict[int, list[DeskLine]]:
    """The connections in each game's room. Asks Redis, where there is one: not for the event loop."""
    others = sharing.ask([_topic("game", game_id) for game_id in game_ids])
    return {
        game_id: _sorted([*_lines(game_id), *(DeskLine(**each) for each in others.get(_topic("game", game_id), ()))])
        for game_id in game_ids
    }


def of_person(person_id: UUID) -> list[Whereabouts]:
    """The connections of a person. Waits for what other processes tell, where there are any."""
    topic = _topic("person", person_id)
    others = sharing.ask([topic]).get(topic, [])
    if settings.REDIS_URL and not others:
        sleep(1.5 * sharing.LOOK_SECONDS)
        others = sharing.ask([topic]).get(topic, [])
    return [*_of_person(person_id), *(Whereabouts(**each) for each in others)]


def know(topic: str) -> list[dict[str, Any]]:
    """What this process tells others of a topic."""
    kind, _, key = topic.partition(":")
    if kind == "game":
        return [line.to_wire() for line in _lines(int(key))]
    return [asdict(each) for each in _of_person(UUID(key))]


def _topic(kind: str, key: object) -> str:
    return f"{kind}:{key}"


def _of_person(person_id: UUID) -> list[Whereabouts]:
    found = (each for each in connections if each.person.pk == person_id)
    return [Whereabouts(each.game_id, each.player_id, each.address, process.name()) for each in found]


def _lines(game_id: int) -> list[DeskLine]:
    return [_line(each) for each in connections.at(game_id)]


def _sorted(lines: Iterable[DeskLine]) -> list[DeskLine]:
    return sorted(lines, key=lambda line: (line.player_id or "", line.process, line.transport, line.name))


def _line(connection: Connection) -> DeskLine:
    eio_sid = announce.server().manager.eio_sid_from_sid(connection.sid, connection.namespace)
    line = announce.server().lines.get(eio_sid)
    player = connection.viewer.player if connection.viewer is not None else None
    return DeskLine(
        player_id=connection.player_id,
        name=player.name if player is not None else connection.person.name,
        transport=_transport(eio_sid),
        lag=None if line is None or line.lag is None else round(line.lag, 3),
        silent=None if line is None or line.heard_at is None else round(monotonic() - line.heard_at),
        process=process.name(),
    )


def _transport(eio_sid: str | None) -> str:
    try:
        return str(announce.server().eio.transport(eio_sid))
    except KeyError:  # gone meanwhile
        return "none"
