"""People at tables, each with a socket: Socket.IO by hand on a fast websocket, so that the server is what is measured."""

import asyncio
import json
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from picows import WSFrame, WSListener, WSMsgType, WSTransport, ws_connect

from benchmarks.http import BROWSER, Line, cookie_header
from benchmarks.places import HOST

TEXT, CLOSE = WSMsgType.TEXT, WSMsgType.CLOSE
PATH = "/socket.io/?EIO=4&transport=websocket"
SYNC = b'42["reconnect_sync"'
NOTHING = b"\0"
AT_ONCE = 32
SECONDS_TO_CONNECT = 60

now = time.perf_counter


@dataclass(frozen=True, slots=True)
class Seat:
    """One person at one table, as the server that let them in knows them."""

    player_id: str
    name: str
    cookies: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Table:
    """One game. The first seat is the host's."""

    code: str
    seats: list[Seat]
    clients: list["Client"] = field(default_factory=list)

    begun: float = 0.0
    """When what is under way was sent."""
    sender: "Client | None" = None
    left: int = 0
    """How many have still to hear of it, or to answer."""
    said: int = 0
    """How much was said at this table so far."""


class Client(WSListener):
    """One socket."""

    def __init__(self, crowd: "Crowd", table: Table, seat: Seat, port: int) -> None:
        self.crowd, self.table, self.seat, self.port = crowd, table, seat, port
        self.line = Line(port, seat.cookies)
        self.request = b""
        self.transport: WSTransport | None = None
        self.ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    async def connect(self, *, entering: bool) -> None:
        """Connects; returns when the server has let it in, and to its table if it wishes to enter."""
        self.entering = entering
        headers = {**BROWSER, "Origin": f"http://{HOST}:{self.port}"}
        if self.seat.cookies:
            headers["Cookie"] = cookie_header(self.seat.cookies)
        await ws_connect(
            lambda: self, f"ws://{HOST}:{self.port}{PATH}", extra_headers=headers, websocket_handshake_timeout=SECONDS_TO_CONNECT,
            read_buffer_init_size=2048,
        )  # fmt: skip
        await asyncio.wait_for(self.ready, SECONDS_TO_CONNECT)

    def say(self, message: bytes) -> None:
        if self.transport is not None:
            self.transport.send(TEXT, message)

    def on_ws_connected(self, transport: WSTransport) -> None:
        self.transport = transport

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        if frame.msg_type != TEXT:
            if frame.msg_type == CLOSE:
                transport.disconnect()
            return
        text = frame.get_payload_as_bytes()
        if text.startswith(self.crowd.awaited):
            self.crowd.heard(self)
        elif text.startswith(b"43"):
            self.crowd.answered(self, text)
        elif text == b"2":
            transport.send(TEXT, b"3")
        elif not self.ready.done():
            self._greet(transport, text)

    def on_ws_disconnected(self, transport: WSTransport) -> None:
        self.transport = None
        self.crowd.ended += 1
        if not self.ready.done():
            self.ready.set_exception(ConnectionError("The server ended the connection."))

    def _greet(self, transport: WSTransport, text: bytes) -> None:
        if text.startswith(b"0"):
            transport.send(TEXT, b"40" + json.dumps(self._auth()).encode())
        elif text.startswith(SYNC) or (text.startswith(b"40") and not self.entering):
            self.ready.set_result(None)
        elif text.startswith(b"44"):
            self.ready.set_exception(ConnectionError(text.decode()))

    def _auth(self) -> dict[str, str]:
        known = {"player_id": self.seat.player_id, "player_name": self.seat.name}
        return {"game_code": self.table.code, **known} if self.entering else {}


class Crowd:
    """Everybody who plays on one server, or on several: then the seats of a table are dealt out to them in turn, or ``by_table``.

    What is heard that begins with ``awaited`` is told to ``heard``; each acknowledgement to ``answered``.
    """

    def __init__(self, ports: int | Sequence[int], tables: Iterable[Table], *, by_table: bool = False) -> None:
        served = [ports] if isinstance(ports, int) else list(ports)
        self.tables = [Table(each.code, each.seats) for each in tables]
        for number, table in enumerate(self.tables):
            for place, seat in enumerate(table.seats):
                port = served[(number if by_table else number + place) % len(served)]
                table.clients.append(Client(self, table, seat, port))
        self.ended = 0
        self.hear_nothing()

    @property
    def clients(self) -> list[Client]:
        return [client for table in self.tables for client in table.clients]

    def hear(self, awaited: bytes, heard: Callable[[Client], None], answered: Callable[[Client, bytes], None] | None = None) -> None:
        self.awaited, self.heard, self.answered = awaited, heard, answered or _ignored

    def hear_nothing(self) -> None:
        self.hear(NOTHING, lambda client: None)

    async def connect(self, clients: Sequence[Client] | None = None, *, entering: bool = True, at_once: int = AT_ONCE) -> float:
        """Connects them, so many at once; gives the seconds that it took.

        Raises:
            ConnectionError: somebody is not let in.
        """
        waiting = iter(self.clients if clients is None else clients)

        async def some() -> None:
            for client in waiting:
                await client.connect(entering=entering)

        begun = now()
        await asyncio.gather(*(some() for _ in range(at_once)))
        return now() - begun

    async def part(self) -> None:
        """Ends all connections."""
        for client in self.clients:
            client.line.close()
            if client.transport is not None:
                client.transport.disconnect()
        await asyncio.sleep(0.2)


def _ignored(client: Client, text: bytes) -> None:
    pass
