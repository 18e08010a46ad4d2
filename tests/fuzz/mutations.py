"""Frames of the three layers of a connection, each broken somewhere."""

import struct

from tests.fuzz.values import Values

MOST_BYTES = 16_384
EVENTS = ("ping", "typing", "join_game_room", "chat_message", "connect", "disconnect", "*", "error", "no_such", "")
TEXT, BINARY, CLOSE, PING = 1, 2, 8, 9


def socket_packet(values: Values) -> str:
    """A Socket.IO packet, without the Engine.IO ``4`` before it."""
    kind = values.choice(("0", "1", "1", "2", "2", "2", "2", "3", "3", "4", "5", "6", "7", "9", "", "-1", "２", "\x00"))
    attachments = _seldom(values, "0-", "1-", "99-", "-", "1000000000-")
    namespace = _seldom(values, "/,", "/,", "/admin,", "/other,", "/" + "n" * 200 + ",", "/a?b=c,", "/?a,", "//,", "/")
    number = values.choice(("", "", "1", "7", "0", "999999999", "9999999999", "1" * 400, "-1", "1.5", "1e5", "٣", "²"))
    event = (
        [values.choice(EVENTS), values.value()] if values.random() < 0.5 else [values.choice(EVENTS), {"text": "x", "game_code": "AAAAAA"}]
    )
    body = (
        ""
        if kind in ("0", "1") and values.random() < 0.5
        else values.json(values.value() if values.random() < 0.3 else event, MOST_BYTES - 500)
    )
    packet = f"{kind}{attachments}{namespace}{number}{body}"
    return text_mutated(values, packet) if values.random() < 0.3 else packet


def _seldom(values: Values, *texts: str) -> str:
    return values.choice(texts) if values.random() < 0.2 else ""


def engine_packet(values: Values) -> str | bytes:
    """An Engine.IO packet for a websocket."""
    kind = values.choice(
        ("0", "1", "2", "2probe", "3", "3probe", "4", "5", "6", "7", "9", "", "b", "bAAAA", "b!!", "-", "\ufeff4", "{", "[" * 500)
    )
    body = values.choice(("", "probe", "0", "0{}", "1", '2["ping",{}]', values.text(), values.json(values.value(), 4000), "x" * 15_000))
    frame = text_mutated(values, kind + body) if values.random() < 0.5 else kind + body
    sendable = frame.encode("utf-8", "replace")
    return sendable if values.random() < 0.25 else sendable.decode()


def polling_body(values: Values) -> bytes:
    """What somebody posts in place of packets."""
    many = values.choice((1, 1, 1, 2, 3, 16, 17, 60))
    packets = [engine_packet(values) if values.random() < 0.5 else "4" + socket_packet(values) for _ in range(many)]
    body = "\x1e".join(each.decode() if isinstance(each, bytes) else each for each in packets).encode("utf-8", "replace")
    if values.random() < 0.2:
        body = values.choice(
            (b"\xff" + body, body[: len(body) // 2], b"\x1e" * 20, b"", b"\x00", b"d=" + body, values.randbytes(200), b"4" + b"x" * 70_000)
        )
    return body


def text_mutated(values: Values, text: str) -> str:
    """The text with something taken out, put in, doubled or swapped."""
    kind, at = values.randrange(6), values.randrange(len(text) + 1)
    if kind == 0:
        return text[:at]
    if kind == 1:
        return text[:at] + values.text() + text[at:]
    if kind == 2:
        return (text[:at] + text[at : at + 20] * 3 + text[at:])[: MOST_BYTES // 4]
    if kind == 3 and at < len(text):
        return text[:at] + chr(ord(text[at]) ^ (1 << values.randrange(7))) + text[at + 1 :]
    return text


def websocket_frame(values: Values) -> tuple[bytes, int]:
    """An RFC 6455 frame, and how many bytes it still owes where it promised more than it holds."""
    opcode = values.choice((0, TEXT, TEXT, TEXT, BINARY, 3, 7, CLOSE, PING, PING, PING, 10, 10, 10, 11, 15))
    final = values.random() < 0.85
    reserved = values.choice((0,) * 12 + (1, 2, 4, 7))
    payload = _payload(values, opcode)
    promised = (
        len(payload)
        if values.random() < 0.85
        else values.choice((0, 1, 125, 126, 127, 1000, 16_384, 16_385, 2**16, 2**31, 2**63 - 1, 2**64 - 1))
    )
    masked = values.random() < 0.9
    head = bytes([final << 7 | reserved << 4 | opcode]) + _size(values, promised, masked)
    mask = values.randbytes(4) if masked else b""
    frame = head + mask + (xored(payload, mask) if masked else payload)
    if values.random() < 0.1:
        at = values.randrange(len(frame))
        frame = frame[:at] + values.randbytes(1) + frame[at + 1 :]
    return frame, owed(frame)


def owed(frame: bytes) -> int:
    """How many bytes a reader waits for after these, at most what it would ever take."""
    at = 0
    while at < len(frame):
        rest = frame[at:]
        size, begins = (rest[1] & 127 if len(rest) > 1 else 0), 2
        if size >= 126:
            begins = 4 if size == 126 else 10
            size = int.from_bytes(rest[2:begins], "big")
        begins += 4 if len(rest) > 1 and rest[1] & 128 else 0
        if begins + size > len(rest):
            return min(begins + size - len(rest), 4 * MOST_BYTES)
        at += begins + size
    return 0


def xored(payload: bytes, mask: bytes) -> bytes:
    return bytes(each ^ mask[at % 4] for at, each in enumerate(payload))


def _payload(values: Values, opcode: int) -> bytes:
    if opcode == CLOSE:
        return values.choice(
            (
                b"",
                b"\x03",
                struct.pack("!H", values.choice((0, 999, 1000, 1004, 1005, 1006, 1015, 2999, 5000, 65535))),
                b"\x03\xe8\xff\xfe",
                b"\x03\xe8" + b"x" * 130,
            )
        )
    if opcode in (PING, 10):
        return values.choice((b"", b"hello", b"\x00" * 125, b"x" * 126, values.randbytes(60)))
    return values.choice(
        (
            b"",
            b"2",
            b"3",
            b"40",
            b'42["ping",{}]',
            b"\xff\xfe",
            b"\xed\xa0\x80",
            b"\xf4\x90\x80\x80",
            b"\xc3",
            values.randbytes(300),
            b"4" + b"x" * 9000,
        )
    )


def _size(values: Values, promised: int, masked: bool) -> bytes:
    bit = 0x80 if masked else 0
    if promised < 126 and values.random() < 0.9:
        return bytes([bit | promised])
    if promised < 2**16 and values.random() < 0.9:
        return bytes([bit | 126]) + struct.pack("!H", promised)
    return bytes([bit | 127]) + struct.pack("!Q", promised)
