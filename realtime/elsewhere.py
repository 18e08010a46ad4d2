"""Who is in the games that this process holds over the lines of other processes, as far as it knows.

While Redis is away what was known last stands, and what is asked of it is answered with None.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from time import monotonic

import structlog
from django.conf import settings
from redis import RedisError

from games.counters import counts
from realtime import attendance, process
from realtime.attendance import Seen
from realtime.connections import Connection

log = structlog.stdlib.get_logger(__name__)

LOST_AFTER = 8.0
"""Seconds for which a player's line that Redis does not know any more still counts, unless somebody says that it is gone: Redis may have
been emptied, and the process that holds the line will say so again."""
TRY_AGAIN_AFTER = 2.0
THERE = 0.0


@dataclass(slots=True)
class View:
    """Lines of other processes into one game, with the moment from which each was missing in Redis; ``THERE`` while it is not."""

    seen: dict[Seen, float] = field(default_factory=dict)

    @property
    def players(self) -> set[str]:
        return {line.player_id for line in self.seen if line.player_id is not None}

    @property
    def watchers(self) -> set[str]:
        return {line.person for line in self.seen if line.player_id is None}

    @property
    def processes(self) -> set[str]:
        return {line.process for line in self.seen}

    @property
    def misses(self) -> bool:
        return any(missing_since != THERE for missing_since in self.seen.values())


_views: dict[int, View] = {}
_lived_at = 0.0
_away_until = 0.0


def is_shared() -> bool:
    return bool(settings.REDIS_URL)


def games() -> list[int]:
    return list(_views)


def is_known(game_id: int) -> bool:
    """Whether this process keeps up with who is in a game; always where there is no other."""
    return not is_shared() or game_id in _views


def players(game_id: int) -> set[str]:
    """The public ids of those who are here over other lines than ours, as far as is known."""
    view = _views.get(game_id)
    return set() if view is None else view.players


def watchers(game_id: int) -> set[str]:
    view = _views.get(game_id)
    return set() if view is None else view.watchers


def asked(game_id: int) -> set[str]:
    """As ``players``, of a game that this process does not hold. Asks Redis: not for the event loop."""
    if monotonic() < _away_until:
        return set()
    try:
        return {line.player_id for line in attendance.here_now(game_id) if line.player_id is not None}
    except RedisError as error:
        _note_away(error)
        return set()


def seen_as(connection: Connection, player_id: str | None) -> Seen:
    return Seen(player_id, str(connection.person.pk), process.name(), connection.sid)


async def know(game_id: int) -> None:
    """Makes sure that this process knows who is in a game that it is about to hold."""
    if is_shared() and game_id not in _views:
        _views[game_id] = View()
        await look(game_id)


def forget(game_id: int) -> None:
    _views.pop(game_id, None)


def part(game_id: int, player_id: str) -> bool:
    """Takes it that a player is gone; whether they were thought to be here."""
    view = _views.get(game_id)
    lines = [] if view is None else [line for line in view.seen if line.player_id == player_id]
    for line in lines:
        if view is not None:
            del view.seen[line]
    return bool(lines)


async def add(game_id: int, lines: list[Seen]) -> tuple[set[str], set[str]] | None:
    """Notes our lines; gives who is new by them, and who was found to be gone."""
    try:
        return await attendance.attendance().add(game_id, lines)
    except RedisError as error:
        _note_away(error)
        return None


async def take(game_id: int, line: Seen) -> set[str] | None:
    """Takes one of our lines away; gives who is gone."""
    try:
        return await attendance.attendance().take(game_id, line)
    except RedisError as error:
        _note_away(error)
        return None


async def look(game_id: int) -> set[str] | None:
    """Looks who is here; gives who was found to be gone."""
    try:
        lines, gone = await attendance.attendance().look(game_id)
    except RedisError as error:
        _note_away(error)
        return None
    view = _views.get(game_id)
    if view is None:
        return gone
    before = view.players
    view.seen = _merged(view.seen, (line for line in lines if line.process != process.name()), gone)
    return gone | (before - view.players)


async def live() -> tuple[bool, list[int]] | None:
    """Says that this process lives; gives whether Redis had forgotten it, and the games in which another process has died or a line is
    missing."""
    global _lived_at, _away_until
    was_away = _away_until > 0
    try:
        was_unknown, living = await attendance.attendance().live()
    except RedisError as error:
        _note_away(error)
        return None
    # Whoever stood still for long was taken for dead by the others, even if one of its own lines has made it known again.
    forgotten = was_unknown or monotonic() - _lived_at > attendance.LIVES_SECONDS
    _lived_at, _away_until = monotonic(), 0.0
    if was_away:
        log.info("who is online is shared again")
    dead = [game_id for game_id, view in _views.items() if was_away or view.misses or view.processes - living]
    return forgotten, dead


def _merged(before: dict[Seen, float], lines: Iterable[Seen], gone: set[str]) -> dict[Seen, float]:
    now, here = monotonic(), dict.fromkeys(lines, THERE)
    missing = {line: since or now for line, since in before.items() if line not in here}
    kept = {
        line: since
        for line, since in missing.items()
        if line.player_id is not None and line.player_id not in gone and now - since < LOST_AFTER
    }
    return {**kept, **here}


def _note_away(error: RedisError) -> None:
    global _away_until
    counts["redis_errors"] += 1
    if not _away_until:
        log.warning("who is online is known to each process for itself: Redis did not answer", error=type(error).__name__)
    _away_until = monotonic() + TRY_AGAIN_AFTER
