"""The counters above the list. Each reads an index, however many games there are."""

from datetime import timedelta
from typing import Any

from django.db.models import Max, Q
from django.utils import timezone

from games.models import Event, Game
from games.rules.phases import Phase
from realtime.desk import ring

LATELY = timedelta(days=1)
MOST_EVENTS = 20_000
REFUSED = "codex_rate_limited_total"
PEOPLE = "codex_people"


def counters() -> dict[str, Any]:
    """``{"games", "players", "events", "refused"}``: games going on in which something happened within a day, people with a connection,
    events within a minute, and acts refused as too fast since the processes began.
    """
    now = timezone.now()
    going_on = Game.objects.filter(~Q(phase=Phase.FINISHED), active_at__gte=now - LATELY).count()
    last = Event.objects.aggregate(last=Max("pk"))["last"] or 0
    events = Event.objects.filter(pk__gt=last - MOST_EVENTS, at__gte=now - timedelta(minutes=1)).count()
    told = [sample.figures for sample in ring.latest()]
    return {
        "games": going_on,
        "players": sum(round(figures.get(PEOPLE, 0)) for figures in told),
        "events": events,
        "refused": sum(round(value) for figures in told for name, value in figures.items() if name.startswith(REFUSED)),
    }
