"""From long polling to a websocket, with all that waits; and back to long polling where that comes to nothing."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable

import aiohttp
import pytest

from realtime.transport import upgrade
from realtime.transport.session import Session
from tests.transport.conftest import NewPeer, Server
from tests.transport.peer import TARGET

Poll = Callable[..., Awaitable[str]]


@pytest.fixture
async def poll(server: Server) -> AsyncIterator[Poll]:
    """``await poll(sid)`` asks for what waits, ``await poll(sid, "40")`` sends. Without a sid it begins a session, and gives that."""
    async with aiohttp.ClientSession() as http:

        async def ask(sid: str = "", packet: str = "") -> str:
            address = f"http://127.0.0.1:{server.port}/socket.io/?EIO=4&transport=polling" + (f"&sid={sid}" if sid else "")
            async with http.request("POST" if packet else "GET", address, data=packet or None) as response:
                assert response.status == 200, await response.text()
                text = await response.text()
                return text if sid else str(json.loads(text[1:])["sid"])

        yield ask


async def entered(poll: Poll) -> str:
    sid = await poll()
    await poll(sid, "40")
    assert (await poll(sid)).startswith("40")
    return sid


async def test_a_session_moves_with_all_that_waits(server: Server, poll: Poll, peer: NewPeer) -> None:
    sid = await entered(poll)
    waiting = asyncio.create_task(poll(sid))
    asked = await peer(opened=False, target=f"{TARGET}&sid={sid}")
    assert (await asked.answer()).status == 101
    assert server.eio.transport(sid) == "polling"
    asked.say("2probe")
    assert await asked.packet() == "3probe"
    assert await waiting == "6"
    assert await poll(sid) == "6"  # nothing is lost to a request that comes meanwhile
    await server.save_session(server.manager.sid_from_eio_sid(sid, "/"), {"kept": 1})
    for number in range(5):
        await server.emit("n", number)
    asked.say("5")
    assert [await asked.packet() for _ in range(5)] == [f'42["n",{number}]' for number in range(5)]
    await server.emit("n", 5)
    assert await asked.packet() == '42["n",5]'
    asked.say('421["hello"]')
    assert await asked.packet() == "431[[]]"
    assert server.eio.transport(sid) == "websocket"
    assert await server.get_session(server.manager.sid_from_eio_sid(sid, "/")) == {"kept": 1}
    asked.leave()
    await server.until("disconnect: transport close")
    assert server.happened.count("connect") == 1 and not server.eio.sockets


async def test_who_has_moved_polls_no_more(server: Server, poll: Poll, peer: NewPeer) -> None:
    sid = await entered(poll)
    asked = await peer(opened=False, target=f"{TARGET}&sid={sid}")
    await asked.answer()
    asked.say("2probe", "5")
    assert await asked.packet() == "3probe"
    asked.say('421["hello"]')
    assert await asked.packet() == "431[[]]"
    async with aiohttp.ClientSession() as http:
        for method in ("GET", "POST"):
            address = f"http://127.0.0.1:{server.port}/socket.io/?EIO=4&transport=polling&sid={sid}"
            async with http.request(method, address, data="1" if method == "POST" else None) as response:
                assert response.status == 400
    assert (await (await peer(opened=False, target=f"{TARGET}&sid={sid}")).answer()).status == 400
    asked.say('422["hello"]')
    assert await asked.packet() == "432[[]]"


WRONG = [["5"], ["3"], ['42["too early"]'], ["2"], ["2probe", "2probe"], ["2probe", "40"], ["2probe", "3"]]


@pytest.mark.parametrize("packets", WRONG, ids="-".join)
async def test_what_is_no_upgrade_ends_and_long_polling_goes_on(server: Server, poll: Poll, peer: NewPeer, packets: list[str]) -> None:
    sid = await entered(poll)
    asked = await peer(opened=False, target=f"{TARGET}&sid={sid}")
    await asked.answer()
    asked.say(*packets)
    assert (await asked.until("close 1002"))[:-1] in ([], ["3probe"])
    if packets[0] == "2probe":
        assert await poll(sid) == "6"
    await goes_on(server, poll, sid)


async def goes_on(server: Server, poll: Poll, sid: str) -> None:
    await server.emit("n", 1)
    assert await poll(sid) == '42["n",1]'
    await poll(sid, '421["still polling"]')
    assert await poll(sid) == "431[[]]"
    assert server.eio.transport(sid) == "polling"


async def test_a_client_that_goes_while_it_moves_may_poll_again(server: Server, poll: Poll, peer: NewPeer) -> None:
    sid = await entered(poll)
    asked = await peer(opened=False, target=f"{TARGET}&sid={sid}")
    await asked.answer()
    asked.say("2probe")
    assert await asked.packet() == "3probe"
    asked.leave()
    socket = server.eio.sockets[sid]
    async with asyncio.timeout(10):
        while socket.upgrading:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    assert await poll(sid) == "6"
    await goes_on(server, poll, sid)


async def test_who_takes_too_long_is_ended(server: Server, poll: Poll, peer: NewPeer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upgrade, "SECONDS", 0.2)
    sid = await entered(poll)
    asked = await peer(opened=False, target=f"{TARGET}&sid={sid}")
    await asked.answer()
    assert await asked.rest() == []
    await goes_on(server, poll, sid)


async def test_of_two_attempts_the_first_probed_wins(server: Server, poll: Poll, peer: NewPeer) -> None:
    sid = await entered(poll)
    first, second = [await peer(opened=False, target=f"{TARGET}&sid={sid}") for _ in range(2)]
    for each in (first, second):
        await each.answer()
    first.say("2probe")
    assert await first.packet() == "3probe"
    second.say("2probe")
    assert await second.packet() == "close 1002"
    first.say("5", '421["moved"]')
    assert await first.packet() == "431[[]]"
    assert isinstance(server.eio.sockets[sid], Session)


async def test_the_session_may_end_while_it_moves(server: Server, poll: Poll, peer: NewPeer) -> None:
    sid = await entered(poll)
    asked = await peer(opened=False, target=f"{TARGET}&sid={sid}")
    await asked.answer()
    asked.say("2probe")
    assert await asked.packet() == "3probe"
    await server.eio.disconnect(sid)
    asked.say("5")
    assert await asked.packet() == "close 1002"
    assert not server.eio.sockets and server.happened[-1] == "disconnect: server disconnect"
