"""A connection by long polling that posts whatever it is told to."""

import asyncio
import json
import time
from typing import Self

import aiohttp

from tests.fuzz.voice import OUTSIDE_AFTER, PATIENCE, Silence
from tests.support.player import Player

GONE = 400


class Polling:
    """One line of somebody. ``ended`` once the server knows it no more, ``came_back``: how often it was out of the namespace."""

    def __init__(self, person: Player) -> None:
        self._http = aiohttp.ClientSession(person.url, headers={"Cookie": person.cookies}, timeout=aiohttp.ClientTimeout(PATIENCE))
        self._number = self.came_back = 0
        self.ended, self.began = False, 0.0
        self._poll: asyncio.Task[str] | None = None

    async def __aenter__(self) -> Self:
        self._address = "/socket.io/?EIO=4&transport=polling"
        opened = await self._get()
        self._address += f"&sid={json.loads(opened[1:])['sid']}"
        await self.post(b"40")
        while not (await self._get()).startswith("40"):
            pass
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._poll is not None:
            self._poll.cancel()
        await self._http.close()

    async def post(self, body: bytes) -> int:
        async with self._http.post(self._address, data=body, headers={"Content-Type": "text/plain;charset=UTF-8"}) as response:
            return response.status

    async def probe(self) -> bool:
        """Whether the server reads this line; False where it has ended it.

        Raises:
            Silence: neither.
        """
        try:
            return await self._said(OUTSIDE_AFTER)
        except TimeoutError:
            self.came_back += 1
            await self.post(b"40")
        try:
            return await self._said(PATIENCE)
        except TimeoutError:
            raise Silence("no poll is answered") from None

    async def _said(self, seconds: float) -> bool:
        self._number += 1
        self.began = time.monotonic()
        await self.post(f'42777{self._number}["ping",{{}}]'.encode())
        async with asyncio.timeout(seconds):
            while not self.ended:
                if f"43777{self._number}[" in await self._next():
                    return True
        return False

    async def _next(self) -> str:
        """What the poll that is open brings, begun now or before: whatever comes to one that is given up is lost."""
        poll = self._poll = self._poll or asyncio.create_task(self._get())
        try:
            return await asyncio.shield(poll)
        finally:
            if poll.done():
                self._poll = None

    async def _get(self) -> str:
        async with self._http.get(self._address) as response:
            self.ended = response.status == GONE
            return await response.text()
