"""The road between clients and one server: a TCP proxy that can be made as bad as any network."""

import asyncio
import socket
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from time import monotonic

from tests.support.ports import HOST, free_port

IN, OUT = "in", "out"
"""Towards the server, and away from it."""
PIECE = 256
AT_ONCE = 65_536


@dataclass(eq=False, slots=True)
class Road:
    """Passes everything on until it is told otherwise. What is held back arrives later, as TCP would send it again."""

    to: int
    port: int = field(default_factory=free_port)
    delay: float = 0.0
    """Seconds that everything takes, each way."""
    per_second: float = 0.0
    """Bytes each way and connection; 0: as many as there are."""
    closed: set[str] = field(default_factory=set)
    """The ways on which nothing passes."""
    _opened: asyncio.Event = field(default_factory=asyncio.Event)
    _writers: set[asyncio.StreamWriter] = field(default_factory=set)
    _under_way: set[asyncio.Task[None]] = field(default_factory=set)

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}"

    @asynccontextmanager
    async def open(self) -> AsyncIterator["Road"]:
        """Listens for as long as this lasts."""
        server = await asyncio.start_server(self._come, HOST, self.port)
        try:
            yield self
        finally:
            server.close()
            for task in self._under_way:
                task.cancel()
            await asyncio.gather(*self._under_way, return_exceptions=True)

    def close(self, *ways: str) -> None:
        """Lets nothing through, without a word to either end."""
        self.closed |= set(ways)
        self._opened.clear()

    def heal(self) -> None:
        self.delay = self.per_second = 0.0
        self.closed.clear()
        self._opened.set()

    def reset(self) -> None:
        """Ends every connection by RST, towards both ends."""
        for writer in list(self._writers):
            with suppress(OSError):
                writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            writer.transport.abort()

    def _come(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.create_task(self._carry(reader, writer))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            there, onward = await asyncio.open_connection(HOST, self.to)
        except OSError:
            writer.transport.abort()
            return
        self._writers |= {writer, onward}
        try:
            await asyncio.gather(self._pass(reader, onward, IN), self._pass(there, writer, OUT))
        finally:
            self._writers -= {writer, onward}
            writer.transport.abort()
            onward.transport.abort()

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, way: str) -> None:
        under_way: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue(maxsize=64)
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._take(reader, under_way))
            tasks.create_task(self._give(under_way, writer, way))

    async def _take(self, reader: asyncio.StreamReader, under_way: "asyncio.Queue[tuple[float, bytes]]") -> None:
        with suppress(OSError):
            while data := await reader.read(AT_ONCE):
                await under_way.put((monotonic() + self.delay, data))
        await under_way.put((monotonic(), b""))

    async def _give(self, under_way: "asyncio.Queue[tuple[float, bytes]]", writer: asyncio.StreamWriter, way: str) -> None:
        while True:
            due, data = await under_way.get()
            await asyncio.sleep(max(0.0, due - monotonic()))
            while way in self.closed:
                await self._opened.wait()
            if not data:
                break
            await self._write(writer, data)
        with suppress(OSError):
            writer.write_eof()

    async def _write(self, writer: asyncio.StreamWriter, data: bytes) -> None:
        with suppress(OSError):
            while data and self.per_second:
                writer.write(data[:PIECE])
                await writer.drain()
                data = data[PIECE:]
                await asyncio.sleep(PIECE / self.per_second)
            writer.write(data)
            await writer.drain()
