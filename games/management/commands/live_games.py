"""Lists the games that are not over."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db.models import Count, Q

from games.models import Game, Player
from games.rules.phases import Phase
from games.wire.times import wire_time

HEAD = ("code", "phase", "turn", "seats", "last activity")


class Command(BaseCommand):
    help = "List the games that are not over, the latest first."

    def handle(self, *args: Any, **options: Any) -> None:
        rows = [HEAD, *_rows()]
        widths = [max(len(row[column]) for row in rows) for column in range(len(HEAD))]
        for row in rows:
            self.stdout.write("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def _rows() -> list[tuple[str, ...]]:
    seated = Count("players", filter=Q(players__status=Player.Status.SEATED))
    games = Game.objects.exclude(phase=Phase.FINISHED).annotate(seated=seated).order_by("-active_at")
    return [
        (game.code, game.phase, f"{game.turn_number}/{game.max_turns}", f"{game.seated}/{game.max_players}", wire_time(game.active_at))
        for game in games.iterator()
    ]
