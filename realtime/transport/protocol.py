"""What uvicorn speaks over a websocket: Engine.IO, from the request on. ``uvicorn.Config(app, ws=protocol_of(engine))``."""

import logging
from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from uvicorn.config import Config
from uvicorn.protocols.utils import get_local_addr, get_remote_addr, is_ssl
from uvicorn.server import ServerState

from realtime.transport import frames, handshake, upgrade
from realtime.transport.handshake import Environ, RefusedError, Request
from realtime.transport.parcels import frame_of
from realtime.transport.session import Session
from realtime.transport.upgrade import Upgrade
from realtime.transport.wire import CLOSING, OPEN, OPENING, Wire, Work

if TYPE_CHECKING:
    import asyncio

    from realtime.transport.engine import TransportEngine

log = logging.getLogger(__name__)


class EngineWire(Wire):
    """One websocket of the engine. uvicorn makes it, gives it the transport, and then the request as it has read it."""

    __slots__ = ("_connections", "_engine", "_is_asked", "_session", "_upgrade")

    def __init__(self, engine: "TransportEngine", *, config: Config, server_state: ServerState, app_state: dict[str, Any]) -> None:
        super().__init__(min(config.ws_max_size, engine.max_http_buffer_size), server_state.tasks)
        self._engine = engine
        self._connections: set[Any] = server_state.connections
        self._is_asked = False
        self._session: Session | None = None
        self._upgrade: Upgrade | None = None

    def connection_made(self, transport: "asyncio.BaseTransport") -> None:
        self.transport = transport  # type: ignore[assignment]
        self._connections.add(self)

    def data_received(self, data: bytes) -> None:
        if self._is_asked:
            super().data_received(data)
        else:
            self._is_asked = True
            self._open(data)

    def connection_lost(self, exc: Exception | None) -> None:
        self._connections.discard(self)
        super().connection_lost(exc)

    def finish(self, code: int = frames.NORMAL) -> None:
        if self.state == OPENING:
            self._refuse(RefusedError(HTTPStatus.SERVICE_UNAVAILABLE, "It ended before it began."))
        super().finish(code)

    # --- Opening

    def _open(self, head: bytes) -> None:
        transport = self.transport
        _let_go_of_reader(transport.get_protocol())
        request = Request(head, get_remote_addr(transport), get_local_addr(transport), is_ssl(transport))
        try:
            key = handshake.key_of(request)
            polling = self._engine.asked(request)
        except RefusedError as error:
            self._refuse(error)
            return
        if polling is None:
            self.begin(self._enter(request, key))
        else:
            self._upgrade = Upgrade(self._engine, polling, self)
            self._accept(handshake.accepted(key))
            self.cut_in(upgrade.SECONDS)

    async def _enter(self, request: Request, key: bytes) -> None:
        self._session = session = Session(self._engine, self._engine.generate_id(), self)
        try:
            await self._engine.enter(session, Environ(request))
        except RefusedError as error:
            self._refuse(error)
            return
        self._accept(handshake.accepted(key) + frame_of(self._engine.open_packet(session.sid)))
        session.rest()

    def _accept(self, answer: bytes) -> None:
        if self.state == OPENING:
            self.transport.write(answer)
            self.state = OPEN

    def _refuse(self, error: RefusedError) -> None:
        log.debug("no websocket: %s", error)
        if self.state == OPENING:
            self.transport.write(handshake.refused(error))
            self.state = CLOSING
            self.transport.close()

    # --- What the wire asks for

    def take(self, message: str | bytes) -> Work | None:
        if not self._engine.is_packet(message):
            raise frames.FrameError(frames.PROTOCOL_ERROR, "no Engine.IO packet")
        if self._session is not None:
            return self._session.hear(message)
        if self._upgrade is not None:
            self._session = self._upgrade.take(message)
            if self._session is not None:
                self._upgrade = None
                self.cut_in(None)
        return None

    def gone(self) -> Work | None:
        if self._upgrade is not None:
            self._upgrade.give_up()
            self._upgrade = None
        session = self._session
        if session is None or session.closing or session.closed:
            return None
        return session.close(wait=False, abort=True, reason=self._engine.reason.TRANSPORT_CLOSE)

    def drained(self) -> None:
        if self._session is not None:
            self._session.flush()


def _let_go_of_reader(before: Any) -> None:
    """What has read the request and its parser hold each other. uvicorn parts them when a connection ends; here they would stay until the
    collector finds them, several KiB for each client.
    """
    if getattr(before, "parser", None) is not None:
        before.parser = None


def protocol_of(engine: "TransportEngine") -> Callable[..., EngineWire]:
    """What uvicorn makes for each request that asks for a websocket."""
    return partial(EngineWire, engine)
