"""Lists of tables: those with a free chair, and somebody's own."""

from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Subquery
from django.db.models.functions import Coalesce

from games.models import Choice, Game, Person, Player
from games.rules.phases import Phase

MOST_TABLES = 200


def open_tables() -> list[dict[str, Any]]:
    """Public games that still have a free seat, the newest first, ``MOST_TABLES`` at most."""
    # A subquery: joined and grouped, all the players of all open games would be counted before the newest are taken.
    seated = Player.objects.filter(game=OuterRef("pk"), status=Player.Status.SEATED).order_by().values("game")
    games = (
        Game.objects.filter(is_public=True, phase=Phase.LOBBY)
        .select_related("host")
        .annotate(seated=Coalesce(Subquery(seated.values(count=Count("pk"))), 0))
        .filter(seated__lt=F("max_players"))
        .order_by("-created_at")[:MOST_TABLES]
    )
    return [{**terms_of(game), "player_count": game.seated} for game in games]


def terms_of(game: Game) -> dict[str, Any]:
    """What a table was set up with, and whose it is."""
    return {
        "game_code": game.code,
        "host_name": game.host.name if game.host else None,
        "max_players": game.max_players,
        "max_turns": game.max_turns,
        "turn_seconds": game.turn_seconds,
        "auto_resolve": game.auto_resolve,
        "allow_spectators": game.allow_spectators,
        "is_public": game.is_public,
        "phase": game.phase,
        "turn_number": game.turn_number,
    }


def own_tables(person: Person) -> list[dict[str, Any]]:
    """The open games this person has a seat in, the latest seat first, ``MOST_TABLES`` at most."""
    chosen = Choice.objects.filter(player=OuterRef("pk"), turn__number=OuterRef("game__turn_number"))
    seats = (
        Player.objects.filter(person=person, status=Player.Status.SEATED)
        .exclude(game__phase=Phase.FINISHED)
        .select_related("game__host")
        .annotate(has_chosen=Exists(chosen))
        .order_by("-seated_at")[:MOST_TABLES]
    )
    return [
        {
            **terms_of(seat.game),
            "player_id": seat.public_id,
            "player_name": seat.name,
            "your_move": seat.game.phase == Phase.SCENARIO and not seat.has_chosen,
        }
        for seat in seats
    ]
