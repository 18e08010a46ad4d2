"""Reads a pack of situations as an editor would."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from games.scenarios.check import complaints
from games.scenarios.pack import HOUSE, PackError, load_pack


class Command(BaseCommand):
    help = "Check the house's situations, or a folder's, by the rules of docs/writing.md. Exits with 1 and the complaints if there are any."
    requires_system_checks = ()  # a pack that cannot be read fails those, and it is for this command to say why

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", nargs="?", type=Path, default=HOUSE, help="a pack; without it, the house's own")

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        try:
            pack = load_pack(folder.resolve())
        except PackError as error:
            raise CommandError(str(error)) from error
        if found := complaints(pack.situations):
            raise CommandError("\n".join(found))
        self.stdout.write(f"situations: {len(pack.situations)}, complaints: none")
