"""WebSocket frames as a server reads and writes them (RFC 6455, section 5). Pure; no extension.

A client's frame is masked, has no reserved bit, an opcode that exists, and its length in the fewest bytes.
"""

from typing import NamedTuple

CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG = 0, 1, 2, 8, 9, 10
OPCODES = frozenset({CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG})
DATA = frozenset({CONTINUATION, TEXT, BINARY, 0x80 | CONTINUATION, 0x80 | TEXT, 0x80 | BINARY})
"""The first bytes of frames that carry a message, or a part of one."""
MOST_OF_CONTROL = 125

NORMAL, PROTOCOL_ERROR, INVALID_TEXT, TOO_BIG, RESTART = 1000, 1002, 1007, 1009, 1012
SENDABLE_CODES = frozenset({1000, 1001, 1002, 1003, *range(1007, 1015)})
"""The registered codes that may stand in a close frame; so may 3000 to 4999."""


class FrameError(Exception):
    """The client broke the protocol. ``code`` is what to close with; the text holds nothing of the frame."""

    def __init__(self, code: int, why: str) -> None:
        super().__init__(why)
        self.code = code


class Frame(NamedTuple):
    """One frame, unmasked. ``end`` is where the next one begins."""

    opcode: int
    is_last: bool
    payload: bytes
    end: int


def read(data: bytes, at: int, limit: int) -> Frame | None:
    """The frame that begins at ``at``; None while it is not there in full.

    Args:
        limit: the most bytes of payload.

    Raises:
        FrameError: as soon as its head shows that it is none.
    """
    there = len(data) - at
    if there < 2:
        return None
    first, second = data[at], data[at + 1]
    if first not in DATA or second < 0x80:
        _check_head(first, second)
    length, begin = second & 0x7F, at + 6
    if length > 125:
        size = 2 if length == 126 else 8
        if there < 2 + size:
            return None
        length, begin = _long(data[at + 2 : at + 2 + size]), begin + size
    if length > limit:
        raise FrameError(TOO_BIG, "too long a message")
    end = begin + length
    if len(data) < end:
        return None
    return Frame(first & 0x0F, first >= 0x80, unmasked(data[begin:end], data[begin - 4 : begin]), end)


def _check_head(first: int, second: int) -> None:
    if first & 0x70:
        raise FrameError(PROTOCOL_ERROR, "a reserved bit")
    if first & 0x0F not in OPCODES:
        raise FrameError(PROTOCOL_ERROR, "an unknown opcode")
    if second < 0x80:
        raise FrameError(PROTOCOL_ERROR, "no mask")
    if first & 0x08 and (first < 0x80 or second & 0x7F > MOST_OF_CONTROL):
        raise FrameError(PROTOCOL_ERROR, "a control frame in parts, or too long")


def _long(written: bytes) -> int:
    """A length of more than 125 bytes."""
    length = int.from_bytes(written)
    if length < 126 or (len(written) == 8 and not 0xFFFF < length < 1 << 63):
        raise FrameError(PROTOCOL_ERROR, "a length in more bytes than it needs, or negative")
    return length


def unmasked(payload: bytes, mask: bytes) -> bytes:
    """The payload with each byte changed by the mask's, in turn: the way there and the way back."""
    size = len(payload)
    repeated = (mask * (size // 4 + 1))[:size]
    return (int.from_bytes(payload) ^ int.from_bytes(repeated)).to_bytes(size)


def written(opcode: int, payload: bytes) -> bytes:
    """A whole frame of ours."""
    size = len(payload)
    if size < 126:
        return bytes((0x80 | opcode, size)) + payload
    if size <= 0xFFFF:
        return bytes((0x80 | opcode, 126)) + size.to_bytes(2) + payload
    return bytes((0x80 | opcode, 127)) + size.to_bytes(8) + payload


def closing(code: int) -> bytes:
    """A close frame of ours."""
    return written(CLOSE, code.to_bytes(2))


def code_in(payload: bytes) -> int | None:
    """The code of a close frame, None for a frame without one.

    Raises:
        FrameError: it is none that may be sent, or the reason behind it is no text.
    """
    if not payload:
        return None
    code = int.from_bytes(payload[:2])
    if len(payload) == 1 or not (code in SENDABLE_CODES or 3000 <= code < 5000):
        raise FrameError(PROTOCOL_ERROR, "no such close code")
    text_of(payload[2:])
    return code


def text_of(payload: bytes) -> str:
    """
    Raises:
        FrameError: it is no UTF-8.
    """
    try:
        return payload.decode()
    except UnicodeDecodeError:
        raise FrameError(INVALID_TEXT, "no UTF-8") from None
