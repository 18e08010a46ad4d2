"""A client that sends and reads bytes, and does nothing by itself."""

import asyncio
import contextlib
import json
import ssl
from typing import Any, NamedTuple

KEY = "dGhlIHNhbXBsZSBub25jZQ=="
ACCEPT = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="
"""What the standard says that the answer to this key is."""
HEADERS = {"Host": "codex.example", "Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Version": "13"}
TARGET = "/socket.io/?EIO=4&transport=websocket"
SECONDS = 10
CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG = 0, 1, 2, 8, 9, 10


def masked(opcode: int, payload: bytes, *, mask: bytes = b"\x01\x02\x03\x04", is_last: bool = True) -> bytes:
    """A client's frame, written by nothing of ours."""
    size = len(payload)
    long = b"\xfe" + size.to_bytes(2, "big") if size < 65536 else b"\xff" + size.to_bytes(8, "big")
    length = bytes([0x80 | size]) if size < 126 else long
    return bytes([opcode | (0x80 if is_last else 0)]) + length + mask + bytes(byte ^ mask[at % 4] for at, byte in enumerate(payload))


def text(message: str) -> bytes:
    return masked(TEXT, message.encode())


_made: "list[Peer]" = []


async def all_leave() -> None:
    """Whoever is still there goes."""
    while _made:
        made = _made.pop()
        made.leave()
        await made.gone()


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]


class Peer:
    """One connection: a stream to read from and one to write to."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer
        self.sid = ""
        _made.append(self)

    def send(self, data: bytes) -> None:
        self._writer.write(data)

    def say(self, *packets: str) -> None:
        """Sends Engine.IO packets, a frame each, in one piece."""
        self._writer.write(b"".join(text(packet) for packet in packets))

    async def frame(self) -> tuple[int, bytes]:
        """The next frame.

        Raises:
            EOFError: there is no connection any more.
        """
        try:
            async with asyncio.timeout(SECONDS):
                first, second = await self._reader.readexactly(2)
                assert first & 0x80 and not second & 0x80
                if second >= 126:
                    second = int.from_bytes(await self._reader.readexactly(2 if second == 126 else 8), "big")
                return first & 0x0F, await self._reader.readexactly(second)
        except (ConnectionError, asyncio.IncompleteReadError) as error:
            raise EOFError from error

    async def packet(self) -> str:
        """The next Engine.IO packet; ``close 1002`` and the like for a close frame."""
        opcode, payload = await self.frame()
        return f"close {int.from_bytes(payload, 'big')}" if opcode == CLOSE else payload.decode()

    async def until(self, packet: str) -> list[str]:
        """All packets up to this one."""
        heard = [await self.packet()]
        while heard[-1] != packet:
            heard.append(await self.packet())
        return heard

    async def rest(self) -> list[str]:
        """Whatever comes until the connection ends."""
        heard = []
        while True:
            try:
                heard.append(await self.packet())
            except EOFError:
                return heard

    async def enter(self) -> str:
        """Connects to the namespace; its own id there."""
        self.say("40")
        answer = await self.packet()
        assert answer.startswith("40"), answer
        return str(json.loads(answer[2:])["sid"])

    async def answer(self) -> Answer:
        """The answer to a request."""
        async with asyncio.timeout(SECONDS):
            first, *lines = (await self._reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        headers = dict(line.lower().split(": ", 1) for line in lines if line)
        return Answer(int(first.split(" ")[1]), headers)

    async def opened(self) -> dict[str, Any]:
        """The open packet behind an accepted request."""
        answer = await self.answer()
        assert answer.status == 101, answer
        packet = await self.packet()
        assert packet.startswith("0"), packet
        data: dict[str, Any] = json.loads(packet[1:])
        self.sid = data["sid"]
        return data

    def leave(self) -> None:
        """Goes without a word."""
        self._writer.transport.abort()

    async def gone(self) -> None:
        with contextlib.suppress(OSError):
            await self._writer.wait_closed()


async def asking(
    host: str,
    port: int,
    *,
    target: str = TARGET,
    method: str = "GET",
    security: ssl.SSLContext | None = None,
    **headers: str,
) -> Peer:
    """A connection that has asked for a websocket. ``headers`` are named in Python's way; an empty one is left out."""
    reader, writer = await asyncio.open_connection(host, port, ssl=security)
    wanted = {**HEADERS, "Sec-WebSocket-Key": KEY}
    wanted |= {name.replace("_", "-"): value for name, value in headers.items()}
    lines = [f"{method} {target} HTTP/1.1", *(f"{name}: {value}" for name, value in wanted.items() if value)]
    writer.write(("\r\n".join(lines) + "\r\n\r\n").encode("latin-1"))
    return Peer(reader, writer)
