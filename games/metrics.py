"""How busy this process and the house are, as Prometheus asks. Every count reads an index, so that asking stays cheap."""

import logging
from collections.abc import Iterator
from datetime import timedelta
from functools import cache

from django.db import DatabaseError
from django.db.models import Count
from django.utils import timezone
from prometheus_client import CollectorRegistry, ProcessCollector
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from games.models import Game, Turn
from games.rules.phases import Phase
from realtime import limits
from realtime.connections import connections

log = logging.getLogger(__name__)

LATELY = timedelta(days=1)
LATE = timedelta(seconds=5)


class CodexCollector(Collector):
    """Counts when it is asked, and keeps nothing."""

    def collect(self) -> Iterator[Metric]:
        yield GaugeMetricFamily("codex_connections", "Sockets that this process holds.", len(connections))
        yield GaugeMetricFamily("codex_rooms", "Games that this process tells somebody about.", len(connections.games))
        limited = CounterMetricFamily("codex_rate_limited", "Acts that this process refused as too fast.", labels=["act"])
        for act, count in sorted(limits.refused.items()):
            limited.add_metric([act], count)
        yield limited
        try:
            yield from (_games(), _late_turns())
            up = 1
        except DatabaseError as error:
            log.warning("metrics without the database: %s", type(error).__name__)
            up = 0
        yield GaugeMetricFamily("codex_database_up", "Whether the database answered.", up)


@cache
def registry() -> CollectorRegistry:
    """All that this process tells: of itself, and of the house."""
    made = CollectorRegistry(auto_describe=False)
    ProcessCollector(registry=made)
    made.register(CodexCollector())
    return made


def _games() -> Metric:
    lately = Game.objects.filter(active_at__gte=timezone.now() - LATELY).order_by()
    counts = dict(lately.values_list("phase").annotate(Count("pk")))
    games = GaugeMetricFamily("codex_games", "Games in which something happened within a day, by phase.", labels=["phase"])
    for phase in Phase:
        games.add_metric([phase.value], counts.get(phase.value, 0))
    return games


def _late_turns() -> Metric:
    late = Turn.objects.filter(wake_at__lt=timezone.now() - LATE, resolved_at=None).count()
    return GaugeMetricFamily("codex_turns_late", "Open turns whose moment has passed without being looked at.", late)
