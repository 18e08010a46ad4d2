"""Deletes what nobody needs any more: games long over, the answers kept for asking again, and sessions that have ended."""

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from games.models import Command as Answered
from games.models import Game, PersonSession, Player
from games.rules.phases import Phase

AT_ONCE = 100
"""Rows in one transaction, so that nobody who plays waits for long."""
ANSWERS_FOR = timedelta(hours=24)


class Command(BaseCommand):
    help = (
        "Delete games that ended DAYS ago or earlier, old answers of those who play nowhere, and ended sessions. Only counts without --yes."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--finished-before", type=int, required=True, metavar="DAYS")
        parser.add_argument("--yes", action="store_true", help="delete them")

    def handle(self, *args: Any, **options: Any) -> None:
        days = max(0, options["finished_before"])
        for name, rows in due(timedelta(days=days)).items():
            count = _delete(rows) if options["yes"] else rows.count()
            self.stdout.write(f"{name}: {count}{'' if options['yes'] else ' would be deleted'}")


def due(age: timedelta) -> dict[str, QuerySet[Any]]:
    """What may be deleted, by what it is called."""
    now = timezone.now()
    plays = Player.objects.filter(person=OuterRef("person"), status=Player.Status.SEATED).exclude(game__phase=Phase.FINISHED)
    return {
        "games": Game.objects.filter(phase=Phase.FINISHED, finished_at__lt=now - age),
        "answers": Answered.objects.filter(~Exists(plays), at__lt=now - ANSWERS_FOR),
        "sessions": PersonSession.objects.filter(expire_date__lt=now),
    }


def _delete(rows: QuerySet[Any]) -> int:
    """How many rows are gone, without those that went with them."""
    count = 0
    while found := list(rows.order_by("pk").values_list("pk", flat=True)[:AT_ONCE]):
        rows.model._default_manager.filter(pk__in=found).delete()
        count += len(found)
    return count
