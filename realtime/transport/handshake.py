"""The request that asks for a websocket, and the answers to it (RFC 6455, section 4)."""

import base64
import binascii
import hashlib
from collections.abc import Iterator, MutableMapping
from functools import lru_cache
from http import HTTPStatus
from typing import Any, NamedTuple
from urllib.parse import parse_qs, unquote

GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
VERSION = b"13"
SCOPE = "asgi.scope"
CONSTANT: dict[str, Any] = {
    "wsgi.version": (1, 0),
    "wsgi.async": True,
    "wsgi.multithread": False,
    "wsgi.multiprocess": False,
    "wsgi.run_once": False,
    "SERVER_SOFTWARE": "asgi",
    "REQUEST_METHOD": "GET",
    "SCRIPT_NAME": "",
    "SERVER_PROTOCOL": "HTTP/1.1",
    "REMOTE_ADDR": "127.0.0.1",
    "REMOTE_PORT": "0",
    "SERVER_NAME": "asgi",
    "SERVER_PORT": "0",
}
"""What the library's environ holds for every request. Who asks is in the scope only."""

MOST_OPENING = 16
"""So many requests are remembered as read: one is asked for its parts again and again while it is opened, and hardly ever after."""

Scope = dict[str, Any]


class RefusedError(Exception):
    """The request gets no websocket, but an answer with this status."""

    def __init__(self, status: HTTPStatus, why: str) -> None:
        super().__init__(why)
        self.status = status


class Request(NamedTuple):
    """A request as it came: ``head`` is its first line and its headers, with names in lower case."""

    head: bytes
    client: tuple[str, int] | None
    server: tuple[str, int | None] | None
    is_secure: bool

    @property
    def headers(self) -> list[tuple[bytes, bytes]]:
        lines = self.head.split(b"\r\n")[1:]
        return [(name, value.strip()) for name, _, value in (line.partition(b":") for line in lines) if name]

    @property
    def target(self) -> bytes:
        """Path and query."""
        return self.head.split(b" ", 2)[1]

    @property
    def query(self) -> dict[str, list[str]]:
        return parse_qs(self.target.partition(b"?")[2].decode("latin-1"))

    @property
    def scope(self) -> Scope:
        """The scope that an ASGI server would make of it. To be read only."""
        return _scope_of(self)


class Environ(MutableMapping[str, Any]):
    """What the library gives to the handlers of a connection, made from the request whenever somebody asks: it is kept as long as the
    connection, and hardly ever read.
    """

    __slots__ = ("_added", "_request")

    def __init__(self, request: Request) -> None:
        self._request = request
        self._added: dict[str, Any] = {}

    def __getitem__(self, key: str) -> Any:
        if key in self._added:
            return self._added[key]
        return self._request.scope if key == SCOPE else _environ_of(self._request)[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self._added[key] = value

    def __delitem__(self, key: str) -> None:
        del self._added[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._whole())

    def __len__(self) -> int:
        return len(self._whole())

    def _whole(self) -> dict[str, Any]:
        return {**_environ_of(self._request), **self._added}


@lru_cache(maxsize=MOST_OPENING)
def _scope_of(request: Request) -> Scope:
    raw_path, _, query_string = request.target.partition(b"?")
    return {
        "type": "websocket",
        "asgi": {"version": "3.0", "spec_version": "2.4"},
        "http_version": "1.1",
        "scheme": "wss" if request.is_secure else "ws",
        "server": request.server,
        "client": request.client,
        "root_path": "",
        "path": unquote(raw_path.decode("latin-1")),
        "raw_path": raw_path,
        "query_string": query_string,
        "headers": request.headers,
        "subprotocols": [],
    }


@lru_cache(maxsize=MOST_OPENING)
def _environ_of(request: Request) -> dict[str, Any]:
    """What the library makes of a request, whose own function makes a new class each time. Without the body: there is none."""
    scope = request.scope
    query = _text(scope["query_string"]) or ""
    environ = {
        **CONSTANT,
        "PATH_INFO": scope["path"],
        "QUERY_STRING": query,
        "RAW_URI": f"{scope['path']}?{query}" if query else scope["path"],
        SCOPE: scope,
    }
    for name, value in _texts(scope["headers"]):
        environ[name] = f"{environ[name]},{value}" if name in environ else value
    environ["wsgi.url_scheme"] = environ.get("HTTP_X_FORWARDED_PROTO", "http")
    return environ


def _texts(headers: list[tuple[bytes, bytes]]) -> Iterator[tuple[str, str]]:
    """The headers that are text, by their names in the environ."""
    for name, value in headers:
        key, text = (_text(name) or "").upper().replace("-", "_"), _text(value)
        if key and text is not None:
            yield key if key in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{key}", text


def _text(data: bytes) -> str | None:
    try:
        return data.decode()
    except UnicodeDecodeError:
        return None


def key_of(request: Request) -> bytes:
    """The key that the answer is made from.

    Raises:
        RefusedError: it asks for no websocket, or for one of another version.
    """
    headers: dict[bytes, bytes] = dict(request.scope["headers"])
    if not request.head.startswith(b"GET "):
        raise RefusedError(HTTPStatus.METHOD_NOT_ALLOWED, "A websocket is asked for with GET.")
    if headers.get(b"sec-websocket-version") != VERSION:
        raise RefusedError(HTTPStatus.UPGRADE_REQUIRED, "The version of the websocket protocol is 13.")
    key = headers.get(b"sec-websocket-key", b"")
    try:
        size = len(base64.b64decode(key, validate=True))
    except binascii.Error:
        size = 0
    if size != 16:
        raise RefusedError(HTTPStatus.BAD_REQUEST, "There is no key.")
    return key


def accepted(key: bytes) -> bytes:
    """The answer that begins a websocket. No extension: a compressor for each client costs more memory than all the rest of it."""
    accept = base64.b64encode(hashlib.sha1(key + GUID, usedforsecurity=False).digest())
    head = b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    return head + b"Sec-WebSocket-Accept: " + accept + b"\r\n\r\n"


def refused(error: RefusedError) -> bytes:
    """The answer to a request that gets none."""
    body = str(error).encode()
    head = f"HTTP/1.1 {error.status.value} {error.status.phrase}\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n"
    version = "Sec-WebSocket-Version: 13\r\n" if error.status == HTTPStatus.UPGRADE_REQUIRED else ""
    return f"{head}{version}Content-Length: {len(body)}\r\n\r\n".encode() + body
