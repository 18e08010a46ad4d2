"""Pings, and who did not answer them: one timer for all sessions."""

import asyncio
from collections import deque
from collections.abc import Callable
from typing import Protocol

MOST_AT_ONCE = 500
"""So many pings are sent before others get their turn."""
TICK_SECONDS = 0.25


class Beating(Protocol):
    """``due`` is when something has to happen next for it, by the event loop's clock; 0.0 for never."""

    due: float

    def ping(self) -> None: ...

    def time_out(self) -> None: ...


Waiting = deque[tuple[float, Beating]]


class Heartbeat:
    """Pings each session ``interval`` seconds after its last answer, and ends it when ``timeout`` seconds pass without one.

    All deadlines of one kind are equally long, so each queue is in order by itself. An entry counts only while it is still what its
    session waits for.
    """

    def __init__(self, interval: float, timeout: float, clock: Callable[[], float] | None = None) -> None:
        self._interval, self._timeout = interval, timeout
        self._tick = min(TICK_SECONDS, interval / 10, timeout / 10)
        self._clock = clock
        self._to_ping: Waiting = deque()
        self._to_answer: Waiting = deque()
        self._timer: asyncio.TimerHandle | None = None

    def rest(self, session: Beating) -> None:
        """The session has just come, or has answered."""
        session.due = self._now() + self._interval
        self._to_ping.append((session.due, session))
        if self._timer is None:
            self._wait()

    def beat(self) -> None:
        """Does what is due."""
        now = self._now()
        while (session := _due(self._to_answer, now)) is not None:
            session.due = 0.0
            session.time_out()
        for _ in range(MOST_AT_ONCE):
            if (session := _due(self._to_ping, now)) is None:
                break
            session.due = now + self._timeout
            self._to_answer.append((session.due, session))
            session.ping()

    def _now(self) -> float:
        return self._clock() if self._clock is not None else asyncio.get_running_loop().time()

    def _wait(self) -> None:
        self._timer = asyncio.get_running_loop().call_later(self._tick, self._wake)

    def _wake(self) -> None:
        self._timer = None
        self.beat()
        if self._to_ping or self._to_answer:
            self._wait()


def _due(waiting: Waiting, now: float) -> Beating | None:
    """Takes out the first whose time has come."""
    while waiting and waiting[0][0] <= now:
        at, session = waiting.popleft()
        if session.due == at:
            return session
    return None
