"""One Engine.IO session on a websocket of ours, as the library's server knows it."""

import time
from typing import TYPE_CHECKING, Any

from engineio.packet import CLOSE, MESSAGE, NOOP, PING, PONG, UPGRADE, Packet

from realtime.transport.backlog import Backlog
from realtime.transport.parcels import Parcel, frame_of

if TYPE_CHECKING:
    from realtime.transport.engine import TransportEngine
    from realtime.transport.wire import Wire, Work

PING_PACKET = Packet(PING)


class Session:
    """Takes the place of the library's socket, without a task, a timer or a queue of its own: what it is given is written at once.

    ``queue`` is there only while the client does not read. ``last_ping`` is when it was last pinged, as the library has it: None once it
    has answered.
    """

    __slots__ = ("closed", "closing", "connected", "due", "last_ping", "queue", "server", "session", "sid", "wire")
    upgraded, upgrading = True, False

    def __init__(self, server: "TransportEngine", sid: str, wire: "Wire") -> None:
        self.server = server
        self.sid = sid
        self.wire = wire
        self.queue: Backlog | None = None
        self.session: dict[str, Any] = {}
        self.last_ping: float | None = None
        self.due = 0.0
        self.connected = self.closing = self.closed = False

    async def send(self, packet: Packet) -> None:
        self.take(packet)

    def take(self, packet: Packet) -> int:
        """Writes a packet, or keeps it until the client reads again. How many wait."""
        wire = self.wire
        if self.closing:
            return 0
        if not wire.is_full:
            wire.write(packet.frame if type(packet) is Parcel else frame_of(packet))
            return 0
        if self.queue is None:
            self.queue = Backlog()
        self.queue.put_nowait(packet)
        return self.queue.qsize()

    def flush(self) -> None:
        """Writes what waits, as far as the transport takes it."""
        while self.queue is not None and not self.wire.is_full:
            if self.queue.empty():
                self.queue = None
            else:
                self.wire.transport.write(frame_of(self.queue.get_nowait()))  # also behind the last word: it waits for this

    async def close(self, wait: bool = True, abort: bool = False, reason: str | None = None) -> None:
        """Ends the session. The client is told so unless the end comes from there (``abort``); nobody waits for it."""
        if self.closing or self.closed:
            return
        if not abort:
            self.take(Packet(CLOSE))
        self.closing = True
        self.due = 0.0
        self.wire.finish()
        try:
            await self.server._trigger_event("disconnect", self.sid, reason or self.server.reason.SERVER_DISCONNECT, run_async=False)
        finally:
            self.closed = True
            self.server.forget(self)

    def hear(self, packet: str | bytes) -> "Work | None":
        """Takes what the client says, as the library's socket would; gives what has to be awaited."""
        kind = MESSAGE if isinstance(packet, bytes) else int(packet[0])
        self.server.on_heard(self, kind)
        if kind == MESSAGE:
            data = packet if isinstance(packet, bytes) else packet[1:]
            return self.server.handlers["message"](self.sid, data)  # type: ignore[no-any-return]
        if kind == CLOSE:
            return self.close(wait=False, abort=True, reason=self.server.reason.CLIENT_DISCONNECT)
        if kind == PONG and self.last_ping is not None:
            self.rest()
        elif kind == UPGRADE:
            self.take(Packet(NOOP))
        return None

    async def check_ping_timeout(self) -> bool:
        """The heartbeat looks after it."""
        return not self.closed

    # --- Heartbeat

    def rest(self) -> None:
        self.last_ping = None
        self.server.heartbeat.rest(self)

    def ping(self) -> None:
        self.last_ping = time.time()
        self.take(PING_PACKET)

    def time_out(self) -> None:
        self.wire.spawn(self.close(wait=False, reason=self.server.reason.PING_TIMEOUT))
