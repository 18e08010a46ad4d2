"""A websocket client that does only what it is told: reads when asked to, answers no ping, ignores every close."""

import asyncio
import base64
import json
import os
import socket
import struct
from typing import Any, Self
from urllib.parse import urlsplit

PATH = "/socket.io/?EIO=4&transport=websocket"
SECONDS = 10
TEXT, CLOSE = 1, 8
MASK = bytes(4)


class RawSocket:
    """One websocket, from ``source``. ``receive_buffer`` bytes are all that the kernel takes for it while nobody reads."""

    def __init__(
        self, url: str, *, cookies: str = "", receive_buffer: int = 0, headers: dict[str, str] | None = None, source: str = ""
    ) -> None:
        self._address = urlsplit(url)
        self._headers = {"Cookie": cookies, **(headers or {})} if cookies else dict(headers or {})
        self._receive_buffer, self._source = receive_buffer, source

    async def __aenter__(self) -> Self:
        plain = socket.socket()
        if self._receive_buffer:
            plain.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, self._receive_buffer)
        if self._source:
            plain.bind((self._source, 0))
        plain.setblocking(False)
        await asyncio.get_running_loop().sock_connect(plain, (self._address.hostname, self._address.port))
        limit = self._receive_buffer or 2**16
        self._reader, self._writer = await asyncio.open_connection(sock=plain, limit=limit)
        await self._shake_hands()
        return self

    async def __aexit__(self, *_: object) -> None:
        self._writer.transport.abort()

    async def send(self, text: str | bytes, *, kind: int = TEXT) -> None:
        payload = text.encode() if isinstance(text, str) else text
        self._writer.write(bytes([0x80 | kind]) + _length(len(payload)) + MASK + payload)
        await self._writer.drain()

    async def read(self) -> tuple[int, str]:
        """The next frame: its kind and text.

        Raises:
            EOFError: the server has ended the connection.
        """
        try:
            first, second = await self._reader.readexactly(2)
            size = second & 0x7F
            if size >= 126:
                size = int.from_bytes(await self._reader.readexactly(2 if size == 126 else 8), "big")
            return first & 0x0F, (await self._reader.readexactly(size)).decode(errors="replace")
        except (OSError, asyncio.IncompleteReadError) as error:
            raise EOFError from error

    async def hear(self, begins: str, *, seconds: float = SECONDS) -> str:
        """The next message that begins so."""
        async with asyncio.timeout(seconds):
            while True:
                kind, text = await self.read()
                if kind == TEXT and text.startswith(begins):
                    return text

    async def until_ended(self, *, seconds: float = SECONDS) -> list[str]:
        """What is heard until the server ends the connection. A close frame alone is no end: it is ignored."""
        heard = []
        async with asyncio.timeout(seconds):
            while True:
                try:
                    heard.append((await self.read())[1])
                except EOFError:
                    return heard

    async def connect(self, auth: dict[str, Any] | None = None) -> dict[str, Any]:
        """Says who it is. The answer's kind (``0`` for yes, ``4`` for no) is in ``kind``."""
        await self.hear("0")
        await self.send("40" + (json.dumps(auth) if auth else ""))
        text = await self.hear("4")
        return {"kind": text[1], **json.loads(text[2:])}

    async def ask(self, event: str, number: int = 1, **payload: Any) -> dict[str, Any]:
        """Sends an event and waits for its acknowledgement."""
        await self.send(f"42{number}{json.dumps([event, payload])}")
        answer: dict[str, Any] = json.loads((await self.hear(f"43{number}[")).removeprefix(f"43{number}"))[0]
        return answer

    async def _shake_hands(self) -> None:
        key = base64.b64encode(os.urandom(16)).decode()
        headers = {"Host": self._address.netloc, "Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Version": "13"}
        lines = [f"{name}: {value}" for name, value in {**headers, "Sec-WebSocket-Key": key, **self._headers}.items()]
        self._writer.write(("\r\n".join([f"GET {PATH} HTTP/1.1", *lines]) + "\r\n\r\n").encode())
        answer = await self._reader.readuntil(b"\r\n\r\n")
        if b" 101 " not in answer.split(b"\r\n", 1)[0]:
            raise ConnectionRefusedError(answer.decode(errors="replace"))


def _length(size: int) -> bytes:
    if size < 126:
        return bytes([0x80 | size])
    return b"\xfe" + struct.pack("!H", size) if size < 2**16 else b"\xff" + struct.pack("!Q", size)
