"""Those who do not read: what waits for them, that nobody else waits, and their end."""

import asyncio
import json
from typing import Any

import pytest
from engineio.packet import MESSAGE, Packet

from realtime.transport.backlog import MOST_BYTES, MOST_EVENTS
from realtime.transport.session import Session
from tests.transport.conftest import Server
from tests.transport.peer import Peer, asking

MUCH = "x" * 50_000


@pytest.fixture
async def sleeper(server: Server) -> Any:
    """Somebody who reads only when asked to."""
    made = await asking("127.0.0.1", server.port)
    await made.opened()
    await made.enter()
    made._writer.transport.pause_reading()
    yield made
    made.leave()


def session_of(server: Server, peer: Peer) -> Session:
    session: Session = server.eio.sockets[peer.sid]
    return session


async def fill(server: Server, peer: Peer) -> int:
    """Tells until the transport takes nothing more; how many events that took."""
    count = 0
    while not session_of(server, peer).wire.is_full:
        count += 1
        await server.emit("n", [count, MUCH])
        assert count < 1000
    return count


async def test_what_waits_comes_in_order_once_it_is_read(server: Server, sleeper: Peer) -> None:
    before = await fill(server, sleeper)
    session = session_of(server, sleeper)
    for number in range(before + 1, before + 11):
        await server.emit("n", [number, ""])
    assert session.queue is not None and session.queue.qsize() == 10
    assert server.eio.backlog() == (10, session.queue.bytes)
    sleeper._writer.transport.resume_reading()
    heard = await sleeper.until(f'42["n",[{before + 10},""]]')
    assert [json.loads(each[2:])[1][0] for each in heard] == list(range(1, before + 11))
    assert session.queue is None and server.eio.backlog() == (0, 0)


async def test_who_reads_has_nothing_waiting(server: Server) -> None:
    reader = await asking("127.0.0.1", server.port)
    await reader.opened()
    await reader.enter()
    slow: list[str] = []
    server.eio.on_slow = slow.append
    for number in range(3 * MOST_EVENTS):
        await server.emit("n", number)
    assert (await reader.until(f'42["n",{3 * MOST_EVENTS - 1}]'))[0] == '42["n",0]'
    assert slow == [] and session_of(server, reader).queue is None
    reader.leave()


@pytest.mark.parametrize("payload", ["", "x" * (MOST_BYTES // 100)], ids=["events", "bytes"])
async def test_who_is_too_slow_is_named_told_and_ended(
    server: Server, sleeper: Peer, payload: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await fill(server, sleeper)
    slow: list[str] = []
    server.eio.on_slow = slow.append
    told = 0
    while not slow:
        told += 1
        await server.emit("more", payload)
    assert told == (101 if payload else MOST_EVENTS + 1)
    assert slow == [sleeper.sid]
    server.eio.put_instead(sleeper.sid, Packet(MESSAGE, '2["error",{"code":"SLOW_CONSUMER"}]'))
    await server.eio.disconnect(sleeper.sid)
    await server.emit("more", "not for those who have gone")
    sleeper._writer.transport.resume_reading()
    assert (await sleeper.rest())[-3:] == ['42["error",{"code":"SLOW_CONSUMER"}]', "1", "close 1000"]
    assert not server.eio.sockets and server.happened[-1] == "disconnect: server disconnect"


async def test_one_long_packet_makes_nobody_slow(server: Server, sleeper: Peer) -> None:
    await fill(server, sleeper)
    slow: list[str] = []
    server.eio.on_slow = slow.append
    await server.emit("all of it", "x" * 3 * MOST_BYTES)
    await server.emit("n", 1)
    assert slow == []


async def test_who_never_reads_again_is_cut_off(server: Server, sleeper: Peer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("realtime.transport.backlog.LAST_WORD_SECONDS", 0.2)
    await fill(server, sleeper)
    wire = session_of(server, sleeper).wire
    await server.eio.disconnect(sleeper.sid)
    async with asyncio.timeout(10):
        while wire in wire._connections:  # type: ignore[attr-defined]  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    assert not server.eio.sockets


async def test_others_do_not_wait(server: Server, sleeper: Peer) -> None:
    reader = await asking("127.0.0.1", server.port)
    await reader.opened()
    await reader.enter()
    before = await fill(server, sleeper)
    await server.emit("for all", 1)
    assert len(await reader.until('42["for all",1]')) == before + 1
    reader.leave()
