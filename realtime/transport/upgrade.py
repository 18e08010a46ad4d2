"""A session that began with long polling moves to a websocket: probed, then taken over with all that waits for its client."""

from typing import TYPE_CHECKING, Any

from engineio.packet import NOOP, Packet

from realtime.transport import frames
from realtime.transport.session import Session

if TYPE_CHECKING:
    from realtime.transport.engine import TransportEngine
    from realtime.transport.wire import Wire

SECONDS = 10.0
"""How long it may take."""
PROBE, PROBED, UPGRADE = "2probe", "3probe", "5"


class Upgrade:
    """One attempt. ``polling`` is the library's socket; it goes on as before if this comes to nothing."""

    __slots__ = ("_engine", "_is_probed", "_polling", "_wire")

    def __init__(self, engine: "TransportEngine", polling: Any, wire: "Wire") -> None:
        self._engine = engine
        self._polling = polling
        self._wire = wire
        self._is_probed = False

    def take(self, message: str | bytes) -> Session | None:
        """The session, once it has moved.

        Raises:
            frames.FrameError: this is no upgrade, or another was faster.
        """
        if not self._is_probed:
            self._probe(message)
            return None
        if message != UPGRADE or self._polling.closing or self._polling.closed:
            raise frames.FrameError(frames.PROTOCOL_ERROR, "no upgrade")
        return self._move()

    def give_up(self) -> None:
        if self._is_probed and not self._polling.upgraded:
            self._polling.upgrading = False

    def _probe(self, message: str | bytes) -> None:
        if message != PROBE or self._polling.upgrading or self._polling.closing:
            raise frames.FrameError(frames.PROTOCOL_ERROR, "no probe")
        self._is_probed = self._polling.upgrading = True
        self._wire.write(frames.written(frames.TEXT, PROBED.encode()))
        self._polling.queue.put_nowait(Packet(NOOP))  # ends the request that waits; the next ones are answered with nothing

    def _move(self) -> Session:
        old, session = self._polling, Session(self._engine, self._polling.sid, self._wire)
        session.session = old.session
        session.connected = True
        self._engine.ping_no_more(old.sid)
        self._engine.sockets[old.sid] = session
        old.upgraded, old.upgrading, old.closing = True, False, True  # nothing looks after it any more
        while not old.queue.empty():
            packet = old.queue.get_nowait()
            if packet is not None and packet.packet_type != NOOP:
                session.take(packet)
        session.rest()
        return session
