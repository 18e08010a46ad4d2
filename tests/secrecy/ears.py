"""Everything that the server says to one person, word for word: frames, bodies, pages."""

import asyncio
import json
import re
from types import TracebackType
from typing import Self

import aiohttp
import redis.asyncio

from tests.support.player import Player

PAGES = ("/", "/lobby", "/game?code={}", "/join/{}", "/watch/{}", "/watch/{}?screen=table", "/replay/{}", "/metrics")
CALLS = (
    "session_info", "games", "current_scenario?game_code={}", "my_whisper?game_code={}", "waiting_for?game_code={}",
    "game_state?game_code={}", "game_state?game_code={}&since=0", "replay?game_code={}",
)  # fmt: skip
WRITES = ("join_game", "start_game", "generate_scenario", "share_whisper", "resolve_turn")


class Ears:
    """One person's: a websocket, long polling, and the eyes that read pages. ``said`` is all of it."""

    def __init__(self, person: Player, code: str) -> None:
        self.person, self.code = person, code
        self.said: list[str] = []
        self._http = aiohttp.ClientSession(person.url, headers={"Cookie": person.cookies}, cookie_jar=aiohttp.DummyCookieJar())
        self._listening: list[asyncio.Task[None]] = []

    async def __aenter__(self) -> Self:
        self._listening = [asyncio.create_task(each) for each in (self._websocket(), self._polling())]
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        for each in self._listening:
            each.cancel()
        failed = [each for each in await asyncio.gather(*self._listening, return_exceptions=True) if isinstance(each, Exception)]
        await self._http.close()
        assert not failed or kind is not None, failed

    def heard(self, fragment: str) -> bool:
        return any(fragment in each for each in self.said)

    async def until(self, fragment: str, *, times: int = 1) -> None:
        async with asyncio.timeout(10):
            while sum(each.count(fragment) for each in self.said) < times:  # noqa: ASYNC110  what is waited for does not tell
                await asyncio.sleep(0.02)

    async def look_around(self) -> None:
        """Reads every page and every call."""
        for address in (*PAGES, *(f"/api/{call}" for call in CALLS)):
            async with self._http.get(address.format(self.code)) as response:
                self.said.append(await response.text())

    async def try_all(self) -> None:
        """Asks for what may be refused; a refusal too is something said."""
        headers = {
            "X-CSRFToken": self.person.cookie("csrftoken"),
            "Cookie": f"{self.person.cookies}; csrftoken={self.person.cookie('csrftoken')}",
        }
        for call in WRITES:
            async with self._http.post(f"/api/{call}", json={"game_code": self.code}, headers=headers) as response:
                self.said.append(await response.text())

    @property
    def _connect(self) -> str:
        return f"40{json.dumps({'game_code': self.code, 'last_seq': 0})}"

    async def _websocket(self) -> None:
        async with self._http.ws_connect("/socket.io/?EIO=4&transport=websocket") as socket:
            await socket.send_str(self._connect)
            async for message in socket:
                self.said.append(str(message.data))
                if message.data == "2":
                    await socket.send_str("3")

    async def _polling(self) -> None:
        address = "/socket.io/?EIO=4&transport=polling"
        async with self._http.get(address) as response:
            address += f"&sid={json.loads((await response.text())[1:])['sid']}"
        await self._post(address, self._connect)
        while True:
            async with self._http.get(address) as response:
                body = await response.text()
                if response.status != 200:
                    return  # ended
            self.said.append(body)
            if "2" in body.split("\x1e"):
                await self._post(address, "3")

    async def _post(self, address: str, packet: str) -> None:
        async with self._http.post(address, data=packet):
            pass


class Wire:
    """Everything that is said to Redis."""

    def __init__(self, url: str) -> None:
        self.said: list[str] = []
        self._redis = redis.asyncio.Redis.from_url(url)

    async def __aenter__(self) -> Self:
        begun = asyncio.Event()
        self._listening = asyncio.create_task(self._listen(begun))
        await begun.wait()
        return self

    async def __aexit__(self, *_: object) -> None:
        self._listening.cancel()
        await asyncio.gather(self._listening, return_exceptions=True)
        await self._redis.aclose()

    async def _listen(self, begun: asyncio.Event) -> None:
        async with self._redis.monitor() as monitor:
            begun.set()
            async for command in monitor.listen():
                self.said.append(str(command["command"]))


def fragments(text: str) -> list[str]:
    """The long pieces of a text that look the same however they are escaped."""
    return [each.strip() for each in re.findall(r"[A-Za-z ,.]{18,}", text)]
