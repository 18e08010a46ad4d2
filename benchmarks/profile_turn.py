"""What one choice costs beneath the doors: statements, CPU time and wall time through the services alone.

    python -m benchmarks.profile_turn [--tables 100] [--profile]

Uses a database of its own, SQLite in a temporary folder, or an empty one that DATABASE_URL names.
"""

import argparse
import cProfile
import os
import pstats
import secrets
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

Act = Callable[[], Any]


def prepare() -> None:
    """A database with all tables, and Django upon it."""
    os.environ.setdefault("DATABASE_URL", f"sqlite:///{Path(tempfile.mkdtemp(prefix='turn-')) / 'turn.sqlite3'}")
    os.environ.setdefault("SECRET_KEY", secrets.token_urlsafe(60))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "arcane_site.settings")
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)


def begun(tables: int) -> list[tuple[str, list[Any]]]:
    """Tables of four whose story has begun: code and people, the host first."""
    from games.models import Person
    from games.services import seats, turns

    made = []
    for number in range(tables):
        people = [Person.objects.create(name=f"Guest {number}-{seat}") for seat in range(4)]
        code = seats.create(person=people[0], terms=seats.Terms(max_turns=50)).game_code
        for person in people[1:]:
            seats.join(person=person, code=code)
        turns.start(person=people[0], code=code)
        made.append((code, people))
    return made


def phases(tables: list[tuple[str, list[Any]]], *, with_id: bool) -> dict[str, list[Act]]:
    """One turn at every table, as three lists of acts."""
    from games.services import scenes, turns
    from games.services.commands import once

    def choosing(person: Any, code: str) -> Act:
        content = {"game_code": code, "choice": "own words, as most people have", "turn_number": None}
        cmd_id = str(uuid4()) if with_id else None
        return lambda: once(
            person=person,
            name="make_choice",
            cmd_id=cmd_id,
            content=content,
            act=lambda: turns.choose(person=person, code=code, choice=str(content["choice"])),
        )

    def opening(code: str, host: Any) -> Act:
        return lambda: scenes.open_scene(person=host, code=code, scene=scenes.ask(person=host, code=code))

    def resolving(code: str, host: Any) -> Act:
        return lambda: turns.resolve(person=host, code=code)

    return {
        "open a turn": [opening(code, people[0]) for code, people in tables],
        "choose": [choosing(person, code) for seat in range(4) for code, people in tables for person in (people[seat],)],
        "resolve": [resolving(code, people[0]) for code, people in tables],
    }


def measured(acts: list[Act]) -> tuple[float, float]:
    """CPU and wall microseconds for each act."""
    cpu, wall = time.process_time(), time.perf_counter()
    for act in acts:
        act()
    return tuple(1e6 * spent / len(acts) for spent in (time.process_time() - cpu, time.perf_counter() - wall))  # type: ignore[return-value]


def statements(act: Act) -> list[str]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        act()
    return [str(each["sql"])[:150] for each in captured]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--tables", type=int, default=100)
    options.add_argument("--turns", type=int, default=3)
    options.add_argument("--profile", action="store_true")
    asked = options.parse_args()
    prepare()
    tables = begun(asked.tables)
    for with_id in (False, True):
        for name, (act, *_) in phases(tables[:1], with_id=with_id).items():
            if name == "choose":
                print(f"with cmd_id: {with_id}", *statements(act), sep="\n    ")
                tables = tables[1:]
            else:
                act()
            if name == "choose":
                break
    best: dict[str, tuple[float, float]] = {}
    profile = cProfile.Profile()
    for _ in range(asked.turns):
        for name, acts in phases(tables, with_id=True).items():
            if asked.profile and name == "choose":
                profile.enable()
            best[name] = min(best.get(name, (1e9, 1e9)), measured(acts))
            profile.disable()
    for name, (cpu, wall) in best.items():
        print(f"{name:12} {cpu:8.0f} µs CPU {wall:8.0f} µs wall")
    if asked.profile:
        pstats.Stats(profile).sort_stats("tottime").print_stats(40)


if __name__ == "__main__":
    main()
