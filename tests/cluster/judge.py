"""What a cluster promises beside what ``tests/faults/checker.py`` looks for: answers and delays while parts of it are down."""

import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from typing import Any

from tests.cluster.faults import DEAF_LINES, POSTGRES, REDIS, SQLITE, Window
from tests.faults.record import Attempt, ClientRecord, Stream
from tests.faults.stored import Stored

Data = dict[str, Any]
Span = tuple[float, float]
Absent = dict[str, tuple[str, list[Span]]]
"""By player: a name, and when they were away."""
Absences = dict[str, Absent]
"""By table."""
BEHIND = 10.0
"""Seconds that anybody inside may be behind, also without Redis."""
OFFLINE = 15.0
"""Seconds after which somebody who has gone is shown offline, also when their server died."""
GRACE = 1.0
"""Seconds for which nobody who has gone is shown offline: a reload, or a way to another server."""
AWAY = 10.0
"""Seconds that anybody may be away when a server ends."""
WORKS_AGAIN = 3.0
"""Seconds after which every command works again, once the database is up."""
DATABASES = (POSTGRES, SQLITE)
DEAF = (*DEAF_LINES, *DATABASES)
"""Faults in which somebody can be cut off without knowing it."""
SHARED_PRESENCE = False
"""Whether servers know of each other's people. While they do not, nothing is judged that players are told of who is there."""
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
    offline: list[float] = field(default_factory=list)
    true_after: list[float] = field(default_factory=list)
    during: Counter[str] = field(default_factory=Counter)
    """Outcomes of commands sent while something was broken, by kind of fault."""

    def __str__(self) -> str:
        lists = {
            "heard after": self.behind,
            "heard after, while Redis was down": self.behind_without_redis,
            "back after": self.away,
            "worked again after": self.works_again,
            "shown offline after": self.offline,
            "presence right at the end after": self.true_after,
        }
        lines = [f"{name} {told(values)}" for name, values in lists.items() if values]
        return "\n".join([*lines, ", ".join(f"{name} {count}" for name, count in self.during.items())])


def violations(clients: Iterable[ClientRecord], stored: Stored, windows: Sequence[Window]) -> tuple[list[str], Figures]:
    """Every promise that was not kept, in words, and figures."""
    figures, found, clients = Figures(), list[str](), list(clients)
    absences: Absences = {}
    for client in clients:
        absences.setdefault(client.code, {})[client.player_id] = (client.name, list(_absences(client)))
    for client in clients:
        rules = (
            _answers(client, windows, figures),
            _behind(client, stored, windows, figures),
            _away(client, windows, figures),
            _offline(client, absences[client.code], windows, figures) if SHARED_PRESENCE else (),
        )
        found += [f"{client.code} {client.name}: {text}" for rule in rules for text in rule]
    return found, figures


def blind(windows: Sequence[Window]) -> list[Span]:
    """When a connection could be open at one end only."""
    if not SHARED_PRESENCE:
        return [(0.0, float("inf"))]
    return [(window.began, window.healed) for window in windows if window.kind in DEAF_LINES]


def _answers(client: ClientRecord, windows: Sequence[Window], figures: Figures) -> Iterator[str]:
    for attempt in client.attempts:
        kinds = {window.kind for window in windows if _meets(window, attempt.began, attempt.ended)}
        if kinds:
            figures.during[f"{'+'.join(sorted(kinds))}: {attempt.outcome}"] += 1
        if kinds == {REDIS} and attempt.outcome != "done":
            yield f"{attempt.call} without Redis was {attempt.outcome}"
        if kinds and kinds <= set(DATABASES) and attempt.outcome not in MEANWHILE:
            yield f"{attempt.call} without a database was {attempt.outcome} after {attempt.ended - attempt.began:.1f} s"
        yield from _recovered(attempt, windows, figures)


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


def _absences(client: ClientRecord) -> Iterator[Span]:
    """From when to when this player had no tab open, between the first and the last."""
    open_ = sorted((stream.inside_at, stream.closed_at or float("inf")) for stream in client.streams if stream.inside_at is not None)
    until = open_[0][1] if open_ else float("inf")
    for began, ended in open_[1:]:
        if began > until:
            yield until, began
        until = max(until, ended)
    if until < float("inf"):
        yield until, float("inf")


def _offline(client: ClientRecord, absences: Absent, windows: Sequence[Window], figures: Figures) -> Iterator[str]:
    """Each absence of another player is shown once, not too early and not too late."""
    for stream in client.streams:
        for player_id, (name, spans) in absences.items():
            for gone, back in spans:
                if stream.inside_at is None or stream.inside_at > gone or (stream.closed_at or float("inf")) < gone:
                    continue
                if any(window.kind in UNSURE and _meets(window, gone - OFFLINE, gone + OFFLINE) for window in windows):
                    continue
                shown = [at - gone for at in _shown_offline(stream, player_id) if gone <= at <= back]
                figures.offline += shown[:1]
                if len(shown) > 1:
                    yield f"was told {len(shown)} times that {name} is offline"
                if shown and shown[0] < GRACE:
                    yield f"was told {shown[0]:.1f} s after {name} went that they are offline"
                missed = min(back, stream.closed_at or float("inf")) > gone + OFFLINE and not (shown and shown[0] <= OFFLINE)
                if missed and _at_one_table(stream, player_id):
                    yield f"was not told within {OFFLINE:.0f} s that {name} is offline, but after {shown}"


def _shown_offline(stream: Stream, player_id: str) -> list[float]:
    return [word.at for word in stream.words if word.event == "player_disconnected" and word.data["player_id"] == player_id]


def _at_one_table(stream: Stream, player_id: str) -> bool:
    updates = (word.data for word in stream.words if word.event == "presence_update")
    return any(player["player_id"] == player_id for update in updates for player in update["players"])


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
