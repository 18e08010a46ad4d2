"""Judges what players were told of who is online: whoever is there is shown, whoever has gone is not for long, each going is told once."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from tests.cluster.faults import Window
from tests.faults.record import ClientRecord, Stream, Word

Data = dict[str, Any]
Span = tuple[float, float]
OFFLINE = 15.0
"""Seconds after which somebody who has gone is shown offline, also when their server died."""
ONLINE = 5.0
"""Seconds after which somebody who has come is shown online."""
GRACE = 1.0
"""Seconds for which nobody who has gone is shown offline: a reload, or a way to another server."""
SETTLED = 15.0
"""Seconds after a fault in which nobody could tell who is there, until everybody can."""
GONE = "player_disconnected"
SAYS = {"player_connected": True, "player_reconnected": True, GONE: False}
ENDLESS = float("inf")


@dataclass(slots=True)
class Person:
    """When a player had a tab open, and when surely not: on the way back somebody is neither here nor away."""

    name: str
    here: list[Span]
    away: list[Span]

    def is_here(self, at: float, *, since: float) -> bool:
        return any(began + since < at < ended for began, ended in self.here)

    def is_away(self, at: float, *, since: float) -> bool:
        return any(gone + since < at < back for gone, back in self.away)


@dataclass(slots=True)
class Judge:
    """Judges one run.

    ``unsure`` are the kinds of fault in which nobody can tell at once who is there. ``offline`` collects how many seconds it took to tell
    that somebody has gone.
    """

    clients: Sequence[ClientRecord]
    windows: Sequence[Window]
    unsure: Sequence[str]
    offline: list[float] = field(default_factory=list)

    def violations(self) -> Iterator[str]:
        tables: dict[str, dict[str, Person]] = {}
        for client in self.clients:
            tables.setdefault(client.code, {})[client.player_id] = _person(client)
        for client in self.clients:
            others = {player_id: person for player_id, person in tables[client.code].items() if player_id != client.player_id}
            for stream in client.streams:
                for rule in (self._goings, self._updates, self._turns):
                    yield from (f"{client.code} {client.name}: {text}" for text in rule(stream, others))

    def _goings(self, stream: Stream, others: dict[str, Person]) -> Iterator[str]:
        """Each absence of another player is told once, not too early and not too late."""
        for player_id, person in others.items():
            for gone, back in person.away:
                if not _spans(stream, gone) or self._is_unsure(gone - SETTLED, gone + OFFLINE):
                    continue
                shown = [word.at - gone for word in _said(stream, player_id) if word.event == GONE and gone <= word.at <= back]
                self.offline += shown[:1]
                if len(shown) > 1:
                    yield f"was told {len(shown)} times that {person.name} is offline"
                if shown and shown[0] < GRACE:
                    yield f"was told {shown[0]:.1f} s after {person.name} went that they are offline"
                is_missed = min(back, stream.closed_at or ENDLESS) > gone + OFFLINE and not (shown and shown[0] <= OFFLINE)
                if is_missed and _at_one_table(stream, player_id):
                    yield f"was not told within {OFFLINE:.0f} s that {person.name} is offline, but after {shown}"

    def _updates(self, stream: Stream, others: dict[str, Person]) -> Iterator[str]:
        """Each list of who is online shows those who are, and none of those who are not."""
        for word in stream.words:
            if word.event != "presence_update" or self._is_unsure(word.at - SETTLED, word.at):
                continue
            for each in word.data["players"]:
                person = others.get(each["player_id"])
                if person is None:
                    continue
                if not each["online"] and person.is_here(word.at, since=ONLINE):
                    yield f"was shown that {person.name} is offline, who has a tab open"
                if each["online"] and person.is_away(word.at, since=OFFLINE):
                    yield f"was shown that {person.name} is online, who has gone long ago"

    def _turns(self, stream: Stream, others: dict[str, Person]) -> Iterator[str]:
        """Nobody comes who is there, and nobody goes who is not."""
        for player_id, person in others.items():
            for one, other in pairwise(_said(stream, player_id)):
                if SAYS[one.event] == SAYS[other.event] and not self._is_unsure(one.at - SETTLED, other.at):
                    yield f"was told {other.event} of {person.name} {other.at - one.at:.1f} s after {one.event}"

    def _is_unsure(self, began: float, ended: float) -> bool:
        return any(window.kind in self.unsure and began <= window.healed and ended >= window.began for window in self.windows)


def _person(client: ClientRecord) -> Person:
    streams = [stream for stream in client.streams if stream.inside_at is not None]
    here = _joined([(stream.inside_at or 0.0, stream.closed_at or ENDLESS) for stream in streams])
    known = _joined([(stream.begun_at, stream.closed_at or ENDLESS) for stream in streams])
    until = [*(began for began, _ in known[1:]), ENDLESS]
    return Person(client.name, here, [(gone, back) for (_, gone), back in zip(known, until, strict=True) if gone < ENDLESS])


def _joined(spans: Iterable[Span]) -> list[Span]:
    """The same without overlaps."""
    found: list[Span] = []
    for began, ended in sorted(spans):
        if found and began <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], ended))
        else:
            found.append((began, ended))
    return found


def _spans(stream: Stream, at: float) -> bool:
    return stream.inside_at is not None and stream.inside_at <= at <= (stream.closed_at or ENDLESS)


def _said(stream: Stream, player_id: str) -> list[Word]:
    return [word for word in stream.words if word.event in SAYS and word.data["player_id"] == player_id]


def _at_one_table(stream: Stream, player_id: str) -> bool:
    updates: Iterable[Data] = (word.data for word in stream.words if word.event == "presence_update")
    return any(player["player_id"] == player_id for update in updates for player in update["players"])
