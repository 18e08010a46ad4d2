"""How busy this process and the house are, as Prometheus asks. Every count reads an index, so that asking stays cheap."""

from collections.abc import Iterator
from datetime import timedelta
from functools import cache

import structlog
from django.db import DatabaseError
from django.db.models import Count
from django.utils import timezone
from prometheus_client import CollectorRegistry, ProcessCollector
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector

from games.counters import counts, lag, loop_lag, refusals
from games.errors import ErrorCode
from games.models import Game, Turn
from games.rules.phases import Phase
from realtime import announce, channel, drain, limits
from realtime.connections import connections
from realtime.work import Threads

log = structlog.stdlib.get_logger(__name__)

LATELY = timedelta(days=1)
LATE = timedelta(seconds=5)
COUNTED = {
    "told": ("codex_events_told", "Events of histories told to rooms of this process."),
    "caught_up": ("codex_catch_ups", "Clients that came back and were told what they had missed."),
    "gaps": ("codex_gaps", "Times that an event was missing in time and the stored history was read."),
    "repaired": ("codex_events_repaired", "Events told that were read from the stored history."),
    "channel_sent": ("codex_channel_sent", "Messages that Redis took for other processes."),
    "channel_heard": ("codex_channel_heard", "Messages heard from Redis, one's own included."),
    "channel_dropped": ("codex_channel_dropped", "Messages that Redis did not take: others read the stored history instead."),
    "channel_refused": ("codex_channel_refused", "Messages heard that no process of this house had signed."),
    "redis_errors": ("codex_redis_errors", "Times that Redis did not answer as it should."),
    "database_errors": ("codex_database_errors", "Times that the database did not answer as it should."),
}
"""By the name in ``games.counters``: the metric's name and what it says."""


class CodexCollector(Collector):
    """Counts when it is asked, and keeps nothing."""

    def collect(self) -> Iterator[Metric]:
        yield from (*_of_lines(), *_of_channel(), *_counted(), _limited(), _refused(), _under_way(), _lag(), _loop_lag())
        try:
            yield from (_games(), _late_turns())
            up = 1
        except DatabaseError as error:
            log.warning("metrics without the database", error=type(error).__name__)
            up = 0
        yield GaugeMetricFamily("codex_database_up", "Whether the database answered.", up)


@cache
def registry() -> CollectorRegistry:
    """All that this process tells: of itself, and of the house."""
    made = CollectorRegistry(auto_describe=False)
    ProcessCollector(registry=made)
    made.register(CodexCollector())
    return made


def _of_lines() -> Iterator[Metric]:
    packets, size = announce.backlog()
    yield GaugeMetricFamily("codex_connections", "Sockets that this process holds.", len(connections))
    yield GaugeMetricFamily("codex_people", "People who hold them.", len({each.person.pk for each in connections}))
    yield GaugeMetricFamily("codex_rooms", "Games that this process tells somebody about.", len(connections.games))
    yield GaugeMetricFamily("codex_waiting_packets", "Packets that wait until their clients read them.", packets)
    yield GaugeMetricFamily("codex_waiting_bytes", "Their size.", size)
    yield GaugeMetricFamily("codex_draining", "Whether this process is ending.", drain.is_under_way())


def _of_channel() -> Iterator[Metric]:
    yield GaugeMetricFamily("codex_channel_shared", "Whether there may be other processes to hear.", channel.is_shared())
    yield GaugeMetricFamily("codex_channel_heard_now", "Whether what other processes tell is heard at present.", channel.is_heard())
    yield GaugeMetricFamily("codex_channel_waiting", "Messages for other processes that Redis has not been given yet.", channel.waiting())


def _counted() -> Iterator[Metric]:
    for key, (name, documentation) in COUNTED.items():
        yield CounterMetricFamily(name, documentation, counts[key])


def _limited() -> Metric:
    limited = CounterMetricFamily("codex_rate_limited", "Acts that this process refused: too fast, or too many.", labels=["act"])
    for act, count in sorted(limits.refused.items()):
        limited.add_metric([act], count)
    return limited


def _refused() -> Metric:
    refused = CounterMetricFamily(
        "codex_refusals", "Calls and commands that were not carried out, by the code of the answer.", labels=["code"]
    )
    for code in ErrorCode:
        refused.add_metric([code.name], refusals[code.name])
    return refused


def _under_way() -> Metric:
    told = "What was asked of the threads and is not done, by their name; what exceeds their number waits."
    work = GaugeMetricFamily("codex_work_under_way", told, labels=["threads"])
    for name, count in sorted(Threads.under_way.items()):
        work.add_metric([name], count)
    return work


def _lag() -> Metric:
    told = "Seconds from the moment that an event bears, taken just before its commit, until this process told it."
    return HistogramMetricFamily("codex_event_lag_seconds", told, buckets=lag.cumulative(), sum_value=lag.sum)


def _loop_lag() -> Metric:
    told = "Seconds by which the event loop of the sockets comes too late to what is to be done twice a second."
    return HistogramMetricFamily("codex_loop_lag_seconds", told, buckets=loop_lag.cumulative(), sum_value=loop_lag.sum)


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
