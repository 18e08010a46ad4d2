"""What ``/metrics`` knows, noted again and again, so that the desk can draw the last hour."""

import threading
from collections.abc import Iterator

import structlog
from django.db import DatabaseError, close_old_connections
from prometheus_client import CollectorRegistry

from games import metrics
from realtime.connections import connections
from realtime.desk import ring, sharing, whereabouts
from realtime.desk.counters import PEOPLE

log = structlog.stdlib.get_logger(__name__)

_started = threading.Lock()


def start() -> None:
    """Begins to note, and to tell the desks of other processes what they ask, once in each process."""
    if _started.acquire(blocking=False):
        threading.Thread(target=_run, name="samples", daemon=True).start()
        sharing.start(whereabouts.know)


def figures(registry: CollectorRegistry) -> dict[str, float]:
    """Every figure of a registry by its name with labels. Of what is counted in buckets, sum and count alone."""
    told = dict(_flat(registry))
    told[PEOPLE] = len({connection.person.pk for connection in connections})
    return told


def _flat(registry: CollectorRegistry) -> Iterator[tuple[str, float]]:
    for family in registry.collect():
        for sample in family.samples:
            if not sample.name.endswith(("_bucket", "_created")):
                labels = ",".join(f"{name}={value}" for name, value in sorted(sample.labels.items()))
                yield (f"{sample.name}{{{labels}}}" if labels else sample.name), float(sample.value)


def note() -> None:
    ring.add(figures(metrics.registry()))


def _run() -> None:
    pause = threading.Event()
    while True:
        close_old_connections()
        try:
            note()
        except DatabaseError as error:
            log.warning("no figures without the database", error=type(error).__name__)
        except Exception:
            log.exception("figures could not be noted")
        close_old_connections()
        pause.wait(ring.EVERY_SECONDS)
