"""What a client costs that does nothing, and that nothing is left of those who have gone."""

import asyncio
import gc
import sys
import tracemalloc
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from tests.transport.conftest import Server, running

MOST_BYTES = 6 * 1024
MANY = 200
CROWD = """
import socket, sys
port, many = int(sys.argv[1]), int(sys.argv[2])
head = bytes.fromhex(sys.argv[3])
sockets = []
def until(made, what):
    received = b""
    while what not in received:
        received += made.recv(4096) or sys.exit("it ended")
for _ in range(many):
    made = socket.create_connection(("127.0.0.1", port))
    made.sendall(head)
    until(made, b"0{")
    made.sendall(bytes([0x81, 0x82, 0, 0, 0, 0]) + b"40")
    until(made, b"40{")
    sockets.append(made)
print("here", flush=True)
sys.stdin.readline()
"""
BROWSERS = {
    "Host": "codex.example",
    "Connection": "Upgrade",
    "Pragma": "no-cache",
    "Cache-Control": "no-cache",
    "User-Agent": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/143.0.0.0 Safari/537.36",
    "Upgrade": "websocket",
    "Origin": "http://codex.example",
    "Sec-WebSocket-Version": "13",
    "Accept-Encoding": "gzip, deflate, br, zstd",
    "Accept-Language": "en-GB,en-US;q=0.9,en;q=0.8",
    "Cookie": f"csrftoken={'c' * 32}; sessionid={'s' * 32}",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    "Sec-WebSocket-Extensions": "permessage-deflate; client_max_window_bits",
}


@asynccontextmanager
async def crowd(port: int, many: int) -> AsyncIterator[None]:
    """So many browsers in a process of their own, entered and idle."""
    lines = ["GET /socket.io/?EIO=4&transport=websocket HTTP/1.1", *(f"{name}: {value}" for name, value in BROWSERS.items()), "", ""]
    arguments = ("-c", CROWD, str(port), str(many), "\r\n".join(lines).encode().hex())
    process = await asyncio.create_subprocess_exec(sys.executable, *arguments, stdin=PIPE, stdout=PIPE)
    assert process.stdin is not None and process.stdout is not None
    assert await process.stdout.readline() == b"here\n"
    try:
        yield
    finally:
        process.stdin.close()
        await process.wait()


@pytest.mark.timeout(120)
async def test_an_idle_browser_takes_little_and_leaves_nothing(server: Server) -> None:
    tracemalloc.start()
    try:
        async with crowd(server.port, MANY):  # what is made once is there, and has grown
            pass
        await nobody(server)
        before = held()
        async with crowd(server.port, MANY):
            assert len(server.eio.sockets) == MANY
            each = (held() - before) / MANY
        await nobody(server)
        left = (held() - before) / MANY
    finally:
        tracemalloc.stop()
    print(f"\nan idle browser: {each:.0f} bytes, {left:.0f} once it has gone")
    assert each <= MOST_BYTES
    assert left <= MOST_BYTES / 20


@pytest.mark.parametrize("http", ["httptools", "h11"])
async def test_who_comes_leaves_nothing_for_the_collector(http: str) -> None:
    made, many = Server(), 20
    async with running(made, http=http), crowd(made.port, 1):
        gc.collect()
        gc.disable()
        try:
            async with crowd(made.port, many):
                assert gc.collect() < many
        finally:
            gc.enable()


def held() -> int:
    gc.collect()
    return tracemalloc.get_traced_memory()[0]


async def nobody(server: Server) -> None:
    """Waits until all have gone, and the heartbeat looks after none of them."""
    async with asyncio.timeout(30):
        while server.eio.sockets:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    server.happened.clear()
    for waiting in (server.eio.heartbeat._to_ping, server.eio.heartbeat._to_answer):
        assert all(session.due == 0.0 for _, session in waiting)
        waiting.clear()
