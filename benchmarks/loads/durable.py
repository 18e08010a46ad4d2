"""The durable turn: from a choice to the eyes of the other three, stored first. The peers keep it in memory."""

from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Any

from benchmarks.contestants import FLASK, NODE, copied, sqlite, start_flask, start_game, start_node, strangers
from benchmarks.crowd import Crowd, Table
from benchmarks.figures import Window, ratio, summary
from benchmarks.http import Line
from benchmarks.loads.choosing import Choosing, Door
from benchmarks.postgres import postgres
from benchmarks.processes import Process
from benchmarks.scale import Scale
from benchmarks.seeding import at_once, migrate, next_turns, seed, sit

SEATS = 4
IN_FLIGHT = 16
ON_SQLITE, ON_POSTGRES = "game, SQLite", "game, PostgreSQL"
DOORS = {
    ON_SQLITE: (Door.SOCKET, Door.HTTP),
    ON_POSTGRES: (Door.SOCKET, Door.HTTP),
    NODE: (Door.SOCKET,),
    FLASK: (Door.HTTP_THEN_EVENT, Door.SOCKET),
}
ORIGINAL = f"{FLASK}: {Door.HTTP_THEN_EVENT.value}"


@dataclass(slots=True)
class Contestant:
    """A server with its people."""

    server: Process
    crowd: Crowd
    plays: bool
    """Whether turns have to be ended and opened; the peers' do it by themselves."""

    async def measure(self, door: Door) -> Window:
        window = await Choosing(self.crowd, [self.server], door).measure(in_flight=IN_FLIGHT)
        if self.plays:
            self.crowd.tables = await next_turns(self.server.port, self.crowd.tables)
        return window


async def measure(scale: Scale) -> dict[str, Any]:
    """Every door of every contestant in each round."""
    rounds: dict[str, list[Window]] = {f"{name}: {door.value}": [] for name, doors in DOORS.items() for door in doors}
    async with AsyncExitStack() as after:
        contestants = await _contestants(scale, after)
        for _ in range(scale.rounds):
            for name, doors in DOORS.items():
                for door in doors:
                    rounds[f"{name}: {door.value}"].append(await contestants[name].measure(door))
    return {name: {**summary(windows), **_vs_flask(windows, rounds[ORIGINAL])} for name, windows in rounds.items()}


async def _contestants(scale: Scale, after: AsyncExitStack) -> dict[str, Contestant]:
    people = await seed(scale.tables, SEATS)
    games = start_game(ON_SQLITE, sqlite(copied(people.database, ON_SQLITE)))
    after.callback(games.end)
    url = after.enter_context(postgres()).url
    migrate(url)
    stored = start_game(ON_POSTGRES, url)
    after.callback(stored.end)
    seated = await sit([stored.port], scale.tables, SEATS)
    node, flask = start_node(), start_flask()
    after.callback(node.end)
    after.callback(flask.end)
    tables = strangers(people.tables)
    signed_in = strangers(people.tables)
    await _sign_in(flask.port, signed_in)
    return {
        ON_SQLITE: await _with_people(games, people.tables, after, plays=True),
        ON_POSTGRES: await _with_people(stored, seated, after, plays=True),
        NODE: await _with_people(node, tables, after),
        FLASK: await _with_people(flask, signed_in, after),
    }


async def _with_people(server: Process, tables: list[Table], after: AsyncExitStack, *, plays: bool = False) -> Contestant:
    crowd = Crowd(server.port, tables)
    after.push_async_callback(crowd.part)
    await crowd.connect()
    return Contestant(server, crowd, plays)


async def _sign_in(port: int, tables: list[Table]) -> None:
    """Gets everybody the peer's session cookie."""

    async def sign_in(table: Table) -> None:
        for seat in table.seats:
            line = Line(port)
            await line.ask("POST", "/api/join", {"game_code": table.code, "player_id": seat.player_id, "player_name": seat.name})
            seat.cookies.update(line.cookies)
            line.close()

    await at_once(tables, sign_in)


def _vs_flask(own: list[Window], flask: list[Window]) -> dict[str, float | None]:
    """Choices a second, more is better; and CPU for each, less is better, which tells more while other programs work on the machine."""
    return {
        "choices_vs_flask": ratio([each.per_second for each in own], [each.per_second for each in flask]),
        "cpu_vs_flask": ratio([each.cpu_us for each in own], [each.cpu_us for each in flask]),
    }
