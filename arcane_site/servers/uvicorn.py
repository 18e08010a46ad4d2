"""Uvicorn."""

import asyncio
import logging
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn
from django.conf import settings

from arcane_site.servers import BACKLOG, MOST_MESSAGE_BYTES
from arcane_site.servers.ending import Ending
from realtime import announce
from realtime.transport import known
from realtime.transport.protocol import protocol_of

log = logging.getLogger(__name__)

STOCK = "stock"
UVICORNS = "websockets-sansio"
SECONDS_FOR_THE_LAST = 2
"""How long connections that are still there at the very end may stay."""


class Uvicorn(uvicorn.Server):
    """Ends as ``ending`` says, and not by uvicorn's own handling of signals."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        Ending(stop_listening=self._stop_listening, stop=self._stop).await_signals(asyncio.get_running_loop())

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    def _stop_listening(self) -> None:
        for server in self.servers:
            server.close()

    def _stop(self) -> None:
        self.should_exit = True


def run(application: Any, listener: socket.socket) -> None:
    """Serves until a signal comes. Who connects is read by ``realtime.addresses``, so uvicorn leaves the client's address alone."""
    config = uvicorn.Config(
        application,
        backlog=BACKLOG,
        loop="uvloop",
        http="httptools",
        ws=websocket_protocol(),
        ws_max_size=MOST_MESSAGE_BYTES,
        ws_per_message_deflate=False,
        ws_ping_interval=None,  # Engine.IO asks by itself
        lifespan="off",
        interface="asgi3",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=SECONDS_FOR_THE_LAST,
    )
    Uvicorn(config).run([listener])


def websocket_protocol() -> Any:
    """What speaks over a websocket: our own transport, or what uvicorn has.

    Ours leans on the insides of three libraries. Where they are not those that it knows, the game is played over uvicorn's.
    """
    if settings.REALTIME_TRANSPORT == STOCK:
        return UVICORNS
    strange = known.strange()
    if strange:
        log.warning("the fast transport is not used, since it does not know this %s", ", ".join(strange))
        return UVICORNS
    return protocol_of(announce.server().eio)
