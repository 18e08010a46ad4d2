"""A server in the test's own event loop, so that single functions of it can be looked at, slowed down or broken."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import uvicorn

from realtime import attendance, background, channel

HOST = "127.0.0.1"
SEND_BUFFER = 64 * 1024
"""Bytes that the kernel takes for a client who does not read. By itself it would take megabytes."""


@asynccontextmanager
async def serving(app: Any, *, ws: Any = "wsproto") -> AsyncIterator[str]:
    """The address of the running application. Afterwards it holds nothing of Redis. ``ws`` is what uvicorn shall carry websockets with."""
    listening = socket.socket()
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)
    listening.bind((HOST, 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="critical", lifespan="off", ws=ws, ws_max_size=64 * 1024, proxy_headers=False))
    task = asyncio.create_task(server.serve(sockets=[listening]))
    async with asyncio.timeout(10):
        while not server.started:  # noqa: ASYNC110  what is waited for does not tell
            await asyncio.sleep(0.01)
    yield f"http://{HOST}:{listening.getsockname()[1]}"
    server.should_exit = server.force_exit = True
    await task
    await channel.closed()
    await _background_ended()
    await attendance.closed()


async def _background_ended() -> None:
    """Asks more than once: a library in between may take the first time for a time-out of its own."""
    here = asyncio.get_running_loop()
    while running := [each for each in background._running if each.get_loop() is here]:
        for each in running:
            each.cancel()
        await asyncio.wait(running, timeout=1)
    background._running.clear()
