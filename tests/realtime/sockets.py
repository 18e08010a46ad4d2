"""Sockets of people who otherwise play over HTTP."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeVar

import aiohttp
import socketio
from django.db import connections

from tests.games.guests import Guest
from tests.support.hearing import Hearing

Answer = dict[str, Any]
Result = TypeVar("Result")
SECONDS = 10


async def off(act: Callable[..., Result], *args: Any, **kwargs: Any) -> Result:
    """Does something with the database off the event loop."""

    def run() -> Result:
        try:
            return act(*args, **kwargs)
        finally:
            connections.close_all()

    return await asyncio.to_thread(run)


async def post(guest: Guest, call: str, /, **body: Any) -> Answer:
    return await off(guest.act, call, **body)


async def until(true: Callable[[], bool], *, seconds: float = SECONDS) -> None:
    """Waits until something is so."""
    async with asyncio.timeout(seconds):
        while not true():  # noqa: ASYNC110  what is waited for does not tell
            await asyncio.sleep(0.01)


def cookie_of(guest: Guest | None) -> str:
    return f"sessionid={guest.client.cookies['sessionid'].value}" if guest else ""


class Tab:
    """One Socket.IO connection: a page that somebody has open."""

    def __init__(self, url: str, guest: Guest | None) -> None:
        self.url, self.guest = url, guest
        self.heard = Hearing()
        self.refused: Any = None
        self._client = socketio.AsyncClient(reconnection=False)
        self._client.on("*", self.heard.add)
        self._client.on("connect_error", self._note_refusal)

    def _note_refusal(self, data: Any) -> None:
        self.refused = data

    @property
    def connected(self) -> bool:
        return bool(self._client.connected)

    async def open(self, auth: Any = None, headers: dict[str, str] | None = None, transport: str = "websocket") -> "Tab":
        headers = {"Cookie": cookie_of(self.guest), **(headers or {})}
        if transport == "polling":  # the library would show the cookie with the first request only
            self._client.eio.http = aiohttp.ClientSession(headers=headers)
        await self._client.connect(self.url, headers=headers, auth=auth, transports=[transport], wait_timeout=SECONDS)
        return self

    async def close(self) -> None:
        await self._client.disconnect()

    async def drop(self) -> None:
        """Goes without a word, as a phone in a tunnel."""
        await self._client.eio.disconnect(abort=True)

    async def ask(self, event: str, payload: Any = None, /, **fields: Any) -> Answer:
        """Sends an event and waits for its acknowledgement."""
        answer: Answer = await self._client.call(event, fields if payload is None else payload, timeout=SECONDS)
        return answer

    async def done(self, event: str, /, **fields: Any) -> Answer:
        answer = await self.ask(event, **fields)
        assert answer["ok"] is True, answer
        return answer

    async def refusal(self, event: str, payload: Any = None, /, **fields: Any) -> str:
        """The code that an event is refused with. Checks that it is told as ``error`` too."""
        answer = await self.ask(event, payload, **fields)
        assert answer["ok"] is False and set(answer) == {"ok", "error"}, answer
        assert answer["error"]["message"]
        await self.heard.until("error", code=answer["error"]["code"])
        return str(answer["error"]["code"])

    async def enter(self, **more: Any) -> Answer:
        """Joins the room of the guest's table, and waits until it is inside."""
        assert self.guest is not None
        count = len(self.heard.of("presence_update"))
        answer = await self.done("join_game_room", game_code=self.guest.code, **more)
        await until(lambda: len(self.heard.of("presence_update")) > count)
        return answer


class Wire:
    """A bare websocket, for what no client library would send."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket
        self.heard: list[str] = []

    async def send(self, frame: str) -> None:
        await self.socket.send_str(frame)

    async def hear(self, begins: str, *, seconds: float = 5) -> str:
        """The next frame that begins so; answers pings meanwhile. Empty when the connection ends first."""
        async with asyncio.timeout(seconds):
            while True:
                message = await self.socket.receive()
                if message.type != aiohttp.WSMsgType.TEXT:
                    return ""
                self.heard.append(message.data)
                if message.data == "2":
                    await self.send("3")
                if message.data.startswith(begins):
                    return str(message.data)

    async def answer(self, frame: str, number: int) -> Any:
        """Sends an event that asks for an acknowledgement under ``number``, and gives it."""
        await self.send(frame)
        text = await self.hear(f"43{number}[")
        return json.loads(text.removeprefix(f"43{number}"))[0] if text else None


NewTab = Callable[[Guest | None], Tab]
NewWire = Callable[[Guest | None], Awaitable[Wire]]
Work = Coroutine[Any, Any, Any]
Hold = Callable[[Any, str], asyncio.Event]
Poll = Callable[..., Awaitable[tuple[int, str]]]


async def opened(poll: Poll, guest: Guest | None) -> str:
    """Opens a line; gives its id."""
    status, text = await poll(guest)
    assert status == 200
    return text.split('"sid":"')[1].split('"')[0]
