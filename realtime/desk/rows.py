"""How a game stands, in the words of the list: for the page, and once more for whoever watches it."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from django.utils.timesince import timesince

from games.models import Choice, Game, Player, Turn
from games.scenarios.bands import band_of
from realtime import presence
from realtime.desk import whereabouts

MOST_ROWS = 100


def with_standing(games: QuerySet[Game]) -> QuerySet[Any]:
    """Games with who is seated and what is open, in a fixed number of queries."""
    chosen = Prefetch("choices", Choice.objects.only("turn_id", "player_id"))
    open_turns = Turn.objects.filter(resolved_at=None).defer("scenario", "resolution").prefetch_related(chosen)
    seated = Player.objects.filter(status=Player.Status.SEATED).order_by("seat")
    return games.select_related("host").prefetch_related(
        Prefetch("players", seated, to_attr="seated"), Prefetch("turns", open_turns, to_attr="open_turns")
    )


def rows_of(game_ids: Collection[int]) -> dict[int, dict[str, str]]:
    """The cells of these games by column; those that are gone are left out."""
    games = list(with_standing(Game.objects.filter(pk__in=list(game_ids)[:MOST_ROWS])))
    note_lines(games)
    return {game.pk: {name: cell(game) for name, cell in CELLS.items()} for game in games}


def note_lines(games: Collection[Any]) -> None:
    """Notes at each game over which lines people are connected to it, whatever process holds them."""
    lines = whereabouts.of_games([game.pk for game in games])
    for game in games:
        game.lines = lines[game.pk]


def turn(game: Any) -> str:
    return f"{game.turn_number}/{game.max_turns}"


def trust(game: Any) -> str:
    return f"{game.trust}, {band_of(game.trust)}"


def seats(game: Any) -> str:
    return f"{len(game.seated)}/{game.max_players}"


def online(game: Any) -> str:
    here = {line.player_id for line in game.lines}
    if not settings.REDIS_URL:  # otherwise each game of the list would be asked about by itself
        here |= set(presence.online(game.pk))
    return ", ".join(player.name for player in game.seated if player.public_id in here) or "nobody"


def waited_for(game: Any) -> str:
    """Names, and since when."""
    for each in game.open_turns:
        chosen = {choice.player_id for choice in each.choices.all()}
        names = ", ".join(player.name for player in game.seated if player.pk not in chosen)
        return f"{names or 'the host'}, for {timesince(each.opened_at, timezone.now())}"
    return ""


def deadline(game: Any) -> str:
    for each in game.open_turns:
        return "paused" if each.time_left is not None else moment(each.deadline) if each.deadline else ""
    return ""


def last_activity(game: Any) -> str:
    return moment(game.active_at)


def spectators(game: Any) -> str:
    return str(len({line.name for line in game.lines if line.player_id is None}) or "")


def process(game: Any) -> str:
    """Which processes hold the connections."""
    return ", ".join(sorted({line.process for line in game.lines}))


def moment(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M}"


CELLS = {
    "phase": lambda game: str(game.phase),
    "turn": turn,
    "trust_in_words": trust,
    "seats": seats,
    "online": online,
    "spectators": spectators,
    "waited_for": waited_for,
    "deadline": deadline,
    "last_activity": last_activity,
    "process": process,
}
