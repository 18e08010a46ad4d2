"""Who is pinged when, and who is ended for not answering."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from realtime.transport import heartbeat
from realtime.transport.heartbeat import Heartbeat
from tests.transport.conftest import NewPeer, Server, running
from tests.transport.peer import Peer, asking

AT_MOST = 4
"""The tasks of the test and of the server that it runs in."""


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


class Beaten:
    def __init__(self, heart: Heartbeat) -> None:
        self.heart, self.due, self.pings, self.is_over = heart, 0.0, 0, False
        heart.rest(self)

    def ping(self) -> None:
        self.pings += 1

    def time_out(self) -> None:
        self.is_over = True


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def heart(clock: Clock) -> Heartbeat:
    return Heartbeat(8, 4, clock)


def at(clock: Clock, heart: Heartbeat, seconds: float) -> None:
    clock.now = 100.0 + seconds
    heart.beat()


async def test_a_ping_after_the_interval_and_an_end_after_the_timeout(clock: Clock, heart: Heartbeat) -> None:
    session = Beaten(heart)
    at(clock, heart, 7.9)
    assert session.pings == 0
    at(clock, heart, 8)
    assert session.pings == 1
    at(clock, heart, 11.9)
    assert not session.is_over
    at(clock, heart, 12)
    assert session.is_over and session.pings == 1


async def test_who_answers_is_pinged_an_interval_later(clock: Clock, heart: Heartbeat) -> None:
    session = Beaten(heart)
    for start in (0, 9, 18):
        at(clock, heart, start + 8)
        at(clock, heart, start + 9)
        heart.rest(session)
        at(clock, heart, start + 13)
    assert session.pings == 3 and not session.is_over


async def test_who_has_gone_is_left_alone(clock: Clock, heart: Heartbeat) -> None:
    session, other = Beaten(heart), Beaten(heart)
    session.due = 0.0
    at(clock, heart, 8)
    assert (session.pings, other.pings) == (0, 1)
    other.due = 0.0
    at(clock, heart, 20)
    assert not session.is_over and not other.is_over
    assert not heart._to_ping and not heart._to_answer


async def test_many_are_pinged_in_portions(clock: Clock, heart: Heartbeat) -> None:
    sessions = [Beaten(heart) for _ in range(heartbeat.MOST_AT_ONCE + 10)]
    at(clock, heart, 8)
    assert sum(session.pings for session in sessions) == heartbeat.MOST_AT_ONCE
    at(clock, heart, 8.25)
    assert all(session.pings == 1 for session in sessions)


# --- Over the wire


@pytest.fixture
async def quick() -> AsyncIterator[Server]:
    made = Server(ping_interval=0.2, ping_timeout=1)
    async with running(made):
        yield made


async def entered(server: Server) -> Peer:
    made = await asking("127.0.0.1", server.port)
    assert {key: (await made.opened())[key] for key in ("pingInterval",)} == {"pingInterval": 200}
    await made.enter()
    return made


async def test_who_answers_stays_and_who_does_not_is_told(quick: Server) -> None:
    awake, asleep = await entered(quick), await entered(quick)

    async def answer() -> None:
        while await awake.packet() == "2":
            awake.say("3")

    answering = asyncio.create_task(answer())
    assert await asleep.rest() == ["2", "1", "close 1000"]
    assert quick.happened == ["connect", "connect", "disconnect: ping timeout"]
    assert list(quick.eio.sockets) == [awake.sid]
    awake.leave()
    with pytest.raises(EOFError):
        await answering


async def test_what_is_told_of_a_ping_is_how_long_it_took(quick: Server) -> None:
    lags: list[float | None] = []
    quick.eio.on_heard = lambda session, kind: lags.append(session.last_ping) if kind == 3 else None
    awake = await entered(quick)
    awake.say("3")  # unasked
    assert await awake.packet() == "2"
    awake.say("3")
    assert await awake.packet() == "2"
    assert lags[0] is None and lags[1] is not None
    awake.leave()


async def test_no_task_for_those_who_are_idle(server: Server, peer: NewPeer) -> None:
    for _ in range(20):
        await (await peer()).enter()
    async with asyncio.timeout(10):
        while len(asyncio.all_tasks()) > AT_MOST:  # noqa: ASYNC110  what has just been worked on ends
            await asyncio.sleep(0.01)
    assert len(server.eio.sockets) == 20
