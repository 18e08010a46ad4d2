"""What a request is looked at for before Socket.IO sees it: that it is meant for us, whose line it speaks of, that its packets are some."""

import hmac
from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Any
from urllib.parse import parse_qs

from django.conf import settings
from django.http.request import split_domain_port, validate_host

from realtime import auth, gate
from realtime.lines import Line, Lines

Scope = Mapping[str, Any]
Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

MOST_PACKETS = 256
"""In one request. A client sends together whatever it has gathered meanwhile: each packet is then looked at, and counted, by itself."""
SEPARATOR = "\x1e"


class TurnedAwayError(Exception):
    """The request is answered here. ``line`` is to be ended with it."""

    def __init__(self, status: int, line: Line | None = None) -> None:
        super().__init__(status)
        self.status = status
        self.line = line


async def cross(scope: Scope, receive: Receive, lines: Lines, most_bytes: int) -> Receive:
    """Gives the ``receive`` to go on with.

    A line belongs to the session that opened it: its id alone, which stands in the address of every request, proves nothing.

    Raises:
        TurnedAwayError: as ``line_of``; 400 for broken packets, 413 for too many bytes.
    """
    line = line_of(scope, lines)
    if line is not None and scope["type"] == "http" and scope["method"] == "POST":
        return await _packets(receive, line, most_bytes)
    return receive


def line_of(scope: Scope, lines: Lines) -> Line | None:
    """The line that a request speaks of, None for one that begins a new one.

    Raises:
        TurnedAwayError: 400 for another host's name, JSONP or an unknown line, 401 for somebody else's line.
    """
    if not _is_for_us(scope["headers"]):
        raise TurnedAwayError(400)
    query = parse_qs(scope.get("query_string", b"").decode("latin-1"), keep_blank_values=True)
    if "j" in query:
        raise TurnedAwayError(400)
    if "sid" not in query:
        return None
    eio_sid = query["sid"][0]
    line = lines.get(eio_sid) or (lines.parting(eio_sid) if scope["type"] == "http" else None)
    if line is None:
        raise TurnedAwayError(400)
    if not hmac.compare_digest(line.cookie.encode(), auth.cookie_in(scope["headers"]).encode()):
        raise TurnedAwayError(401)
    return line


async def answer(scope: Scope, send: Send, status: int) -> None:
    """Turns a request away."""
    if scope["type"] == "websocket":
        await send({"type": "websocket.close"})
        return
    await send({"type": "http.response.start", "status": status, "headers": [(b"content-type", b"text/plain")]})
    await send({"type": "http.response.body", "body": b""})


def _is_for_us(headers: Iterable[tuple[bytes, bytes]]) -> bool:
    """Whether the host that is asked for is one of ``ALLOWED_HOSTS``: Django's own check sees no websocket and no long polling."""
    hosts = [value.decode("latin-1") for name, value in headers if name.lower() == b"host"]
    domain, _ = split_domain_port(hosts[0]) if len(hosts) == 1 else ("", "")
    return bool(domain) and validate_host(domain, settings.ALLOWED_HOSTS)


async def _packets(receive: Receive, line: Line, most_bytes: int) -> Receive:
    body = await _body(receive, line, most_bytes)
    try:
        packets = body.decode().split(SEPARATOR)
    except UnicodeDecodeError:
        raise TurnedAwayError(400, line) from None
    if len(packets) > MOST_PACKETS or not all(gate.is_polled_frame(each) for each in packets):
        raise TurnedAwayError(400, line)

    async def again() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    return again


async def _body(receive: Receive, line: Line, most_bytes: int) -> bytes:
    body = b""
    while True:
        message = await receive()
        if message["type"] != "http.request":
            raise TurnedAwayError(400, line)
        body += message.get("body") or b""
        if len(body) > most_bytes:
            raise TurnedAwayError(413, line)
        if not message.get("more_body"):
            return body
