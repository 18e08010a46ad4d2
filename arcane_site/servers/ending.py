"""How a server process ends: a first signal asks it to, a second one makes it."""

import asyncio
import signal
from collections.abc import Callable
from dataclasses import dataclass

SIGNALS = (signal.SIGTERM, signal.SIGINT)


@dataclass(frozen=True, slots=True)
class Ending:
    """What ends one server: ``stop_listening`` closes its door, ``stop`` lets it return."""

    stop_listening: Callable[[], None]
    stop: Callable[[], None]

    def await_signals(self, loop: asyncio.AbstractEventLoop) -> None:
        for number in SIGNALS:
            loop.add_signal_handler(number, self._asked, loop)

    def _asked(self, loop: asyncio.AbstractEventLoop) -> None:
        for number in SIGNALS:
            loop.remove_signal_handler(number)
            signal.signal(number, signal.SIG_DFL)
        self.stop_listening()
        self.stop()
