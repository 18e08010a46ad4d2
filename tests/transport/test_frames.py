"""The parser of frames, against the standard and against an independent implementation (wsproto)."""

import itertools
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wsproto.frame_protocol import CloseReason, FrameProtocol, Opcode, ParseFailed

from realtime.transport import frames
from realtime.transport.frames import BINARY, CLOSE, CONTINUATION, PING, PONG, TEXT, FrameError
from realtime.transport.messages import Close, Messages, Ping

LIMIT = 1000
MUCH = 70_000
MASKS = st.binary(min_size=4, max_size=4)


def masked(opcode: int, payload: bytes, *, mask: bytes = b"\x01\x02\x03\x04", is_last: bool = True) -> bytes:
    """A client's frame, written by nothing of ours."""
    size = len(payload)
    length = (
        bytes([0x80 | size]) if size < 126 else b"\xfe" + size.to_bytes(2, "big") if size < 65536 else b"\xff" + size.to_bytes(8, "big")
    )
    return bytes([opcode | (0x80 if is_last else 0)]) + length + mask + bytes(byte ^ mask[at % 4] for at, byte in enumerate(payload))


def ours(data: bytes, cuts: list[int] | None = None, limit: int = LIMIT) -> tuple[list[Any], int | None]:
    """What our parser makes of a stream, cut anywhere: what came, and the code of its end. A close is the last thing."""
    messages, came = Messages(limit), []
    marks = [0, *sorted({each for each in cuts or [] if each < len(data)}), len(data)]
    try:
        for begin, end in itertools.pairwise(marks):
            messages.receive(data[begin:end])
            while (message := messages.next()) is not None:
                came.append(message)
                if isinstance(message, Close):
                    return came, None
    except FrameError as error:
        return came, error.code
    return came, None


def theirs(data: bytes) -> tuple[list[Any], int | None]:
    """What wsproto makes of it."""
    server, came, parts = FrameProtocol(client=False, extensions=[]), [], []  # type: ignore[var-annotated]
    server.receive_bytes(data)
    try:
        for frame in server.received_frames():
            if frame.opcode == Opcode.CLOSE:
                code, _ = frame.payload
                return [*came, Close(None if code == CloseReason.NO_STATUS_RCVD else int(code))], None
            if frame.opcode == Opcode.PING:
                came.append(Ping(bytes(frame.payload)))
            elif frame.opcode != Opcode.PONG:
                parts.append(frame.payload)
                if frame.message_finished:
                    came.append(("" if frame.opcode == Opcode.TEXT else b"").join(parts))
                    parts = []
    except ParseFailed as error:
        return came, int(error.code)
    return came, None


# --- Whatever is well formed is read


@given(payload=st.binary(max_size=300), mask=MASKS, opcode=st.sampled_from([TEXT, BINARY, CONTINUATION]), is_last=st.booleans())
def test_a_frame_is_read_as_it_was_sent(payload: bytes, mask: bytes, opcode: int, is_last: bool) -> None:
    sent = masked(opcode, payload, mask=mask, is_last=is_last)
    assert frames.read(b"before" + sent + b"after", 6, LIMIT) == (opcode, is_last, payload, 6 + len(sent))
    for size in range(len(sent)):
        assert frames.read(sent[:size], 0, LIMIT) is None


@pytest.mark.parametrize("size", [0, 1, 125, 126, 127, 65535, 65536, 70000])
def test_ours_are_read_by_a_client_of_another_house(size: int) -> None:
    payload = bytes(number % 251 for number in range(size))
    client = FrameProtocol(client=True, extensions=[])
    client.receive_bytes(frames.written(BINARY, payload))
    (frame,) = client.received_frames()
    assert bytes(frame.payload) == payload and frame.message_finished
    assert frames.read(masked(BINARY, payload), 0, 70000) == (BINARY, True, payload, len(masked(BINARY, payload)))


@st.composite
def talks(draw: Any) -> tuple[bytes, list[Any]]:
    """A client's stream: messages, some in parts with control frames between them; and what it says."""
    stream, said = b"", []
    for _ in range(draw(st.integers(1, 6))):
        text = draw(st.text(max_size=60))
        opcode, message = draw(st.sampled_from([(TEXT, text), (BINARY, text.encode())]))
        payload, cuts = text.encode(), draw(st.lists(st.integers(0, 240), max_size=3))
        marks = [0, *sorted(each for each in cuts if each <= len(text.encode())), len(payload)]
        for number, (begin, end) in enumerate(itertools.pairwise(marks)):
            if number and draw(st.booleans()):
                control = draw(st.binary(max_size=125))
                kind = draw(st.sampled_from([PING, PONG]))
                stream += masked(kind, control, mask=draw(MASKS))
                said += [Ping(control)] if kind == PING else []
            is_last = number == len(marks) - 2
            stream += masked(CONTINUATION if number else opcode, payload[begin:end], mask=draw(MASKS), is_last=is_last)
        said.append(message)
    if draw(st.booleans()):
        code = draw(st.sampled_from([1000, 1001, 1011, 3000, 4999]))
        stream += masked(CLOSE, code.to_bytes(2, "big") + draw(st.text(max_size=20)).encode())
        said.append(Close(code))
    return stream, said


@given(talk=talks(), cuts=st.lists(st.integers(0, 1500), max_size=12))
def test_a_talk_is_understood_however_it_is_cut(talk: tuple[bytes, list[Any]], cuts: list[int]) -> None:
    stream, said = talk
    assert ours(stream, cuts) == (said, None)
    assert theirs(stream) == (said, None)


# --- Whatever is not, ends as elsewhere


@given(
    talk=talks(),
    flips=st.lists(st.tuples(st.integers(0, 400), st.integers(0, 7)), min_size=1, max_size=3),
    cuts=st.lists(st.integers(0, 400)),
)
def test_a_damaged_talk_is_judged_as_by_others(talk: tuple[bytes, list[Any]], flips: list[tuple[int, int]], cuts: list[int]) -> None:
    damaged = bytearray(talk[0])
    for at, bit in flips:
        damaged[at % len(damaged)] ^= 1 << bit
    _same(bytes(damaged), cuts)


@given(data=st.binary(max_size=200), cuts=st.lists(st.integers(0, 200)))
def test_noise_is_judged_as_by_others(data: bytes, cuts: list[int]) -> None:
    _same(data, cuts)


@given(
    head=st.tuples(st.integers(0, 255), st.integers(0, 255)),
    rest=st.binary(max_size=140),
)
def test_any_head_is_judged_as_by_others(head: tuple[int, int], rest: bytes) -> None:
    _same(bytes(head) + rest, [1, 2, 3])


def _same(data: bytes, cuts: list[int]) -> None:
    """The same came, and it ended the same way: at the latest when all that a head announces is there. Who sees it earlier differs."""
    ours_, others = ours(data, cuts, limit=MUCH), theirs(data)
    if ours_[1] == 1009:
        assert ours_[0] == others[0]
    elif ours_ != others:
        ours_, others = ours(data + bytes(MUCH), limit=MUCH), theirs(data + bytes(MUCH))
        assert ours_ == others or (others[1] == 1007 and _judges_text_later(ours_, others))


def _judges_text_later(ours_: tuple[list[Any], int | None], others: tuple[list[Any], int | None]) -> bool:
    """wsproto looks at text before it is there in full, and so before what may come between."""
    between = ours_[0][len(others[0]) :]
    return ours_[0][: len(others[0])] == others[0] and all(isinstance(each, Ping | Close) for each in between)


BAD: list[tuple[bytes, int]] = [
    (b"\x81\x05hello", 1002),  # no mask
    (b"\xc1\x80mask", 1002),  # reserved bits
    (b"\xa1\x80mask", 1002),
    (b"\x91\x80mask", 1002),
    *[(bytes([0x80 | opcode, 0x80]) + b"mask", 1002) for opcode in (3, 4, 5, 6, 7, 11, 12, 13, 14, 15)],
    (b"\x09\x80mask", 1002),  # a ping in parts
    (b"\x89\xfe\x00\x7e", 1002),  # a ping of 126
    (b"\x81\xfe\x00\x7d", 1002),  # 125 in two bytes
    (b"\x81\xff" + (65535).to_bytes(8, "big"), 1002),  # and in eight
    (b"\x81\xff\x80" + bytes(7), 1002),  # a negative length
    (masked(CONTINUATION, b"a"), 1002),  # of nothing
    (masked(TEXT, b"a", is_last=False) + masked(TEXT, b"b"), 1002),  # a message within a message
    (masked(TEXT, b"\xff"), 1007),
    (masked(TEXT, b"\xed\xa0\x80"), 1007),  # a lone surrogate
    (masked(TEXT, b"\xf0\x9f", is_last=False) + masked(CONTINUATION, b"\x98"), 1007),
    (masked(CLOSE, b"\x03"), 1002),
    *[(masked(CLOSE, code.to_bytes(2, "big")), 1002) for code in (0, 999, 1004, 1005, 1006, 1015, 1016, 2999, 5000, 65535)],
    (masked(CLOSE, b"\x03\xe8\xff"), 1007),
    (b"\x81\xfe" + (LIMIT + 1).to_bytes(2, "big"), 1009),  # seen in the head, before it comes
    (masked(BINARY, b"x" * LIMIT, is_last=False) + masked(CONTINUATION, b"x"), 1009),
]


@pytest.mark.parametrize(("data", "code"), BAD, ids=lambda value: value[:12].hex() if isinstance(value, bytes) else str(value))
def test_a_broken_frame_ends_with_its_code(data: bytes, code: int) -> None:
    for cuts in ([], list(range(len(data)))[:300]):
        assert ours(data, cuts)[1] == code


@pytest.mark.parametrize("code", [1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 4999])
def test_the_codes_that_a_client_may_send(code: int) -> None:
    assert ours(masked(CLOSE, code.to_bytes(2, "big") + b"wieder")) == ([Close(code)], None)
    assert ours(masked(CLOSE, b"")) == ([Close(None)], None)


def test_the_longest_message_is_read_and_no_longer_one() -> None:
    assert ours(masked(BINARY, b"x" * LIMIT)) == ([b"x" * LIMIT], None)
    assert ours(masked(BINARY, b"x" * (LIMIT + 1))) == ([], 1009)


def test_no_more_is_held_than_is_needed() -> None:
    messages = Messages(LIMIT)
    messages.receive(masked(TEXT, b"one") + masked(TEXT, b"two")[:3])
    assert messages.next() == "one" and messages.next() is None
    assert messages.unread == 3
    messages.receive(masked(TEXT, b"two")[3:])
    assert messages.next() == "two" and messages.unread == 0
    messages.receive(b"what else")
    messages.forget()
    assert messages.unread == 0 and messages.next() is None


def test_what_comes_behind_is_not_looked_at_before_it_is_asked_for() -> None:
    messages = Messages(LIMIT)
    messages.receive(masked(TEXT, b"good") + b"\xff\xff bad")
    assert messages.next() == "good"
    with pytest.raises(FrameError):
        messages.next()
