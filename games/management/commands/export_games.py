"""Writes games to a file, as the desk does."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from games import archives
from games.models import Game


class Command(BaseCommand):
    help = "Write games as JSON to the standard output."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code", nargs="+")
        parser.add_argument("--secrets", action="store_true", help="whole games, which can be read back; without it only finished ones are")

    def handle(self, *args: Any, **options: Any) -> None:
        games = [self._named(code) for code in options["code"]]
        file = archives.file_of(archives.archived(game, secrets=options["secrets"]) for game in games)
        self.stdout.write(json.dumps(file, ensure_ascii=False, indent=2))

    def _named(self, code: str) -> Game:
        game = Game.objects.filter(code=code.strip().upper()).first()
        if game is None:
            raise CommandError(f"There is no table with the code {code}.")
        return game
