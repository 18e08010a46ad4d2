"""Daphne. Importing this installs Twisted's reactor, on uvloop where there is one."""

import os
import socket
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from twisted.internet import asyncioreactor

from arcane_site.servers import BACKLOG, MOST_MESSAGE_BYTES
from arcane_site.servers.ending import Ending

LOOP = import_module("uvloop" if find_spec("uvloop") else "asyncio").new_event_loop()  # there is no uvloop for Windows
asyncioreactor.install(LOOP)  # type: ignore[no-untyped-call]

from daphne.server import Server  # noqa: E402  it takes the reactor that it finds

FOREVER = -1
"""Daphne's own limit for a websocket would be 24 hours; ours end with the session."""


class Daphne(Server):
    """Ends as ``ending`` says, and not by Twisted's own handling of signals."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, signal_handlers=False, **options)
        self._ports: list[Any] = []

    def listen_success(self, port: Any) -> None:
        super().listen_success(port)
        self._ports.append(port)

    def await_signals(self) -> None:
        Ending(stop_listening=self._stop_listening, stop=self.stop).await_signals(LOOP)

    def _stop_listening(self) -> None:
        for port in self._ports:
            port.stopListening()


def run(application: Any, listener: socket.socket) -> None:
    """Serves until a signal comes."""
    server = Daphne(
        application,
        endpoints=[f"fd:fileno={os.dup(listener.fileno())}"],
        websocket_timeout=FOREVER,
        websocket_max_message_size=MOST_MESSAGE_BYTES,
        websocket_max_frame_size=MOST_MESSAGE_BYTES,
        verbosity=0,
        server_name="",
    )

    def open_the_door() -> None:
        server.await_signals()  # before anybody can find it there, and ask it to end
        listener.listen(BACKLOG)
        listener.close()

    LOOP.call_soon(open_the_door)  # uvloop would lose a signal that comes before it runs
    server.run()
