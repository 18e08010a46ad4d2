"""What a cluster promises beside what ``tests/faults/checker.py`` looks for: answers and delays while parts of it are down."""

import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from typing import Any

from tests.cluster import presence
from tests.cluster.faults import DEAF_LINES, POSTGRES, REDIS, SQLITE, Window
from tests.faults.record import Attempt, ClientRecord, Stream
from tests.faults.stored import Stored

Data = dict[str, Any]
Span = tuple[float, float]
BEHIND = 10.0
"""Seconds that anybody inside may be behind, also without Redis."""
AWAY = 10.0
"""Seconds that anybody may be away when a server ends."""
WORKS_AGAIN = 3.0
"""Seconds after which every command works again, once the database is up."""
ANSWERED = 8.0
"""Seconds after which everything is answered while SQLite is locked: 4 by its own account, on a machine that has much else to do."""
A_MOMENT = 0.2
DATABASES = (POSTGRES, SQLITE)
DEAF = (*DEAF_LINES, *DATABASES)
"""Faults in which somebody can be cut off without knowing it."""
UNSURE = (*DEAF, REDIS)
"""Faults in which nobody can tell at once who is there."""
MEANWHILE = {"done", "SERVICE_UNAVAILABLE", "GENERATION_IN_PROGRESS"}


@dataclass(slots=True)
class Figures:
    """What was measured on the way, in seconds."""

    behind: list[float] = field(default_factory=list)
    behind_without_redis: list[float] = field(default_factory=list)
    away: list[float] = field(default_factory=list)
    works_again: list[float] = field(default_factory=list)
    answered: list[float] = field(default_factory=list)
    offline: list[float] = field(default_factory=list)
    true_after: list[float] = field(default_factory=list)
    during: Counter[str] = field(default_factory=Counter)
    """Outcomes of commands sent while something was broken, by kind of fault."""

    def __str__(self) -> str:
        lists = {
            "heard after": self.behind,
            "heard after, while Redis was down": self.behind_without_redis,
            "back after": self.away,
            "answered without a database after": self.answered,
            "worked again after": self.works_again,
            "shown offline after": self.offline,
            "presence right at the end after": self.true_after,
        }
        lines = [f"{name} {told(values)}" for name, values in lists.items() if values]
        return "\n".join([*lines, ", ".join(f"{name} {count}" for name, count in self.during.items())])


def violations(clients: Iterable[ClientRecord], stored: Stored, windows: Sequence[Window]) -> tuple[list[str], Figures]:
    """Every promise that was not kept, in words, and figures."""
    figures, found, clients = Figures(), list[str](), list(clients)
    for client in clients:
        rules = (
            _answers(client, windows, figures),
            _behind(client, stored, windows, figures),
            _away(client, windows, figures),
        )
        found += [f"{client.code} {client.name}: {text}" for rule in rules for text in rule]
    return found + list(presence.Judge(clients, windows, UNSURE, figures.offline).violations()), figures


def blind(windows: Sequence[Window]) -> list[Span]:
    """When a connection could be open at one end only, or at a server that could tell no other of it."""
    return [(window.began, window.healed) for window in windows if window.kind in (*DEAF_LINES, REDIS)]


def _answers(client: ClientRecord, windows: Sequence[Window], figures: Figures) -> Iterator[str]:
    for attempt in client.attempts:
        kinds = {window.kind for window in windows if _meets(window, attempt.began, attempt.ended)}
        if kinds:
            figures.during[f"{'+'.join(sorted(kinds))}: {attempt.outcome}"] += 1
        took = attempt.ended - attempt.began
        if kinds == {REDIS} and attempt.outcome != "done" and not _met_an_end(attempt):
            yield f"{attempt.call} without Redis was {attempt.outcome} after {took:.1f} s"
        if kinds and kinds <= set(DATABASES):
            yield from _without_database(attempt, kinds, figures)
        yield from _recovered(attempt, windows, figures)


def _met_an_end(attempt: Attempt) -> bool:
    """Whether it met a connection that had just ended: an idle one may be closed by either side. It is asked again."""
    return attempt.outcome == "unanswered" and attempt.ended - attempt.began < A_MOMENT


def _without_database(attempt: Attempt, kinds: set[str], figures: Figures) -> Iterator[str]:
    took = attempt.ended - attempt.began
    if _met_an_end(attempt):
        return
    figures.answered.append(took)
    if kinds == {SQLITE} and took > ANSWERED:
        yield f"{attempt.call} was answered after {took:.1f} s without a database"
    if attempt.outcome not in MEANWHILE:
        yield f"{attempt.call} without a database was {attempt.outcome} after {took:.1f} s"


def _recovered(attempt: Attempt, windows: Sequence[Window], figures: Figures) -> Iterator[str]:
    last = max((window for window in windows if window.began <= attempt.ended), key=lambda window: window.healed, default=None)
    if last is None or last.kind not in DATABASES or attempt.began < last.healed or attempt.outcome == "done":
        return
    late = attempt.ended - last.healed
    figures.works_again.append(late)
    if attempt.began > last.healed + WORKS_AGAIN and attempt.outcome != "GENERATION_IN_PROGRESS":
        yield f"{attempt.call} was {attempt.outcome} {late:.1f} s after the database was up again"


def _behind(client: ClientRecord, stored: Stored, windows: Sequence[Window], figures: Figures) -> Iterator[str]:
    game = stored.games.get(client.code)
    logged = [(event["seq"], _moment(event["data"]["timestamp"])) for event in game.events] if game else []
    for stream in client.streams:
        heard = dict(_heard(stream))
        for seq, at in logged:
            late = heard.get(seq, float("inf")) - at
            if stream.inside_at is None or at < stream.inside_at or _cut_off(windows, at, at + min(late, BEHIND)):
                continue
            if late > BEHIND and (stream.closed_at is None or stream.closed_at > at + BEHIND):
                yield f"heard {seq} after {late:.1f} s"
            elif seq in heard:
                without = any(window.kind == REDIS and _meets(window, at, at) for window in windows)
                (figures.behind_without_redis if without else figures.behind).append(late)


def _away(client: ClientRecord, windows: Sequence[Window], figures: Figures) -> Iterator[str]:
    streams = [stream for stream in client.streams if not stream.is_second and stream.inside_at is not None and not client.dawdles]
    for before, after in pairwise(streams):
        if before.closed_at is None or after.inside_at is None or _cut_off(windows, before.closed_at, after.inside_at):
            continue
        seconds = after.inside_at - before.closed_at
        figures.away.append(seconds)
        if seconds > AWAY:
            yield f"was away for {seconds:.1f} s"


def _heard(stream: Stream) -> Iterator[tuple[int, float]]:
    """Each event that came in over a connection, and when. The last word on a ``seq`` is the first one."""
    for word in reversed(stream.words):
        if word.event == "reconnect_sync":
            yield from ((event["data"]["seq"], word.at) for event in word.data["events"])
        elif isinstance(word.data, dict) and "seq" in word.data and "timestamp" in word.data:
            yield word.data["seq"], word.at


def _cut_off(windows: Sequence[Window], began: float, ended: float) -> bool:
    return any(window.kind in DEAF and _meets(window, began, ended) for window in windows)


def _meets(window: Window, began: float, ended: float) -> bool:
    return began <= window.healed and ended >= window.began


def _moment(timestamp: str) -> float:
    """A moment of the wire on the monotonic clock."""
    return datetime.fromisoformat(timestamp).timestamp() - time.time() + time.monotonic()


def told(seconds: list[float]) -> str:
    """How long things took, in words."""
    seconds = sorted(seconds)
    half, most = seconds[len(seconds) // 2], seconds[-1]
    return f"{half:.2f} s in the median, {seconds[int(len(seconds) * 0.99)]:.2f} s at 99 %, {most:.2f} s at worst ({len(seconds)})"
