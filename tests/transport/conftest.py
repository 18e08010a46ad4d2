"""A Socket.IO server that knows nothing of the game, on our transport, in the test's own event loop."""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
import socketio
import uvicorn

from realtime.transport.engine import TransportEngine
from realtime.transport.fanout import Rooms
from realtime.transport.protocol import protocol_of
from tests.transport.peer import Peer, all_leave, asking

SEND_BUFFER = 64 * 1024
"""Bytes that the kernel takes for a client who does not read. By itself it would take megabytes."""


class Server(socketio.AsyncServer):
    """Echoes, and notes what happens. ``slow`` is what ``wait`` waits for."""

    def __init__(self, **options: Any) -> None:
        settings: dict[str, Any] = {"async_mode": "asgi", "async_handlers": False, "max_http_buffer_size": 100_000, **options}
        super().__init__(client_manager=Rooms(), **settings)
        self.happened: list[Any] = []
        self.slow = asyncio.Event()
        self.on("connect", self._connect)
        self.on("disconnect", self._disconnect)
        self.on("*", self._event)
        self.port = 0

    def _engineio_server_class(self) -> type[TransportEngine]:
        return TransportEngine

    def _connect(self, sid: str, environ: Any, auth: Any = None) -> None:
        self.happened.append("connect")

    def _disconnect(self, sid: str, reason: str) -> None:
        self.happened.append(f"disconnect: {reason}")

    async def _event(self, event: str, sid: str, *arguments: Any) -> Any:
        if event == "wait":
            await self.slow.wait()
        self.happened.append((event, *arguments))
        if event == "tell me":
            for number in range(3):
                await self.emit("n", number, to=sid)
        if event.startswith("end me"):
            eio_sid = self.manager.eio_sid_from_sid(sid, "/")
            await self.disconnect(sid)
            if event == "end me":
                await self.eio.disconnect(eio_sid)
        return list(arguments)

    async def until(self, happened: Any) -> None:
        async with asyncio.timeout(10):
            while happened not in self.happened:  # noqa: ASYNC110
                await asyncio.sleep(0.005)


@asynccontextmanager
async def running(made: Server, *, host: str = "127.0.0.1", ws: Any = None, **options: Any) -> AsyncIterator[uvicorn.Server]:
    """Serves over HTTP what is made, until the block ends."""
    listening = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)
    listening.bind((host, 0))
    made.port = listening.getsockname()[1]
    options |= {"ws": protocol_of(made.eio) if ws is None else ws, "lifespan": "off", "log_level": "critical", "proxy_headers": False}
    server = uvicorn.Server(uvicorn.Config(socketio.ASGIApp(made), **options))
    task = asyncio.create_task(server.serve(sockets=[listening]))
    async with asyncio.timeout(10):
        while not server.started:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    try:
        yield server
    finally:
        await all_leave()
        server.should_exit = server.force_exit = True
        await task


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    made = Server()
    async with running(made):
        yield made


NewPeer = Callable[..., Awaitable[Peer]]


@pytest.fixture
async def peer(server: Server) -> NewPeer:
    """Makes connections: ``await peer()`` has its open packet already, ``await peer(opened=False, …)`` has only asked."""

    async def make(*, opened: bool = True, **how: Any) -> Peer:
        made = await asking("127.0.0.1", server.port, **how)
        if opened:
            await made.opened()
        return made

    return make
