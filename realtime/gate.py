"""What a frame must be before anything runs. Pure.

Text only, at most ``MOST_BYTES``; namespace ``/``; a packet of the kinds that a client may send; one event name and at most one object;
JSON without NaN, Infinity, huge integers, deep nesting, NUL or lone surrogates.
"""

import json
import re
from typing import Any, ClassVar, NamedTuple

import orjson

from games.errors import ErrorCode

MOST_BYTES = 16 * 1024
MOST_DEPTH = 16
MOST_DIGITS = 16
CONNECT, DISCONNECT, EVENT, ACK = "0", "1", "2", "3"
PACKET = re.compile(r"(?P<kind>[0-3])(?:(?P<namespace>/[^,]{0,64}),)?(?P<ack>\d{0,9})(?P<payload>.*)", re.DOTALL)
BINARY_EVENT = re.compile(r"\A5\d{1,4}-")
"""How an event with binary attachments begins. It is refused, but answered as any other."""
BASE64 = re.compile(r"b(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?")
"""How long polling writes binary data."""
UNKEEPABLE = re.compile("[\\x00\\ud800-\\udfff]")
DOUBTFUL = re.compile(rf"\\u|[-\d]\d{{{MOST_DIGITS}}}")
"""What may be a character or a number that is not wanted. Most texts have neither: a faster reader does for them."""
NAMESPACES = frozenset({"/", "/admin"})
RESERVED = frozenset({"connect", "disconnect", "connect_error", "*"})
SIGNALS = frozenset({"1", "2", "2probe", "3", "3probe", "5", "6"})
MESSAGE = "4"


class BadFrameError(Exception):
    """The frame breaks a rule; the text says which, and holds nothing of the frame."""

    code: ClassVar[ErrorCode] = ErrorCode.BAD_FRAME


class TooLongError(BadFrameError):
    code = ErrorCode.PAYLOAD_TOO_LARGE


class Address(NamedTuple):
    """Where the answer to a refused frame goes, as far as that can be made out. ``kind`` is empty where the frame is no packet."""

    kind: str = ""
    namespace: str = "/"
    ack: int | None = None


class Frame(NamedTuple):
    """A well-formed packet, read. ``ack`` is the id to answer under, if an answer is asked for; ``payload`` is None where there is none."""

    kind: str
    namespace: str
    ack: int | None
    payload: Any


def is_engine_frame(frame: Any) -> bool:
    """Whether the library can be given this Engine.IO packet. It would read what is no number as JSON of any depth."""
    if not isinstance(frame, str):
        return isinstance(frame, bytes)
    return frame in SIGNALS or (frame[:1] == MESSAGE and frame[1:2] in "0123456789")


def is_polled_frame(frame: str) -> bool:
    """Whether the library can be given this packet of long polling, which may hold binary data too."""
    return is_engine_frame(frame) or BASE64.fullmatch(frame) is not None


def read(message: Any) -> Frame:
    """Looks at one Engine.IO message.

    Raises:
        BadFrameError
    """
    if not isinstance(message, str):
        raise BadFrameError("binary")
    if len(message) > MOST_BYTES // 4 and len(message.encode("utf-8", "replace")) > MOST_BYTES:
        raise TooLongError("too long")
    packet = PACKET.fullmatch(message)
    if packet is None:
        raise BadFrameError("no packet")
    kind, path, ack, text = packet.groups()
    namespace = path.split("?", 1)[0] if path else "/"
    if namespace not in NAMESPACES:
        raise BadFrameError("unknown namespace")
    payload = parsed_json(text)
    _check_payload(kind, payload)
    return Frame(kind, namespace, int(ack) if ack else None, payload)


def addressed(message: Any) -> Address:
    """Whom to answer who sent a frame that is refused."""
    packet = PACKET.fullmatch(BINARY_EVENT.sub(EVENT, message[:MOST_BYTES], count=1)) if isinstance(message, str) else None
    if packet is None:
        return Address()
    ack = int(packet["ack"]) if packet["kind"] == EVENT and packet["ack"] else None
    namespace = (packet["namespace"] or "/").split("?", 1)[0]
    return Address(packet["kind"], namespace if packet["kind"] == CONNECT or namespace in NAMESPACES else "/", ack)


def _check_payload(kind: str, payload: Any) -> None:
    if kind == EVENT:
        _check_event(payload)
    elif kind == ACK and not isinstance(payload, list):
        raise BadFrameError("an acknowledgement is a list")
    elif kind == DISCONNECT and payload is not None:
        raise BadFrameError("a disconnect says nothing")
    elif kind == CONNECT and not isinstance(payload, dict | None):
        raise BadFrameError("auth is an object")


def _check_event(payload: Any) -> None:
    if not isinstance(payload, list) or not 1 <= len(payload) <= 2:
        raise BadFrameError("an event is a name and at most one value")
    name = payload[0]
    if not isinstance(name, str) or not name or len(name) > 64 or name in RESERVED:
        raise BadFrameError("no such event name")


def parsed_json(text: str) -> Any:
    """The value of a JSON text, None for an empty one.

    Raises:
        BadFrameError: it is no JSON, or holds what no client needs to send.
    """
    if not text:
        return None
    try:
        if not DOUBTFUL.search(text) and text.count("[") + text.count("{") <= MOST_DEPTH:
            return orjson.loads(text)
        value = DECODER.decode(text)
    except (ValueError, RecursionError) as error:
        raise BadFrameError("no JSON") from error
    _check(value, 0)
    return value


def _refuse_constant(name: str) -> None:
    raise BadFrameError("not a number")


def _bounded_int(digits: str) -> int:
    if len(digits) > MOST_DIGITS:
        raise BadFrameError("too large a number")
    return int(digits)


def _finite(digits: str) -> float:
    value = float(digits)
    if value in (float("inf"), float("-inf")):
        raise BadFrameError("too large a number")
    return value


DECODER = json.JSONDecoder(parse_constant=_refuse_constant, parse_int=_bounded_int, parse_float=_finite)


def _check(value: Any, depth: int) -> None:
    if depth > MOST_DEPTH:
        raise BadFrameError("too deep")
    if isinstance(value, str):
        if UNKEEPABLE.search(value):
            raise BadFrameError("a character that cannot be kept")
    elif isinstance(value, list):
        for item in value:
            _check(item, depth + 1)
    elif isinstance(value, dict):
        for key, item in value.items():
            _check(key, depth + 1)
            _check(item, depth + 1)
