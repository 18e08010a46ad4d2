"""Who sits at a table and what lies on it, read with one statement."""

from dataclasses import dataclass
from functools import cache
from typing import Any

import orjson
from django.db import connection

from games.models import Choice, Game, Player, Turn
from games.services.rows import Rows, fetched

PLAYERS = Rows(Player, "seated_at", "online_at")
TURNS = Rows(Turn, "scenario", "resolution")
CHOICES = Rows(Choice, "chosen_at")
OPTIONS = {"sqlite": "JSON_EXTRACT({}, '$.options')", "postgresql": "{} -> 'options'"}
"""The options within a scenario, which is long and of which nothing else is wanted here."""


@dataclass(frozen=True, slots=True)
class Sitting:
    """``choices`` by the player's primary key; ``options`` the texts by id. ``turn`` is None before the first."""

    players: list[Player]
    turn: Turn | None
    options: dict[str, str]
    choices: dict[int, Choice]


def read(game: Game) -> Sitting:
    """All who ever sat at a game, in the order of seats, and its current turn. For whoever holds the game's lock."""
    rows = fetched(_statement(connection.vendor), game.turn_number, game.pk)
    turns, choices = len(PLAYERS.names), len(PLAYERS.names) + len(TURNS.names) + 1
    turn = TURNS.of(rows[0][turns:]) if rows and rows[0][turns] is not None else None
    slips = [CHOICES.of(row[choices:]) for row in rows if row[choices] is not None]
    return Sitting(
        players=[PLAYERS.of(row) for row in rows],
        turn=turn,
        options=texts(orjson.loads(rows[0][choices - 1])) if turn is not None else {},
        choices={slip.player_id: slip for slip in slips},
    )


def texts(options: list[dict[str, Any]]) -> dict[str, str]:
    return {option["id"]: option["text"] for option in options}


@cache
def _statement(vendor: str) -> str:
    players, turns, choices = PLAYERS.table, TURNS.table, CHOICES.table
    options = OPTIONS[vendor].format(f'{turns}."scenario"')
    return f"""
        SELECT {PLAYERS.columns}, {TURNS.columns}, {options}, {CHOICES.columns} FROM {players}
        LEFT JOIN {turns} ON {turns}."game_id" = {players}."game_id" AND {turns}."number" = %s
        LEFT JOIN {choices} ON {choices}."turn_id" = {turns}."id" AND {choices}."player_id" = {players}."id"
        WHERE {players}."game_id" = %s ORDER BY {players}."seat"
    """  # noqa: S608
