"""One Socket.IO connection of one client, written down as it speaks."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from time import monotonic
from typing import Any

import aiohttp
import socketio

from tests.faults.record import Stream, Word

Data = dict[str, Any]
SECONDS = 10
"""How long anybody waits for an answer."""


class Line:
    """Connects straight into a room. Whatever is heard goes to the stream and to ``hear``."""

    def __init__(self, http: aiohttp.ClientSession, stream: Stream, hear: Callable[[str, Any], None]) -> None:
        self.stream = stream
        self.inside, self.ended = asyncio.Event(), asyncio.Event()
        self._hear = hear
        self._client = socketio.AsyncClient(reconnection=False, http_session=http, handle_sigint=False)
        self._client.on("*", self._word)
        self._client.on("disconnect", lambda reason=None: self._note_end())

    async def open(self, url: str, cookies: str, code: str) -> None:
        """Raises what ``UNANSWERED`` of the client lists when there is no server."""
        auth = {"game_code": code, "last_seq": self.stream.after}
        try:
            await self._client.connect(url, headers={"Cookie": cookies}, auth=auth, transports=["websocket"], wait_timeout=2)
        except BaseException:
            await self.drop()
            raise

    async def ask(self, event: str, payload: Data) -> Data:
        """The acknowledgement, or ``ConnectionError`` when the connection ends first."""
        answer = asyncio.ensure_future(self._client.call(event, payload, timeout=SECONDS))
        ended = asyncio.ensure_future(self.ended.wait())
        await asyncio.wait({answer, ended}, return_when=asyncio.FIRST_COMPLETED)
        ended.cancel()
        if answer.done():
            return dict(answer.result())
        answer.cancel()
        raise ConnectionError("ended before it answered")

    async def close(self) -> None:
        """Says goodbye."""
        self._note_end()
        await self._client.disconnect()

    async def drop(self) -> None:
        """Goes without a word."""
        self._note_end()
        await self._client.eio.disconnect(abort=True)

    async def until_inside(self, seconds: float) -> bool:
        """Whether it is let into its room in time."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self.inside.wait()
        return self.inside.is_set()

    async def until_ended(self) -> None:
        await self.ended.wait()

    def _note_end(self) -> None:
        self.ended.set()
        if self.stream.closed_at is None:
            self.stream.closed_at = monotonic()

    def _word(self, event: str, data: Any = None) -> None:
        self.stream.words.append(Word(monotonic(), event, data))
        if event == "reconnect_sync" and self.stream.inside_at is None:
            self.stream.inside_at = monotonic()
            self.inside.set()
        self._hear(event, data)
