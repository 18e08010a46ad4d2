"""python-socketio's server, with a threshold before its requests, a gate before its packets, and an end to every line."""

import asyncio
from typing import Any

import socketio
import structlog
from django.conf import settings
from engineio import packet as engine_packet
from engineio.payload import Payload
from socketio import packet

from games.errors import ErrorCode, GameError
from realtime import addresses, announce, auth, channel, door, drain, gate, hearing, holders, limits, quality, threshold, watch
from realtime.background import spawn
from realtime.connections import connections, desks
from realtime.engine import Engine
from realtime.lines import Line
from realtime.strikes import Strikes
from realtime.transport.fanout import Rooms
from realtime.transport.parcels import answer_of
from realtime.transport.session import Session
from realtime.work import in_database

log = structlog.stdlib.get_logger(__name__)

LINE = "codex.line"
"""Where the environment that the connect handler gets keeps the line."""
COME_BACK_AFTER = 5.0


class GameServer(socketio.AsyncServer):
    """Looks at every message before the library does.

    The library would run our ``connect`` and ``disconnect`` handlers for events of that name sent by a client, with an environment of the
    client's making, and would wait for binary attachments without bound. It also lets a client that was sent away stay on its transport.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(client_manager=Rooms(), **options)
        Payload.max_decode_packets = threshold.MOST_PACKETS  # the library's way to say it
        self.strikes = Strikes()
        self.lines = self.eio.lines
        self.eio.on_slow = self._end_slow
        self.eio.admit = self._turned_away
        self.eio.is_packet = gate.is_engine_frame
        self.eio.on_heard = self._note_heard
        self.eio.on_parted = self.lines.parted
        self.lines.on_nameless = self._let_go_elsewhere

    def _engineio_server_class(self) -> type[Engine]:
        return Engine

    async def handle_request(self, scope: threshold.Scope, receive: threshold.Receive, send: threshold.Send) -> None:
        try:
            receive = await threshold.cross(scope, receive, self.lines, self.eio.max_http_buffer_size)
        except threshold.TurnedAwayError as turned:
            await threshold.answer(scope, send, turned.status)
            if turned.line is not None:
                await self.eio.disconnect(turned.line.eio_sid)
            return
        await super().handle_request(scope, receive, send)

    def _turned_away(self, scope: threshold.Scope) -> int | None:
        """The status that a websocket of our own transport is refused with."""
        try:
            threshold.line_of(scope, self.lines)
        except threshold.TurnedAwayError as turned:
            return turned.status
        return None

    def _note_heard(self, session: Session, kind: int) -> None:
        line = self.lines.get(session.sid)
        if line is not None:
            quality.note(line, session, kind)

    async def end_nameless(self) -> None:
        """Ends whoever has not said who they are, or was not believed."""
        for line in self.lines.nameless():
            await self.eio.disconnect(line.eio_sid)

    async def _handle_eio_connect(self, eio_sid: str, environ: dict[str, Any]) -> str | None:
        hearing.speak_from(asyncio.get_running_loop())
        watch.begin(self.end_nameless)
        scope = environ["asgi.scope"]
        if drain.is_under_way():
            return ErrorCode.SERVICE_UNAVAILABLE.name
        address = addresses.address_of(scope)
        if settings.RATE_LIMITS and (
            len(self.lines) >= 2 * limits.MOST_OF_PROCESS or self.lines.of_address[address] >= 2 * limits.MOST_OF_ADDRESS
        ):
            limits.refused["line"] += 1
            return ErrorCode.TOO_MANY_CONNECTIONS.name
        environ[LINE] = line = self.lines.open(eio_sid, address, auth.cookie_in(scope["headers"]))
        socket = self.eio.sockets[eio_sid]
        if not isinstance(socket, Session):
            quality.note_all(line, socket)
        await super()._handle_eio_connect(eio_sid, environ)
        return None

    async def _handle_eio_disconnect(self, eio_sid: str, reason: str) -> None:
        self.strikes.forget(eio_sid)
        line = self.lines.end(eio_sid, is_parting=self.eio.is_parting(eio_sid))
        if line is not None:
            self.eio.let_writer_end(eio_sid)
            self.eio.ping_no_more(eio_sid)
            line.hang_up()
        await super()._handle_eio_disconnect(eio_sid, reason)

    async def _handle_eio_message(self, eio_sid: str, data: Any) -> None:
        if self.lines.get(eio_sid) is None:
            return  # ended: whatever still comes is not heard
        try:
            frame = gate.read(data)
        except gate.BadFrameError as error:
            await self._refuse_frame(eio_sid, data, error)
            return
        # What the library does with a packet once it has read it; ours is read.
        if frame.kind == gate.EVENT:
            await self._handle_event(eio_sid, frame.namespace, frame.ack, frame.payload)
        elif frame.kind == gate.CONNECT:
            await self._handle_connect(eio_sid, frame.namespace, frame.payload)
        elif frame.kind == gate.DISCONNECT:
            await self._handle_disconnect(eio_sid, frame.namespace, self.reason.CLIENT_DISCONNECT)
        else:
            await self._handle_ack(eio_sid, frame.namespace, frame.ack, frame.payload)

    async def _handle_event(self, eio_sid: str, namespace: str, ack: int | None, event: list[Any]) -> None:
        """Hands an event to the one handler that answers all of its namespace, and the answer to the client."""
        sid = self.manager.sid_from_eio_sid(eio_sid, namespace)
        if sid is None or not self.manager.is_connected(sid, namespace):
            return
        answer = await self.handlers[namespace]["*"](event[0], sid, *event[1:])
        if ack is not None:
            self.eio.hand(eio_sid, answer_of(ack, answer, namespace, self.packet_class))

    async def _handle_connect(self, eio_sid: str, namespace: str | None, data: Any) -> None:
        line, namespace = self.lines.get(eio_sid), namespace or "/"
        if line is None:
            return
        if self.manager.sid_from_eio_sid(eio_sid, namespace) is not None:
            await self._refuse_connect(line, namespace, GameError(ErrorCode.BAD_FRAME))  # it is connected, and stays so
            return
        try:
            await self._admit(line, namespace)
        except GameError as error:
            await self._refuse_connect(line, namespace, error)
            return
        await super()._handle_connect(eio_sid, namespace, data)
        if self.manager.sid_from_eio_sid(eio_sid, namespace) is None:
            self.lines.unname(line, namespace, since=line.nameless_since)
            await self._strike(eio_sid)

    async def _handle_disconnect(self, eio_sid: str, namespace: str | None, reason: str | None = None) -> None:
        await super()._handle_disconnect(eio_sid, namespace, reason)
        line = self.lines.get(eio_sid)
        if line is not None:
            self.lines.unname(line, namespace or "/")

    async def _admit(self, line: Line, namespace: str) -> None:
        """Gives the client of a line a name on a namespace, for the time being.

        Raises:
            GameError: ``TOO_MANY_CONNECTIONS`` with ``retry_after``.
        """
        if settings.RATE_LIMITS and not line.names:
            await self._count_connect(line.address)
            if not await self._has_room_elsewhere(line) or (
                self.lines.named >= limits.MOST_OF_PROCESS
                or self.lines.named_of_address[line.address] >= limits.MOST_OF_ADDRESS
                or (line.cookie and self.lines.named_of_session[line.cookie] >= limits.MOST_OF_SESSION)
            ):
                limits.refused["connection"] += 1
                self._let_go_elsewhere(line)
                raise GameError(ErrorCode.TOO_MANY_CONNECTIONS, retry_after=COME_BACK_AFTER)
        if line.is_open:
            self.lines.name(line, namespace)
        else:
            self._let_go_elsewhere(line)

    async def _has_room_elsewhere(self, line: Line) -> bool:
        return await holders.hold(line) if channel.is_shared() else True

    def _let_go_elsewhere(self, line: Line) -> None:
        if channel.is_shared():
            spawn(holders.let_go(line))

    async def _count_connect(self, address: str) -> None:
        try:
            if limits.are_shared():
                await in_database(limits.spend, address, "connect")
            else:
                limits.spend(address, "connect")
        except GameError as error:
            raise GameError(ErrorCode.TOO_MANY_CONNECTIONS, **error.extra) from error

    async def _refuse_connect(self, line: Line, namespace: str, error: GameError) -> None:
        await self._say_no(line.eio_sid, namespace, error)
        await self._strike(line.eio_sid)

    async def _say_no(self, eio_sid: str, namespace: str, error: GameError) -> None:
        why = {"message": error.message, "data": error.as_dict()}
        await self._send_packet(eio_sid, self.packet_class(packet.CONNECT_ERROR, data=why, namespace=namespace))

    async def _strike(self, eio_sid: str) -> None:
        """Ends the line of whoever asks to be let in again and again."""
        if self.strikes.add(eio_sid):
            await self.eio.disconnect(eio_sid)

    async def _refuse_frame(self, eio_sid: str, data: Any, bad: gate.BadFrameError) -> None:
        out, error = self.strikes.add(eio_sid), GameError(bad.code)
        kind, namespace, ack = gate.addressed(data)
        sid = self.manager.sid_from_eio_sid(eio_sid, namespace)
        connection = (connections.get(sid) or desks.get(sid)) if sid else None
        if kind == gate.CONNECT:
            await self._say_no(eio_sid, namespace, error)
        elif connection is not None:
            await announce.refuse(connection, error)
            if ack is not None:
                await self._send_packet(eio_sid, self.packet_class(packet.ACK, namespace=namespace, id=ack, data=[door.refusal(error)]))
        if out:
            log.info("line ended after bad frames", why=str(bad))
            await self.eio.disconnect(eio_sid)

    def _end_slow(self, eio_sid: str) -> None:
        """Tells a client that reads too slowly why it goes, as far as it still reads, and ends its line."""
        limits.refused["slow"] += 1
        line = self.lines.get(eio_sid)
        namespace = announce.DESK if line is not None and line.names == (announce.DESK,) else "/"
        told = self.packet_class(packet.EVENT, namespace=namespace, data=["error", GameError(ErrorCode.SLOW_CONSUMER).as_dict()])
        self.eio.put_instead(eio_sid, engine_packet.Packet(engine_packet.MESSAGE, told.encode()))
        spawn(self.eio.disconnect(eio_sid))
