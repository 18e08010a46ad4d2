"""The Socket.IO server in the test's own event loop, over the real protocol."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from typing import Any

import aiohttp
import pytest
import socketio
from django.test import Client

from realtime import elsewhere, hearing, history, presence, typing, watch
from realtime.connections import connections, desks
from realtime.server import create_server
from realtime.transport.protocol import protocol_of
from tests.games.guests import Guest
from tests.realtime.desks import DeskPage, NewDesk, staff
from tests.realtime.sockets import Hold, NewTab, NewWire, Poll, Tab, Wire, cookie_of, off
from tests.support.serving import serving


@pytest.fixture(autouse=True)
def plain_stories(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.SCENARIO_SOURCE = "tests.games.storyteller:Storyteller"
    settings.RATE_LIMITS = False
    monkeypatch.setattr(presence, "GRACE_SECONDS", 0.4)


@pytest.fixture
def quiet_watch(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is looked at again: what is told comes from what was published."""
    monkeypatch.setattr(watch, "HISTORY_SECONDS", 3600)


@pytest.fixture(params=["fast", "stock"])
def transport(request: pytest.FixtureRequest) -> str:
    """What carries the websockets: our own transport, or a library's."""
    return str(request.param)


@pytest.fixture
async def server(_forgotten: None, transport: str) -> AsyncIterator[str]:
    """The address of a running server."""
    made = create_server()
    async with serving(socketio.ASGIApp(made), ws=protocol_of(made.eio) if transport == "fast" else "wsproto") as url:
        yield url


@pytest.fixture
def _forgotten() -> Iterator[None]:
    """What a process remembers of its sockets is forgotten after the test."""
    yield
    for connection in connections:
        connections.remove(connection.sid)
    for desk in desks:
        desks.remove(desk.sid)
    connections._by_game.clear()
    desks._by_game.clear()
    for kept in (history._rooms, presence._leaving, presence._left, presence._told, presence._telling, elsewhere._views, typing._writing):
        kept.clear()
    watch._loop = hearing._loop = None


@pytest.fixture
def hold(monkeypatch: pytest.MonkeyPatch) -> Hold:
    """Stops a step of the way from now on, until the event that it gives is set."""

    def at(module: Any, name: str) -> asyncio.Event:
        go, step = asyncio.Event(), getattr(module, name)

        async def later(*arguments: Any) -> Any:
            await go.wait()
            return await step(*arguments)

        monkeypatch.setattr(module, name, later)
        return go

    return at


@pytest.fixture
async def tab(server: str) -> AsyncIterator[NewTab]:
    """Makes tabs, not yet connected: ``await tab(oona).open()``."""
    tabs: list[Tab] = []

    def make(guest: Guest | None) -> Tab:
        tabs.append(Tab(server, guest))
        return tabs[-1]

    yield make
    for each in tabs:
        await each.close()


@pytest.fixture
async def wire(server: str) -> AsyncIterator[NewWire]:
    """Makes bare websockets, connected to the namespace where a guest is given."""
    async with AsyncExitStack() as after:
        session = await after.enter_async_context(aiohttp.ClientSession())

        async def make(guest: Guest | None) -> Wire:
            headers = {"Cookie": cookie_of(guest)} if guest else {}
            socket = await after.enter_async_context(session.ws_connect(f"{server}/socket.io/?EIO=4&transport=websocket", headers=headers))
            made = Wire(socket)
            assert await made.hear("0")
            if guest is not None:
                await made.send("40")
                assert await made.hear("40")
            return made

        yield make


@pytest.fixture
async def poll(server: str) -> AsyncIterator[Poll]:
    """Long polling by hand: ``await poll(guest, sid, post="40")`` gives status and text. Keeps no cookies."""
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as http:

        async def ask(guest: Guest | None, sid: str = "", *, post: str | None = None, more: str = "") -> tuple[int, str]:
            address = f"{server}/socket.io/?EIO=4&transport=polling{more}" + (f"&sid={sid}" if sid else "")
            headers = {"Cookie": cookie_of(guest)} if guest else {}
            async with http.request("GET" if post is None else "POST", address, data=post, headers=headers) as response:
                return response.status, await response.text()

        yield ask


@pytest.fixture
async def desk(server: str) -> AsyncIterator[NewDesk]:
    """Opens pages of staff with these rights: ``await desk("view_game")``; with ``client`` of somebody given."""
    pages: list[DeskPage] = []

    async def make(*rights: str, client: Client | None = None) -> DeskPage:
        client = client or await off(staff, *rights, name=f"staff{len(pages)}")
        pages.append(await DeskPage(server, client).open())
        return pages[-1]

    yield make
    for each in pages:
        await each.close()
