"""Frames, packets and events: in order, whatever is still worked on, and what breaks the rules ends."""

import asyncio
import json
from typing import Any

import pytest

from realtime.transport import wire
from tests.transport.conftest import NewPeer, Server
from tests.transport.peer import BINARY, CLOSE, CONTINUATION, PING, PONG, TEXT, masked, text


async def test_events_are_answered(server: Server, peer: NewPeer) -> None:
    asked = await peer()
    await asked.enter()
    asked.say('421["hello",{"a":"\u2014"}]')
    assert json.loads((await asked.packet()).removeprefix("431")) == [[{"a": "\u2014"}]]
    assert server.happened == ["connect", ("hello", {"a": "\u2014"})]


async def test_everything_in_one_piece_and_in_small_ones(server: Server, peer: NewPeer) -> None:
    asked = await peer()
    stream = text("40") + b"".join(text(f'42{number}["n",{number}]') for number in range(40))
    asked.send(stream)
    assert (await asked.until("4339[[39]]"))[1:] == [f"43{number}[[{number}]]" for number in range(40)]
    for byte in text('4299["again"]'):
        asked.send(bytes([byte]))
        await asyncio.sleep(0)
    assert await asked.packet() == "4399[[]]"


async def test_fragments_with_pings_between(server: Server, peer: NewPeer) -> None:
    asked = await peer()
    await asked.enter()
    message = '427["long","\U0001f600\U0001f600"]'.encode()
    asked.send(masked(TEXT, message[:15], is_last=False) + masked(PING, b"a") + masked(CONTINUATION, message[15:17], is_last=False))
    asked.send(masked(PONG, b"unasked") + masked(PING, b"") + masked(CONTINUATION, message[17:]))
    assert [await asked.frame() for _ in range(2)] == [(PONG, b"a"), (PONG, b"")]
    assert json.loads((await asked.packet()).removeprefix("437")) == [["\U0001f600\U0001f600"]]


async def test_what_comes_behind_something_slow_waits_for_it(server: Server, peer: NewPeer) -> None:
    asked = await peer()
    await asked.enter()
    asked.say('421["wait"]', '422["second"]', '423["third"]')
    other = await peer()
    await other.enter()
    other.say('421["elsewhere"]')
    assert await other.packet() == "431[[]]"
    assert ("second",) not in server.happened
    server.slow.set()
    assert [await asked.packet() for _ in range(3)] == ["431[[]]", "432[[]]", "433[[]]"]


async def test_reading_pauses_behind_something_slow(server: Server, peer: NewPeer) -> None:
    asked = await peer()
    await asked.enter()
    asked.say('421["wait"]')
    much = text('42["more","' + "x" * 10_000 + '"]')
    for _ in range(1000):
        asked.send(much)
    wired = server.eio.sockets[asked.sid].wire
    async with asyncio.timeout(10):
        while not wired._is_paused:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    await asyncio.sleep(0.1)
    assert wired._messages.unread < wire.MOST_UNREAD + 2**19
    server.slow.set()
    asked.say('422["last"]')
    assert (await asked.until("432[[]]"))[0] == "431[[]]"
    assert len([each for each in server.happened if each[0] == "more"]) == 1000


# --- The end


async def test_all_that_was_sent_before_the_end_is_done(server: Server, peer: NewPeer) -> None:
    for leave in (masked(CLOSE, b"\x03\xe9"), text("41"), text("1"), b""):
        server.happened.clear()
        server.slow.clear()
        asked = await peer()
        await asked.enter()
        asked.send(text('42["wait"]') + text('42["last words"]') + leave)
        if not leave:
            asked._writer.close()
        await asyncio.sleep(0.05)
        server.slow.set()
        await server.until("disconnect: client disconnect" if leave in (text("41"), text("1")) else "disconnect: transport close")
        assert server.happened[:3] == ["connect", ("wait",), ("last words",)]


async def test_a_close_is_answered_with_its_code(server: Server, peer: NewPeer) -> None:
    for code in (b"\x03\xe8", b"\x0b\xb8bye", b""):
        asked = await peer()
        await asked.enter()
        asked.send(masked(CLOSE, code))
        assert await asked.frame() == (CLOSE, code[:2])
        with pytest.raises(EOFError):
            await asked.frame()
        await server.until("disconnect: transport close")
        server.happened.clear()
    assert not server.eio.sockets and not server.environ


BROKEN: list[tuple[Any, int]] = [
    (b"\x81\x02hi", 1002),
    (masked(TEXT, b"\xff\xfe"), 1007),
    (masked(3, b""), 1002),
    (masked(CLOSE, b"\x03\xed"), 1002),
    (masked(TEXT, b"4" + b"x" * 100_000), 1009),
    (masked(TEXT, b"4" + b"x" * 60_000, is_last=False) + masked(CONTINUATION, b"x" * 60_000), 1009),
    (text("9"), 1002),
    (text(""), 1002),
    (text("x"), 1002),
]


@pytest.mark.parametrize(("data", "code"), BROKEN, ids=lambda value: value[:8].hex() if isinstance(value, bytes) else str(value))
async def test_who_breaks_the_rules_is_ended_with_a_code(server: Server, peer: NewPeer, data: bytes, code: int) -> None:
    asked = await peer()
    await asked.enter()
    asked.send(data + text('42["too late"]'))
    assert await asked.packet() == f"close {code}"
    await server.until("disconnect: transport close")
    asked.send(b"more that makes no sense" * 10_000)
    assert await asked.rest() == []
    assert server.happened == ["connect", "disconnect: transport close"]
    assert not server.eio.sockets and not server.environ


async def test_whoever_does_not_say_goodbye_is_cut_off(server: Server, peer: NewPeer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("realtime.transport.backlog.LAST_WORD_SECONDS", 0.2)
    asked = await peer()
    sid = await asked.enter()
    await server.disconnect(sid)
    await server.eio.disconnect(asked.sid)
    assert await asked.rest() == ["41", "1", "close 1000"]
    assert not server.eio.sockets


async def test_nothing_is_heard_once_we_have_ended_it(server: Server, peer: NewPeer) -> None:
    asked = await peer()
    await asked.enter()
    await server.eio.disconnect(asked.sid)
    asked.say('42["too late"]')
    asked.send(masked(PING, b"?") + masked(CLOSE, b"\x03\xe8"))
    assert await asked.rest() == ["1", "close 1000"]
    assert server.happened == ["connect", "disconnect: server disconnect"]


async def test_binary_messages_reach_the_library(server: Server, peer: NewPeer) -> None:
    asked = await peer()
    await asked.enter()
    asked.send(text('451-1["picture",{"_placeholder":true,"num":0}]') + masked(BINARY, b"\x00\xff"))
    assert await asked.packet() == '461-1[[{"_placeholder":true,"num":0}]]'
    assert await asked.frame() == (BINARY, b"\x00\xff")
    assert server.happened[-1] == ("picture", b"\x00\xff")


async def test_signals_of_the_engine(server: Server, peer: NewPeer) -> None:
    asked = await peer()
    asked.say("3", "2", "6", "5")
    assert await asked.packet() == "6"
    await asked.enter()


async def test_a_handler_that_breaks_breaks_nothing_else(server: Server, peer: NewPeer, caplog: pytest.LogCaptureFixture) -> None:
    asked = await peer()
    await asked.enter()
    asked.say("4not a packet at all", '421["still here"]')
    assert await asked.packet() == "431[[]]"


async def test_what_is_cancelled_inside_a_handler_breaks_nothing_else(
    server: Server, peer: NewPeer, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    heard = server.eio.handlers["message"]

    async def hear(sid: str, data: str) -> None:
        if "cancelled" in data:
            waited_for = asyncio.get_running_loop().create_future()
            waited_for.cancel()
            await waited_for
        await heard(sid, data)

    monkeypatch.setitem(server.eio.handlers, "message", hear)
    asked = await peer()
    await asked.enter()
    asked.say('421["cancelled"]', '422["still here"]')
    assert await asked.packet() == "432[[]]"
    assert "a message could not be taken" in caplog.text
