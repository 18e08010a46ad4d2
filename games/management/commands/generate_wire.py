"""Writes the documents and types that are made from the declared messages and the HTTP API, or says which are stale."""

from argparse import ArgumentParser
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from games.api.entry import openapi
from games.wire.generate import asyncapi, events_md, schema, typescript
from games.wire.generate.pretty import pretty

FILES: Mapping[str, Callable[[], str]] = {
    "docs/events.md": events_md.text,
    "docs/wire.schema.json": schema.text,
    "docs/asyncapi.json": asyncapi.text,
    "docs/openapi.json": lambda: pretty(openapi()),
    "static/codex/js/client/wire.d.ts": lambda: typescript.text(Path(settings.BASE_DIR)),
}


class Command(BaseCommand):
    help = "Write the documents and types generated from games/wire and games/api. With --check, write nothing and name each stale file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if a file is stale")

    def handle(self, *args: Any, check: bool = False, **options: Any) -> None:
        try:
            changed = stale(Path(settings.BASE_DIR))
        except typescript.ToolMissingError as error:
            raise CommandError(str(error)) from error
        if check and changed:
            raise CommandError("\n".join(f"{name} is stale: run manage.py generate_wire" for name in changed))
        for name, text in changed.items():
            path = Path(settings.BASE_DIR) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            self.stdout.write(f"{name} written")


def stale(project: Path) -> dict[str, str]:
    """The files below ``project`` that are not what they should be, with what they should be."""
    made = {name: make() for name, make in FILES.items()}
    return {name: text for name, text in made.items() if _kept(project / name) != text}


def _kept(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.is_file() else None
