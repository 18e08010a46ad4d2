"""What the database holds at the end of a run, read with plain SQL: the same for Django's test database and a server's own file."""

import json
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

import psycopg

Rows = Sequence[Sequence[Any]]
Query = Callable[[str], Rows]
Data = dict[str, Any]


@dataclass(frozen=True, slots=True)
class StoredChoice:
    turn: int
    player_id: str
    text: str
    hesitated: bool


@dataclass(frozen=True, slots=True)
class StoredWhisper:
    turn: int
    player_id: str
    text: str
    shared: bool


@dataclass(slots=True)
class StoredGame:
    code: str
    phase: str
    seq: int
    events: list[Data] = field(default_factory=list)
    choices: list[StoredChoice] = field(default_factory=list)
    whispers: list[StoredWhisper] = field(default_factory=list)
    resolved: dict[int, bool] = field(default_factory=dict)
    """Each turn, and whether it was resolved."""


@dataclass(slots=True)
class Stored:
    games: dict[str, StoredGame]
    commands: set[str]

    def of(self, name: str) -> int:
        """How many such events there are."""
        return sum(event["event"] == name for game in self.games.values() for event in game.events)


def stored(query: Query) -> Stored:
    """Everything that a run is judged by."""
    games = {code: StoredGame(code, phase, seq) for code, phase, seq in query("SELECT code, phase, seq FROM games_game")}
    for code, seq, name, data in query(
        "SELECT g.code, e.seq, e.name, e.data FROM games_event e JOIN games_game g ON g.id = e.game_id ORDER BY g.id, e.seq"
    ):
        games[code].events.append({"event": name, "data": _json(data), "seq": seq})
    turn = "JOIN games_turn t ON t.id = x.turn_id JOIN games_game g ON g.id = t.game_id JOIN games_player p ON p.id = x.player_id"
    for code, *rest in query(f"SELECT g.code, t.number, p.public_id, x.text, x.hesitated FROM games_choice x {turn}"):
        games[code].choices.append(StoredChoice(*rest))
    for code, *rest in query(f"SELECT g.code, t.number, p.public_id, x.text, x.shared_at IS NOT NULL FROM games_whisper x {turn}"):
        games[code].whispers.append(StoredWhisper(*rest))
    for code, number, is_resolved in query(
        "SELECT g.code, t.number, t.resolved_at IS NOT NULL FROM games_turn t JOIN games_game g ON g.id = t.game_id"
    ):
        games[code].resolved[number] = bool(is_resolved)
    return Stored(games, {str(row[0]).replace("-", "") for row in query("SELECT cmd_id FROM games_command")})


def in_file(path: str) -> Stored:
    """What an SQLite file holds."""
    with closing(sqlite3.connect(path)) as connection:
        return stored(lambda sql: connection.execute(sql).fetchall())


def in_postgres(url: str) -> Stored:
    """What a PostgreSQL database holds."""
    with psycopg.connect(url) as connection:
        return stored(lambda sql: connection.execute(sql.encode()).fetchall())


def in_django() -> Stored:
    """What Django's own database holds."""
    from django.db import connection

    def query(sql: str) -> Rows:
        with connection.cursor() as cursor:
            cursor.execute(sql)
            return cursor.fetchall()

    try:
        return stored(query)
    finally:
        connection.close()


def _json(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value
