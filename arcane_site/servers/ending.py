"""How a server process ends: a first signal asks it to, a second one makes it, and so does time."""

import asyncio
import os
import signal
import threading
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings

from realtime.background import spawn
from realtime.drain import drain

SIGNALS = (signal.SIGTERM, signal.SIGINT)
MOST_SECONDS = 8.5
"""How long a process may take to end, after the notice."""


@dataclass(frozen=True, slots=True)
class Ending:
    """What ends one server: ``stop_listening`` closes its door, ``stop`` lets it return."""

    stop_listening: Callable[[], None]
    stop: Callable[[], None]

    def await_signals(self, loop: asyncio.AbstractEventLoop) -> None:
        for number in SIGNALS:
            loop.add_signal_handler(number, self._asked, number, loop)

    def _asked(self, number: signal.Signals, loop: asyncio.AbstractEventLoop) -> None:
        for each in SIGNALS:
            loop.remove_signal_handler(each)
            signal.signal(each, signal.SIG_DFL)
        # Whoever presses Ctrl-C has nobody to give notice to.
        notice = settings.DRAIN_NOTICE_SECONDS if number == signal.SIGTERM else 0.0
        _no_later_than(notice + MOST_SECONDS)
        spawn(self._end(notice))

    async def _end(self, notice: float) -> None:
        try:
            await drain(notice=notice, stop_listening=self.stop_listening)
        finally:
            self.stop()


def _no_later_than(seconds: float) -> None:
    timer = threading.Timer(seconds, os._exit, [1])
    timer.daemon = True
    timer.start()
