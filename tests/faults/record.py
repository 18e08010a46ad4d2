"""What a run leaves to be judged: what each client asked, was answered and heard."""

from dataclasses import dataclass, field
from time import monotonic
from typing import Any

Data = dict[str, Any]


@dataclass(slots=True)
class Word:
    """One event as it came in, and when."""

    at: float
    event: str
    data: Any


@dataclass(slots=True)
class Stream:
    """One connection. It asked for what came after ``after``; a second tab asks for nothing that counts."""

    after: int
    is_second: bool = False
    words: list[Word] = field(default_factory=list)
    begun_at: float = field(default_factory=monotonic)
    """From when on its server may know of it."""
    inside_at: float | None = None
    closed_at: float | None = None


@dataclass(slots=True)
class Acked:
    """A command that was acknowledged, after so many tries."""

    call: str
    content: Data
    answer: Data
    cmd_id: str
    tries: int


@dataclass(slots=True)
class Attempt:
    """One sending of a command. ``outcome`` is ``done``, a code, or ``unanswered``."""

    call: str
    began: float
    ended: float = 0.0
    outcome: str = "unanswered"


@dataclass(slots=True)
class Look:
    """What a client read at once after it had heard or been answered something: at least ``expected`` should be there."""

    why: str
    expected: int
    found: int


@dataclass(slots=True)
class ClientRecord:
    """One player at one table. ``held`` is the history as the browser's module would have it; ``repeats`` is what that dropped."""

    name: str
    code: str = ""
    player_id: str = ""
    streams: list[Stream] = field(default_factory=list)
    acked: list[Acked] = field(default_factory=list)
    attempts: list[Attempt] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)
    looks: list[Look] = field(default_factory=list)
    held: list[Data] = field(default_factory=list)
    repeats: int = 0
    dawdles: bool = False
    """Whether it stays away for a while when it is thrown out."""


class History:
    """The browser module's rule (``client/history.js``): drops repeats, holds what is early."""

    def __init__(self, record: ClientRecord) -> None:
        self.seq = 0
        self._record = record
        self._early: dict[int, Data] = {}

    def take(self, event: Data) -> None:
        """Takes one logged event, ``{"event", "data"}``."""
        seq = event["data"]["seq"]
        if seq <= self.seq or seq in self._early:
            self._record.repeats += 1
            return
        self._early[seq] = event
        while (due := self._early.pop(self.seq + 1, None)) is not None:
            self.seq += 1
            self._record.held.append(due)
