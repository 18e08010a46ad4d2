"""Does a turn cost more when a game is old, when many games are over, when many people watch another?"""

import asyncio
from typing import Any

from benchmarks.contestants import copied, sqlite, start_game
from benchmarks.crowd import Crowd, Seat, Table
from benchmarks.figures import median
from benchmarks.http import Line
from benchmarks.loads.choosing import Choosing, Door
from benchmarks.processes import Process
from benchmarks.scale import Scale
from benchmarks.seeding import Seed, at_once, next_turns, run_in_game, seed

SEATS = 4


async def measure(scale: Scale) -> dict[str, Any]:
    """A table of cost against size, for each of the three."""
    people = await seed(scale.growth_tables + 1, SEATS)
    return {
        "events in the game": await _ages(people, scale),
        "finished games": await _pasts(people, scale),
        "spectators elsewhere": await _watched(people, scale),
    }


async def _ages(people: Seed, scale: Scale) -> list[dict[str, Any]]:
    """One game grows old by talk; its turns are played at each age."""
    server = start_game("ages", sqlite(copied(people.database, "ages")))
    try:
        found = []
        for age, table in zip(scale.ages, people.tables, strict=False):
            await _talk(server, table, age)
            found.append({"size": age, **await _cost(server, [table], scale.turns)})
        return found
    finally:
        server.end()


async def _pasts(people: Seed, scale: Scale) -> list[dict[str, Any]]:
    """The same tables, with ever more games in the database that are over."""
    database, found, there = copied(people.database, "pasts"), [], 0
    for many in scale.past_games:
        run_in_game(sqlite(database), "benchmarks.past", str(many - there))
        there = many
        server = start_game("pasts", sqlite(database))
        try:
            found.append({"size": many, **await _cost(server, people.tables[: scale.growth_tables], 2)})
        finally:
            server.end()
    return found


async def _watched(people: Seed, scale: Scale) -> list[dict[str, Any]]:
    """The last table is watched; at the others they play."""
    server = start_game("watched", sqlite(copied(people.database, "watched")))
    try:
        found = []
        for many in scale.spectators:
            crowd = await _spectators(server, people.tables[scale.growth_tables], many)
            found.append({"size": many, **await _cost(server, people.tables[: scale.growth_tables], 2)})
            await crowd.part()
        return found
    finally:
        server.end()


async def _talk(server: Process, table: Table, age: int) -> None:
    line = Line(server.port, table.seats[0].cookies)
    state = await line.ask("GET", f"/api/game_state?game_code={table.code}")
    for _ in range(age - state["seq"]):
        await line.ask("POST", "/api/chat_message", {"game_code": table.code, "text": "Does anybody see the door?"})
    line.close()


async def _cost(server: Process, tables: list[Table], turns: int) -> dict[str, Any]:
    """Milliseconds of the server's CPU for a turn of four choices, and for ending it and opening the next."""
    crowd = Crowd(server.port, tables)
    await crowd.connect()
    choosing, between, latest = [], [], []
    for _ in range(turns):
        window = await Choosing(crowd, [server], Door.SOCKET).measure(in_flight=1)
        before, played = server.fine_cpu(), len(crowd.tables)
        crowd.tables = await next_turns(server.port, crowd.tables)
        between.append((server.fine_cpu() - before) / played * 1000)
        choosing.append(window.server_cpu / window.count * 1000)
        latest.append(window.seen_ms(50))
    await crowd.part()
    return {"choice_ms": _short(choosing), "between_turns_ms": _short(between), "seen_p50_ms": _short(latest)}


def _short(values: list[float | None]) -> float | None:
    found = median(values)
    return None if found is None else round(found, 3)


async def _spectators(server: Process, table: Table, many: int) -> Crowd:
    """People who took a name and no seat."""

    async def stranger(number: int) -> Seat:
        line = Line(server.port)
        await line.ask("GET", "/api/csrf-token")
        await line.ask("POST", "/api/set_username", {"username": f"Watcher {number}"})
        line.close()
        return Seat("", "", line.cookies)

    seats = await at_once(range(many), stranger)
    crowd = Crowd(server.port, [Table(table.code, seats)])
    await crowd.connect()
    await asyncio.sleep(1)
    return crowd
