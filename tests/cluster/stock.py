"""A process under python-socketio's own manager for several processes, with nobody in it: ``python -m tests.cluster.stock REDIS_URL``."""

import asyncio
import sys

import socketio


async def listen(url: str) -> None:
    server = socketio.AsyncServer(async_mode="asgi", client_manager=socketio.AsyncRedisManager(url))
    server.manager.initialize()
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(listen(sys.argv[1]))
