"""The Engine.IO server: the library's, with websockets of ours, a measure for what waits, and lines that end when they shall."""

import asyncio
import contextlib
from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import Any

import engineio
from engineio.async_socket import AsyncSocket
from engineio.packet import CLOSE, OPEN, Packet

from realtime.transport.backlog import LAST_WORD_SECONDS, Backlog
from realtime.transport.handshake import Environ, RefusedError, Request, Scope
from realtime.transport.heartbeat import Heartbeat
from realtime.transport.parcels import Parcel
from realtime.transport.session import Session

LOOK_SECONDS = 1.0
"""How often it is looked who has not answered in time."""
KINDS = frozenset("123456")
"""What the packets of a client begin with."""


class TransportEngine(engineio.AsyncServer):
    """What it does not decide itself it asks for:

    ``on_slow`` is told the id of a client that reads too slowly; it has to end the line. ``admit`` looks at the ASGI scope of a request for
    a websocket, and gives the HTTP status to turn it away with, or None. ``is_packet`` says whether what a client sent may be an Engine.IO
    packet; whoever sends anything else is ended. ``on_heard`` is told each session's packet, by its type, before it is carried out.
    ``on_parted`` is told the id of a line of long polling that had ended and now has nothing to fetch any more.
    """

    path = "/socket.io/"

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.heartbeat = Heartbeat(self.ping_interval, self.ping_timeout)
        self.on_slow: Callable[[str], None] = lambda eio_sid: None
        self.admit: Callable[[Scope], int | None] = lambda scope: None
        self.is_packet: Callable[[str | bytes], bool] = lambda packet: isinstance(packet, bytes) or packet[:1] in KINDS
        self.on_heard: Callable[[Session, int], None] = lambda session, kind: None
        self.on_parted: Callable[[str], None] = lambda eio_sid: None
        self._parting: set[str] = set()

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
        waiting = 0
        if type(socket) is Session:
            for parcel in parcels:
                waiting = socket.take(parcel)
        else:
            for parcel in parcels:
                socket.queue.hand(parcel)
            waiting = socket.queue.qsize()
        if waiting:
            self._look_at_backlog(eio_sid, socket)
        return waiting

    async def send_packet(self, sid: str, pkt: Packet) -> None:
        await super().send_packet(sid, pkt)
        if (socket := self.sockets.get(sid)) is not None:
            self._look_at_backlog(sid, socket)

    async def disconnect(self, sid: str | None = None) -> None:
        """Ends one line, or all. Does not wait for the client, as the library would."""
        for each in list(self.sockets) if sid is None else [sid]:
            socket = self.sockets.get(each)
            if socket is None:
                continue
            if not socket.upgraded and not socket.upgrading:
                await self._part_with(socket)
            else:
                await socket.close(wait=False, reason=self.reason.SERVER_DISCONNECT)
                self.sockets.pop(each, None)

    def is_parting(self, eio_sid: str) -> bool:
        """Whether a line of long polling has been ended, and its client may still fetch what waits for it."""
        return eio_sid in self._parting

    async def _part_with(self, socket: AsyncSocket) -> None:
        """Ends a line of long polling. Its client fetches what waits with one request, and with the next that it is ended.

        In one and the same answer the official client would see the end first, and never look at the rest.
        """
        if socket.closing or socket.closed:
            return
        socket.closing = True
        self._parting.add(socket.sid)
        await self._trigger_event("disconnect", socket.sid, self.reason.SERVER_DISCONNECT, run_async=False)
        self.start_background_task(self._let_fetch, socket)

    async def _let_fetch(self, socket: AsyncSocket) -> None:
        try:
            with contextlib.suppress(TimeoutError):  # it does not ask any more
                async with asyncio.timeout(LAST_WORD_SECONDS):
                    await socket.queue.join()
                    socket.queue.put_nowait(Packet(CLOSE))
                    await socket.queue.join()
        finally:
            socket.closed = True
            self._parting.discard(socket.sid)
            self.sockets.pop(socket.sid, None)
            self.on_parted(socket.sid)

    def put_instead(self, eio_sid: str, packet: Packet) -> None:
        """Forgets what waits for a client and tells it this instead."""
        queue = self.sockets[eio_sid].queue
        queue.clear()
        queue.put_nowait(packet)

    def let_writer_end(self, eio_sid: str) -> None:
        """Lets the transport close once the client has been told what waits for it, the library's last packet too."""
        socket = self.sockets.get(eio_sid)
        if socket is not None and not isinstance(socket, Session) and eio_sid not in self._parting:  # those do so by themselves
            asyncio.get_running_loop().call_soon(socket.queue.put_nowait, None)

    def backlog(self) -> tuple[int, int]:
        """What waits until clients read it: packets, and their size in bytes. From any thread."""
        queues = [queue for socket in list(self.sockets.values()) if (queue := socket.queue) is not None]
        return sum(queue.qsize() for queue in queues), sum(queue.bytes for queue in queues)

    def _look_at_backlog(self, eio_sid: str, socket: Any) -> None:
        if socket.queue is not None and not socket.closing and socket.queue.is_too_long:
            self.on_slow(eio_sid)

    # --- Websockets of ours

    def asked(self, request: Request) -> Any:
        """Looks at a request for a websocket. Gives the library's socket that it shall take over, None where a new session begins.

        Raises:
            RefusedError
        """
        path = request.scope["path"]
        if not (path if path.endswith("/") else f"{path}/").startswith(self.path):
            raise RefusedError(HTTPStatus.NOT_FOUND, "There is no websocket here.")
        status = self.admit(request.scope)
        if status is not None:
            raise RefusedError(HTTPStatus(status), "Not with this request.")
        self._check_origin(Environ(request))
        query = request.query
        if query.get("transport") != ["websocket"]:
            raise RefusedError(HTTPStatus.BAD_REQUEST, "The transport is websocket.")
        if "sid" in query:
            return self._asked_to_upgrade(query["sid"][0])
        if query.get("EIO") != ["4"]:
            raise RefusedError(HTTPStatus.BAD_REQUEST, "The version of Engine.IO is 4.")
        return None

    async def enter(self, session: Session, environ: Environ) -> None:
        """Begins a session.

        Raises:
            RefusedError: the application does not want it.
        """
        self.sockets[session.sid] = session
        answer = await self._trigger_event("connect", session.sid, environ, run_async=False)
        if answer is not None and answer is not True:
            session.closed = True
            self.forget(session)
            raise RefusedError(HTTPStatus.UNAUTHORIZED, str(answer or "Unauthorized"))
        session.connected = True

    def open_packet(self, sid: str) -> Packet:
        """The first packet of a session on a websocket."""
        return Packet(
            OPEN,
            {
                "sid": sid,
                "upgrades": [],
                "pingTimeout": int(self.ping_timeout * 1000),
                "pingInterval": int(self.ping_interval * 1000),
                "maxPayload": self.max_http_buffer_size,
            },
        )

    def forget(self, session: Session) -> None:
        if self.sockets.get(session.sid) is session:
            del self.sockets[session.sid]

    def _check_origin(self, environ: Environ) -> None:
        origin = environ.get("HTTP_ORIGIN")
        if origin and self.cors_allowed_origins != []:
            allowed = self._cors_allowed_origins(environ)
            if allowed is not None and origin not in allowed:
                self.logger.error("%s is not an accepted origin.", origin)
                raise RefusedError(HTTPStatus.FORBIDDEN, "Not from this origin.")

    def _asked_to_upgrade(self, sid: str) -> Any:
        socket = self.sockets.get(sid)
        if socket is None or socket.closing or socket.closed or not socket.connected or socket.upgraded or not self.allow_upgrades:
            raise RefusedError(HTTPStatus.BAD_REQUEST, "There is no such session to upgrade.")
        return socket

    # --- Those who do not answer

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
        if isinstance(socket, Session):
            return  # the heartbeat does
        if socket.closed:
            if self.sockets.get(socket.sid) is socket:
                del self.sockets[socket.sid]
        elif not socket.closing:
            await socket.check_ping_timeout()
