"""Reads games back from a file that the desk has exported."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from games import archives


class Command(BaseCommand):
    help = "Read games back from an exported file: all of them, or none."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            games = archives.read_file(options["file"].read_bytes())
            with transaction.atomic():
                for each in games:
                    self.stdout.write(archives.restore(each).code)
        except (OSError, archives.ArchiveError) as error:
            raise CommandError(str(error)) from error
