"""Over which lines people are connected, and how well those carry."""

from collections.abc import Iterable
from dataclasses import dataclass
from time import monotonic
from typing import Any

from games.wire.desk import DeskLine
from realtime import announce, process
from realtime.connections import Connection, connections


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """One connection of a person, as the person's page shows it."""

    game_id: int | None
    player_id: str | None
    address: str
    process: str


def of_person(person_id: Any) -> list[Whereabouts]:
    found = (each for each in connections if each.person.pk == person_id)
    return [Whereabouts(each.game_id, each.player_id, each.address, process.name()) for each in found]


async def of_game(game_id: int) -> list[DeskLine]:
    return _told(connections.at(game_id))


def _told(found: Iterable[Connection]) -> list[DeskLine]:
    lines = [_line(each) for each in found]
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
