"""HTTP as a browser speaks it to one server: one connection that stays open, one request at a time, cookies."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

from benchmarks.places import HOST

# What a browser sends along, so that a server keeps no less for each client than it would.
BROWSER = {
    "User-Agent": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36",
    "Accept-Language": "en-GB,en;q=0.9,de;q=0.8",
    "Accept-Encoding": "gzip, deflate, br, zstd",
    "Cache-Control": "no-cache",
    "Pragma": "no-cache",
}

Then = Callable[[int, bytes], None]


class Line(asyncio.Protocol):
    """One connection to a server, opened when it is first needed."""

    def __init__(self, port: int, cookies: dict[str, str] | None = None) -> None:
        self.port = port
        self.cookies = dict(cookies or {})
        self._transport: asyncio.Transport | None = None
        self._then: Then | None = None
        self._received = b""

    async def ask(self, method: str, path: str, payload: dict[str, Any] | None = None) -> dict[str, Any]:
        """Sends a request; gives the answer's JSON.

        Raises:
            RuntimeError: it is no success.
        """
        await self.open()
        answer: asyncio.Future[tuple[int, bytes]] = asyncio.get_running_loop().create_future()
        self.send(self.request(method, path, payload), lambda status, body: answer.done() or answer.set_result((status, body)))
        status, body = await asyncio.wait_for(answer, 60)
        if status != 200:
            raise RuntimeError(f"{method} {path}: {status} {body[:300]!r}")
        read: dict[str, Any] = json.loads(body)
        return read

    async def open(self) -> None:
        if self._transport is None:
            await asyncio.get_running_loop().create_connection(lambda: self, HOST, self.port)

    def request(self, method: str, path: str, payload: dict[str, Any] | None = None) -> bytes:
        """The bytes of a request: for whoever sends it more than once."""
        body = json.dumps(payload or {}).encode() if method == "POST" else b""
        headers = {"Host": f"{HOST}:{self.port}", **BROWSER, "Content-Type": "application/json", "Content-Length": str(len(body))}
        if self.cookies:
            headers["Cookie"] = cookie_header(self.cookies)
        if "csrftoken" in self.cookies:
            headers["X-CSRFToken"] = self.cookies["csrftoken"]
        lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items())]
        return ("\r\n".join(lines) + "\r\n\r\n").encode() + body

    def send(self, request: bytes, then: Then) -> None:
        """Sends a request on the open connection. Status 0 is told if the connection ends first."""
        self._then = then
        if self._transport is None:
            self._tell(0, b"not connected")
        else:
            self._transport.write(request)

    def close(self) -> None:
        if self._transport is not None:
            self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport) or hasattr(transport, "write")
        self._transport = transport  # type: ignore[assignment]

    def connection_lost(self, error: Exception | None) -> None:
        self._transport = None
        self._received = b""
        self._tell(0, b"connection lost")

    def data_received(self, data: bytes) -> None:
        self._received += data
        whole = answer_in(self._received)
        if whole is None:
            return
        status, headers, body = whole
        self._received = b""
        self._remember(headers)
        self._tell(status, body)

    def _remember(self, headers: list[tuple[str, str]]) -> None:
        for name, value in headers:
            if name == "set-cookie":
                cookie, _, content = value.partition(";")[0].partition("=")
                self.cookies[cookie] = content

    def _tell(self, status: int, body: bytes) -> None:
        then, self._then = self._then, None
        if then is not None:
            then(status, body)


def answer_in(received: bytes) -> tuple[int, list[tuple[str, str]], bytes] | None:
    """Status, headers and body of what was received; None while something is missing."""
    head, end, body = received.partition(b"\r\n\r\n")
    if not end:
        return None
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = [(name.strip().lower(), value.strip()) for name, _, value in (line.partition(":") for line in lines)]
    known = dict(headers)
    if known.get("transfer-encoding") == "chunked":
        whole = _unchunked(body)
        return None if whole is None else (int(first.split()[1]), headers, whole)
    length = int(known.get("content-length", 0))
    return None if len(body) < length else (int(first.split()[1]), headers, body[:length])


def _unchunked(body: bytes) -> bytes | None:
    parts = []
    while body:
        size, end, rest = body.partition(b"\r\n")
        if not end:
            return None
        length = int(size, 16)
        if length == 0:
            return b"".join(parts)
        if len(rest) < length + 2:
            return None
        parts.append(rest[:length])
        body = rest[length + 2 :]
    return None


def cookie_header(cookies: dict[str, str]) -> str:
    return "; ".join(f"{name}={value}" for name, value in cookies.items())
