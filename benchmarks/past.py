"""Games that are over, straight into the database: ``python -m benchmarks.past COUNT``, run by the game's own Python."""

import os
import sys
from datetime import timedelta
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "arcane_site.settings")
django.setup()

from django.db import transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from games.models import Choice, Event, Game, Person, Player, Turn  # noqa: E402
from games.rules.phases import EndReason, Phase  # noqa: E402

AT_ONCE = 5000
EVENTS = 4


def add(count: int) -> None:
    """Adds so many finished games: one player, one turn, one choice, and a few events each."""
    someone = Person.objects.create(name="Long ago")
    for begin in range(0, count, AT_ONCE):
        with transaction.atomic():
            _add(min(AT_ONCE, count - begin), someone)


def _add(count: int, someone: Person) -> None:
    at = timezone.now() - timedelta(days=30)
    over: dict[str, Any] = {
        "phase": Phase.FINISHED,
        "end_reason": next(iter(EndReason)),
        "finished_at": at,
        "seq": EVENTS,
        "turn_number": 1,
    }
    # By number: of so many codes left to chance some would be alike.
    there = Game.objects.count()
    games = Game.objects.bulk_create([Game(code=f"P{number:05X}", **over) for number in range(there, there + count)])
    players = Player.objects.bulk_create(
        [Player(game=game, person=someone, name="Long ago", name_key="long ago", seat=1, seated_at=at) for game in games]
    )
    turns = Turn.objects.bulk_create(
        [
            Turn(game=game, number=1, scenario_id=f"past-{game.pk}", scenario={}, opened_seq=1, opened_at=at, resolved_at=at, resolution={})
            for game in games
        ]
    )
    Choice.objects.bulk_create(
        [Choice(turn=turn, player=player, text="Ran.", chosen_at=at) for turn, player in zip(turns, players, strict=True)]
    )
    Event.objects.bulk_create(
        [
            Event(game=game, seq=seq, name="chat_message", data={"text": "Long ago."}, at=at)
            for game in games
            for seq in range(1, EVENTS + 1)
        ]
    )


if __name__ == "__main__":
    add(int(sys.argv[1]))
