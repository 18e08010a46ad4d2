"""Who is on the other end of each socket that this process holds."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field
from time import monotonic

from games import tracing
from games.models import Person
from games.services.access import Viewer
from realtime.limits.rate import Caller


@dataclass(slots=True, eq=False)
class Connection:
    """One client on one namespace. ``viewer`` is None while it is in no room; ``be`` alone changes it, with what follows from it and is
    asked for at each event.
    """

    sid: str
    person: Person
    session_key: str
    address: str = ""
    namespace: str = "/"
    viewer: Viewer | None = None
    door: asyncio.Lock = field(default_factory=asyncio.Lock)
    """Held while it goes in or out, so that it is at one door at a time."""
    valid_at: float = field(default_factory=monotonic)
    """When the session was last seen to be valid."""
    caller: Caller = field(init=False)
    """Who acts here, for the limits."""
    session: str | None = field(init=False)
    """What the log calls the session."""
    game_id: int | None = field(init=False)
    code: str | None = field(init=False)
    """The game's, as people say it."""
    player_id: str | None = field(init=False)
    """The public id of the seat, None for a spectator or outside a room."""

    def __post_init__(self) -> None:
        self.caller = Caller(self.person.pk, self.address)
        self.session = tracing.session_of(self.session_key)
        self.be(self.viewer)

    def be(self, viewer: Viewer | None) -> None:
        """Is somebody in a room from now on, or in none."""
        player = None if viewer is None else viewer.player
        self.viewer = viewer
        self.game_id, self.code = (None, None) if viewer is None else (viewer.game.pk, viewer.game.code)
        self.player_id = None if player is None else player.public_id


class Connections:
    """The sockets of this process, by sid and by game. Only the event loop's thread changes it."""

    def __init__(self) -> None:
        self._by_sid: dict[str, Connection] = {}
        self._by_game: dict[int, dict[str, Connection]] = {}

    def __iter__(self) -> Iterator[Connection]:
        return iter(list(self._by_sid.values()))

    def __len__(self) -> int:
        return len(self._by_sid)

    def add(self, connection: Connection) -> None:
        self._by_sid[connection.sid] = connection

    def get(self, sid: str) -> Connection | None:
        return self._by_sid.get(sid)

    def remove(self, sid: str) -> Connection | None:
        connection = self._by_sid.pop(sid, None)
        if connection is not None:
            self.leave(connection)
        return connection

    def enter(self, connection: Connection, viewer: Viewer) -> None:
        self.leave(connection)
        connection.be(viewer)
        self._by_game.setdefault(viewer.game.pk, {})[connection.sid] = connection

    def leave(self, connection: Connection) -> None:
        game_id = connection.game_id
        if game_id is None:
            return
        connection.be(None)
        there = self._by_game.get(game_id, {})
        there.pop(connection.sid, None)
        if not there:
            self._by_game.pop(game_id, None)

    def at(self, game_id: int) -> list[Connection]:
        return list(self._by_game.get(game_id, {}).values())

    def of_player(self, game_id: int, player_id: str) -> list[Connection]:
        return [connection for connection in self.at(game_id) if connection.player_id == player_id]

    def watching(self, game_id: int, person_id: object) -> list[Connection]:
        """The connections of a person that are in a room as a spectator's."""
        return [connection for connection in self.at(game_id) if connection.player_id is None and connection.person.pk == person_id]

    @property
    def games(self) -> list[int]:
        return list(self._by_game)


connections = Connections()
desks = Connections()
"""Staff on the namespace ``/admin``: they hear a game's room, and are nobody in it."""
