"""The Engine.IO server: the library's, with a measure for what waits, lines that end when they shall, and one look at all of them."""

import asyncio
import contextlib
from collections.abc import Callable, Sequence
from typing import Any

import engineio
from engineio.async_socket import AsyncSocket
from engineio.packet import Packet

from realtime.transport.backlog import Backlog
from realtime.transport.parcels import Parcel

LOOK_SECONDS = 1.0
"""How often it is looked who has not answered in time."""


class TransportEngine(engineio.AsyncServer):
    """``on_slow`` is told the id of a client that reads too slowly; it has to end the line."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.on_slow: Callable[[str], None] = lambda eio_sid: None

    def start_background_task(self, target: Callable[..., Any], *arguments: Any, **named: Any) -> "asyncio.Task[Any]":
        """As the library does, but the wait for a line's next ping can be ended: it would keep all that was the line's till then."""
        task: asyncio.Task[Any] = super().start_background_task(target, *arguments, **named)
        if getattr(target, "__func__", None) is AsyncSocket._send_ping:
            target.__self__.next_ping = task  # type: ignore[attr-defined]
        return task

    def ping_no_more(self, eio_sid: str) -> None:
        """Forgets the next ping of a line that has ended."""
        task = getattr(self.sockets.get(eio_sid), "next_ping", None)
        if task is not None and task is not asyncio.current_task():
            task.cancel()

    def create_queue(self, *_: Any, **__: Any) -> Backlog:
        return Backlog()

    def hand(self, eio_sid: str, parcels: Sequence[Parcel]) -> int:
        """Gives a client what it shall hear, without waiting; how many packets wait for it now."""
        socket = self.sockets.get(eio_sid)
        if socket is None or socket.closed:
            return 0
        for parcel in parcels:
            socket.queue.put_nowait(parcel)
        self._look_at_backlog(eio_sid)
        waiting: int = socket.queue.qsize()
        return waiting

    async def send_packet(self, sid: str, pkt: Packet) -> None:
        await super().send_packet(sid, pkt)
        self._look_at_backlog(sid)

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

    def backlog(self) -> tuple[int, int]:
        """What waits until clients read it: packets, and their size in bytes. From any thread."""
        queues = [socket.queue for socket in list(self.sockets.values())]
        return sum(queue.qsize() for queue in queues), sum(queue.bytes for queue in queues)

    def _look_at_backlog(self, eio_sid: str) -> None:
        socket = self.sockets.get(eio_sid)
        if socket is not None and not socket.closing and socket.queue.is_too_long:
            self.on_slow(eio_sid)

    async def _service_task(self) -> None:
        """Ends those who do not answer. The library waits anew for each socket, with a task and a timer of its own."""
        self.service_task_event = self.create_event()
        while not self.service_task_event.is_set():
            for socket in list(self.sockets.values()):
                try:
                    await self._look_after(socket)
                except Exception:
                    self.logger.exception("a line could not be ended")
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.service_task_event.wait(), LOOK_SECONDS)

    async def _look_after(self, socket: Any) -> None:
        if socket.closed:
            if self.sockets.get(socket.sid) is socket:
                del self.sockets[socket.sid]
        elif not socket.closing:
            await socket.check_ping_timeout()
