"""The Engine.IO server: the library's, with lines that end when they shall, and a measure for what waits."""

import asyncio
from collections.abc import Callable
from typing import Any

import engineio
from django.conf import settings
from engineio.async_drivers import asgi
from engineio.async_socket import AsyncSocket
from engineio.packet import Packet

from realtime.lines import Lines
from realtime.outflow import Outflow

MOST_EVENTS = 256
MOST_BYTES = 1024 * 1024


class Backlog(asyncio.Queue[Any]):
    """What waits for one client's transport, with its size in bytes."""

    def __init__(self) -> None:
        super().__init__()
        self.bytes = 0

    @property
    def is_too_long(self) -> bool:
        """Whether the client reads too slowly. The longest packet does not count: one catching up may be long by itself."""
        if self.bytes > MOST_BYTES:
            return self.bytes - max(_size(packet) for packet in self._queue) > MOST_BYTES  # type: ignore[attr-defined]
        return self.qsize() > MOST_EVENTS

    def clear(self) -> None:
        while not self.empty():
            self.get_nowait()

    def _put(self, item: Any) -> None:
        super()._put(item)
        self.bytes += _size(item)

    def _get(self) -> Any:
        item = super()._get()
        self.bytes -= _size(item)
        return item


class Engine(engineio.AsyncServer):
    """``on_slow`` is told the id of a client that reads too slowly; it has to end the line."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.lines = Lines()
        self.on_slow: Callable[[str], None] = lambda eio_sid: None
        self._async: dict[str, Any] = {**asgi._async, "websocket": Outflow}

    def generate_id(self) -> str:
        """An id that tells a proxy in which process the line lives, where there are several."""
        made: str = super().generate_id()
        return f"{settings.WORKER}-{made}" if settings.WORKER else made

    def start_background_task(self, target: Callable[..., Any], *arguments: Any, **named: Any) -> "asyncio.Task[Any]":
        """As the library does, but the wait for a line's next ping can be ended: it would keep all that was the line's till then."""
        task: asyncio.Task[Any] = super().start_background_task(target, *arguments, **named)
        if getattr(target, "__func__", None) is AsyncSocket._send_ping:
            target.__self__.next_ping = task  # type: ignore[attr-defined]
        return task

    def create_queue(self, *_: Any, **__: Any) -> Backlog:
        return Backlog()

    async def send_packet(self, sid: str, pkt: Packet) -> None:
        await super().send_packet(sid, pkt)
        socket = self.sockets.get(sid)
        if socket is not None and not socket.closing and socket.queue.is_too_long:
            self.on_slow(sid)

    async def disconnect(self, sid: str | None = None) -> None:
        """Ends one line, or all. Does not wait for the client, as the library would."""
        for each in list(self.sockets) if sid is None else [sid]:
            socket = self.sockets.get(each)
            if socket is not None:
                await socket.close(wait=False, reason=self.reason.SERVER_DISCONNECT)
                self.sockets.pop(each, None)

    def put_instead(self, eio_sid: str, packet: Packet) -> None:
        """Forgets what waits for a client and tells it this instead."""
        queue = self.sockets[eio_sid].queue
        queue.clear()
        queue.put_nowait(packet)

    def let_writer_end(self, eio_sid: str) -> None:
        """Lets the transport close once the client has been told what waits for it, the library's last packet too."""
        if (socket := self.sockets.get(eio_sid)) is not None:
            asyncio.get_running_loop().call_soon(socket.queue.put_nowait, None)

    def ping_no_more(self, eio_sid: str) -> None:
        """Forgets the next ping of a line that has ended."""
        task = getattr(self.sockets.get(eio_sid), "next_ping", None)
        if task is not None and task is not asyncio.current_task():
            task.cancel()


def _size(packet: Packet | None) -> int:
    return 0 if packet is None or packet.data is None else len(packet.data)
