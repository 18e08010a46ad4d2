"""Daphne. Importing this installs Twisted's reactor with an event loop of its own."""

import os
import socket
from typing import Any

from daphne.server import Server, twisted_loop

from arcane_site.servers import BACKLOG, MOST_MESSAGE_BYTES
from arcane_site.servers.ending import Ending

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
        Ending(stop_listening=self._stop_listening, stop=self.stop).await_signals(twisted_loop)

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
    server.await_signals()  # before anybody can find it there, and ask it to end
    listener.listen(BACKLOG)
    listener.close()
    server.run()
