"""The official JavaScript client, in Node, driven from Python."""

import asyncio
import contextlib
import json
from asyncio.subprocess import PIPE, Process
from itertools import count
from pathlib import Path
from typing import Any, Self

from tests.support.hearing import Hearing

PROGRAM = Path(__file__).parent / "js" / "official_client.mjs"
SECONDS = 10


class OfficialClient:
    """One client of one version over one transport. ``until`` also knows ``connect``, ``connect_error`` and ``disconnect``."""

    def __init__(self, *, version: str, transport: str) -> None:
        self.version, self.transport = version, transport
        self.heard = Hearing()
        self._ids = count(1)
        self._answers: dict[int, asyncio.Future[Any]] = {}

    async def __aenter__(self) -> Self:
        self._process: Process = await asyncio.create_subprocess_exec("node", str(PROGRAM), stdin=PIPE, stdout=PIPE)
        self._reading = asyncio.create_task(self._read())
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._process.wait(), SECONDS)
        if self._process.returncode is None:
            self._process.kill()
            await self._process.wait()
        await self._reading

    async def connect(self, url: str, *, headers: dict[str, str] | None = None, auth: dict[str, Any] | None = None) -> None:
        """Begins to connect; whether that worked is heard."""
        await self._do("connect", version=self.version, transport=self.transport, url=url, headers=headers or {}, auth=auth or {})

    async def ask(self, event: str, **payload: Any) -> Any:
        """Sends an event and waits for its acknowledgement."""
        number = next(self._ids)
        self._answers[number] = asyncio.get_running_loop().create_future()
        await self._do("ask", id=number, event=event, payload=payload)
        async with asyncio.timeout(SECONDS):
            return await self._answers[number]

    async def say(self, event: str, **payload: Any) -> None:
        await self._do("say", event=event, payload=payload)

    async def disconnect(self) -> None:
        await self._do("disconnect")

    async def until(self, event: str, **fields: Any) -> Any:
        return await self.heard.until(event, **fields)

    async def _do(self, command: str, **more: Any) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"do": command, **more}).encode() + b"\n")
        await self._process.stdin.drain()

    async def _read(self) -> None:
        assert self._process.stdout is not None
        async for line in self._process.stdout:
            told = json.loads(line)
            if "answer" in told:
                self._answers[told["answer"]].set_result(told["data"])
            else:
                self.heard.add(told["event"], told.get("data"))
