"""A websocket that says whatever it is told to, and behaves well otherwise: it reads everything and answers pings and closes."""

import asyncio
import contextlib
import json
import time
from typing import Any, Self

from tests.fuzz.figures import MOST_SECONDS
from tests.support.raw import CLOSE, TEXT, RawSocket

PING, PONG = 9, 10
PATIENCE = 4 * MOST_SECONDS
"""How long is waited at all, so that a late answer is told as such."""


OUTSIDE_AFTER = 0.5
"""After so many seconds without an answer one is likely to have left the namespace."""


class Silence(AssertionError):  # noqa: N818
    """Neither an answer nor an end."""


class Voice(RawSocket):
    """One line of somebody. ``ended`` once the server has closed it."""

    _number = 0
    ended = False
    came_back = 0
    began = 0.0
    """Since when the honest event that was sent last is waited for."""
    bad = 0
    """How many of its frames could not be read."""

    async def __aenter__(self) -> Self:
        await super().__aenter__()
        self._answers: dict[int, asyncio.Future[Any]] = {}
        self._over = asyncio.Event()
        self._reading: asyncio.Task[None] | None = None
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._reading is not None:
            self._reading.cancel()
        await super().__aexit__()

    async def open(self, code: str | None = None) -> Self:
        """Says who it is, enters a room where one is given, and begins to read."""
        assert (await self.connect({"game_code": code} if code else None))["kind"] == "0"
        self._reading = asyncio.create_task(self._read())
        return self

    def write(self, frame: bytes) -> None:
        """Bytes as they stand, whatever they are."""
        if not self.ended:
            self._writer.write(frame)

    async def said(self, event: str, *, seconds: float = PATIENCE) -> str | None:
        """Says an event (its JSON without the number); the code it is refused with, ``"ok"``, or None where the line is ended instead.

        Raises:
            Silence
        """
        self._number += 1
        number = self._number
        future = self._answers[number] = asyncio.get_running_loop().create_future()
        with contextlib.suppress(OSError):
            await self.send(f"42{number}{event}")
        over = asyncio.create_task(self._over.wait())
        done, _ = await asyncio.wait({future, over}, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        over.cancel()
        self._answers.pop(number)
        if not done:
            raise Silence(f"nothing after {event[:200]!r}")
        return _code(future.result()) if future.done() else None

    async def probe(self) -> bool:
        """Whether the server reads this line; False where it has ended it. Whoever is out of the namespace comes in again.

        Raises:
            Silence: neither.
        """
        self.began = time.monotonic()
        try:
            return await self.said('["ping",{}]', seconds=OUTSIDE_AFTER) == "ok"
        except Silence:
            self.came_back += 1
            self.began = time.monotonic()
            with contextlib.suppress(OSError):
                await self.send("40")
            return await self.said('["ping",{}]') == "ok"

    async def _read(self) -> None:
        with contextlib.suppress(EOFError, OSError):
            while True:
                kind, text = await self.read()
                await self._hear(kind, text)
        self.ended = True
        self._over.set()

    async def _hear(self, kind: int, text: str) -> None:
        if kind == PING:
            await self.send(text, kind=PONG)
        elif kind == CLOSE:
            await self.send(b"\x03\xe8", kind=CLOSE)
        elif kind == TEXT and text == "2":
            await self.send("3")
        elif kind == TEXT and text.startswith("43") and "[" in text:
            number, _, rest = text[2:].partition("[")
            future = self._answers.get(int(number))
            if future is not None and not future.done():
                future.set_result(json.loads("[" + rest)[0])


def _code(answer: Any) -> str:
    return "ok" if answer["ok"] is True else str(answer["error"]["code"])
