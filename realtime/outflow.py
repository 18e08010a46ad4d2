"""What goes out over a websocket: held back while the client does not read, and ended without its help.

Under ASGI ``send`` may wait for the client. Uvicorn's does, Daphne's does not: there whatever is sent to a client that does not read would
pile up in Twisted's transport. So we register there as what Twisted calls a producer, and wait.
"""

import asyncio
from typing import Any

import structlog
from engineio.async_drivers import asgi

from realtime import gate
from realtime.transport import backlog

log = structlog.stdlib.get_logger(__name__)


class Outflow(asgi.WebSocket):
    """The websocket of one line. The library makes one for each, and calls ``wait``, ``send`` and ``close``."""

    def __init__(self, handler: Any, server: Any) -> None:
        super().__init__(handler, server)
        self._line = server.lines.get(handler.__self__.sid)
        self._pipe: Pipe | TwistedPipe | None = None

    async def __call__(self, environ: dict[str, Any]) -> Any:
        if self._line is None:  # ended between the request and the upgrade
            return await environ["asgi.send"]({"type": "websocket.close"})
        self._pipe = pipe_of(environ["asgi.send"])
        self._line.hang_up = self._hang_up
        socket = self.handler.__self__
        socket.poll = socket.queue.take
        socket.queue.write = self._write
        return await super().__call__(environ)

    def _write(self, frame: bytes) -> bool:
        """Writes a frame at once; not before the client has agreed to take over what began as long polling."""
        return self._pipe is not None and self.handler.__self__.upgraded and self._pipe.write(frame)

    async def send(self, message: str | bytes) -> None:
        if self._pipe is None:
            return
        with self._pipe:
            await super().send(message)
        await self._pipe.drained()

    async def wait(self) -> Any:
        """The next frame. What is no Engine.IO frame ends the line, as if the client had closed it."""
        frame = await super().wait()
        if gate.is_engine_frame(frame):
            return frame
        if self._line.is_open:
            log.info("line ended: no Engine.IO frame")
        return None

    def _hang_up(self) -> None:
        if self._pipe is not None:
            asyncio.get_running_loop().call_later(backlog.LAST_WORD_SECONDS, self._pipe.cut)


class Pipe:
    """A transport that waits by itself. Within it, what is sent may be of any length."""

    def __init__(self, transport: Any) -> None:
        self._transport = transport

    def __enter__(self) -> None:
        pass

    def __exit__(self, *_: object) -> None:
        pass

    def write(self, frame: bytes) -> bool:
        """Under ASGI nothing is sent without waiting."""
        return False

    async def drained(self) -> None:
        pass

    def cut(self) -> None:
        if self._transport is not None:
            self._transport.abort()


class TwistedPipe:
    """A Twisted transport. Calls us when it holds more than 64 KiB, and when it has sent all of it.

    Autobahn holds what is sent to the limit for what is received, and ends the connection of whoever has much to catch up with. Within the
    pipe that limit is lifted.
    """

    def __init__(self, protocol: Any) -> None:
        self._protocol = protocol
        self._limit = protocol.maxMessagePayloadSize
        self._writable: asyncio.Event | None = None

    def __enter__(self) -> None:
        self._protocol.maxMessagePayloadSize = 0

    def __exit__(self, *_: object) -> None:
        self._protocol.maxMessagePayloadSize = self._limit

    def write(self, frame: bytes) -> bool:
        """Writes a whole frame past ASGI, if the client reads and has not begun to go."""
        if self._writable is None or not self._writable.is_set() or self._protocol.state != self._protocol.STATE_OPEN:
            return False
        self._protocol.transport.write(frame)
        return True

    async def drained(self) -> None:
        if self._writable is None:
            self._writable = asyncio.Event()
            self._writable.set()
            self._protocol.unregisterProducer()  # the HTTP channel that this connection began as
            self._protocol.registerProducer(self, True)
        if not self._writable.is_set():
            await self._writable.wait()

    def pauseProducing(self) -> None:  # noqa: N802  Twisted's names
        if self._writable is not None:
            self._writable.clear()

    def resumeProducing(self) -> None:  # noqa: N802
        if self._writable is not None:
            self._writable.set()

    stopProducing = resumeProducing  # noqa: N815

    def cut(self) -> None:
        self._protocol.transport.abortConnection()


def pipe_of(send: Any) -> Pipe | TwistedPipe:
    """The transport behind an ASGI ``send``: Daphne's is a partial with the protocol, Uvicorn's a method of it."""
    for protocol in getattr(send, "args", ()):
        if hasattr(protocol, "registerProducer"):
            return TwistedPipe(protocol)
    return Pipe(getattr(getattr(send, "__self__", None), "transport", None))
