"""Real people at real tables: names, seats and scenes, all through the game's own API."""

import asyncio
import subprocess
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from benchmarks.contestants import SECRET_KEY, sqlite, start_game, without
from benchmarks.crowd import Seat, Table
from benchmarks.http import Line
from benchmarks.places import GAME_PYTHON, ROOT, VAR

AT_ONCE = 16

Thing = TypeVar("Thing")
Made = TypeVar("Made")
CHOICE = "I open the left door and hold up the lantern"


@dataclass(frozen=True, slots=True)
class Seed:
    """A SQLite file, and who sits at the tables in it, each with an open turn."""

    database: Path
    tables: list[Table]


def migrate(database_url: str) -> None:
    run_in_game(database_url, "django", "migrate", "--settings", "arcane_site.settings", "--verbosity", "0")


def run_in_game(database_url: str, *arguments: str) -> None:
    """Runs a module with the game's own Python and settings."""
    environment = {"SECRET_KEY": SECRET_KEY, "DATABASE_URL": database_url}
    subprocess.run([GAME_PYTHON, "-m", *arguments], cwd=ROOT, env=environment, check=True)


async def seed(tables: int, seats: int, *, begun: bool = True) -> Seed:
    """Makes a database with so many tables, their stories ``begun``. One process does it, as SQLite has one writer; on any core."""
    database = without(VAR / f"seed-{tables}x{seats}.sqlite3")
    migrate(sqlite(database))
    server = start_game("seeding", sqlite(database), core=None)
    try:
        return Seed(database, await sit([server.port], tables, seats, begun=begun))
    finally:
        server.end()


async def sit(ports: Sequence[int], tables: int, seats: int, *, begun: bool = True) -> list[Table]:
    """Fills so many tables, and opens the first turn at each."""
    first = Line(ports[0])
    await first.ask("GET", "/api/csrf-token")

    async def fill(number: int) -> Table:
        port = ports[number % len(ports)]
        table = await _table(port, first.cookies, number, seats)
        if begun:
            await _as_host(port, table, "start_game", "generate_scenario")
        return table

    first.close()
    return await at_once(range(tables), fill)


async def _table(port: int, cookies: dict[str, str], number: int, seats: int) -> Table:
    """A table; the CSRF cookie, which is nobody's in particular, is handed around."""
    table: Table | None = None
    for place in range(seats):
        line = Line(port, cookies)
        name = f"Player {number}.{place}"
        await line.ask("POST", "/api/set_username", {"username": name})
        if table is None:
            answer = await line.ask("POST", "/api/create_game", {"max_players": seats, "max_turns": 50})
            table = Table(answer["game_code"], [])
        else:
            answer = await line.ask("POST", "/api/join_game", {"game_code": table.code})
        table.seats.append(Seat(answer["player_id"], name, line.cookies))
        line.close()
    assert table is not None
    return table


async def next_turns(port: int, tables: Iterable[Table]) -> list[Table]:
    """Ends the open turn of each table and opens the next; gives the tables that are still under way."""
    going = await at_once(list(tables), lambda table: _next_turn(port, table))
    return [table for table in going if table is not None]


async def _next_turn(port: int, table: Table) -> Table | None:
    line = Line(port, table.seats[0].cookies)
    try:
        resolved = await line.ask("POST", "/api/resolve_turn", {"game_code": table.code, "force": True})
        if resolved["trust"] == 0:
            return None
        await line.ask("POST", "/api/generate_scenario", {"game_code": table.code})
        return table
    finally:
        line.close()


async def _as_host(port: int, table: Table, *calls: str) -> None:
    line = Line(port, table.seats[0].cookies)
    for call in calls:
        await line.ask("POST", f"/api/{call}", {"game_code": table.code})
    line.close()


async def at_once(things: Iterable[Thing], make: Callable[[Thing], Awaitable[Made]], *, most: int = AT_ONCE) -> list[Made]:
    """Makes something of each thing, several at a time; in the order of the things."""
    waiting = iter(enumerate(things))
    made: dict[int, Made] = {}

    async def some() -> None:
        for number, thing in waiting:
            made[number] = await make(thing)

    await asyncio.gather(*(some() for _ in range(most)))
    return [made[number] for number in sorted(made)]
