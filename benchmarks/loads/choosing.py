"""Choices: stored first where the server stores, then seen by everybody at the table."""

import asyncio
from collections import deque
from collections.abc import Sequence
from enum import Enum

from benchmarks.crowd import Client, Crowd, Table, now
from benchmarks.figures import Window
from benchmarks.http import Line
from benchmarks.processes import Process
from benchmarks.seeding import CHOICE
from benchmarks.watch import Watch

TOLD = b'42["player_chose"'
CHOOSES = b'42%d["choice_submitted",{"choice":"' + CHOICE.encode() + b'"}]'
LOOKS = b'42["choice_submitted",{}]'
GOOD = b'"ok":true'
SECONDS_FOR_ALL = 40
SECONDS_FOR_THE_LAST = 15


class Door(Enum):
    """How somebody chooses."""

    SOCKET = "socket"
    """An event with an acknowledgement."""
    HTTP = "http"
    """A POST; the server tells by itself."""
    HTTP_THEN_EVENT = "http, then event"
    """A POST, then an event that makes the server tell, as the original did."""


class Choosing:
    """Everybody at all tables chooses once: ``in_flight`` at a time, or so many a second."""

    def __init__(self, crowd: Crowd, servers: Sequence[Process], door: Door) -> None:
        self._crowd, self._servers, self._door = crowd, servers, door

    async def measure(self, *, in_flight: int = 0, rate: float = 0, tables: Sequence[Table] | None = None) -> Window:
        chosen = self._crowd.tables if tables is None else tables
        self._waiting = deque(table.clients[place] for place in range(len(chosen[0].clients)) for table in chosen)
        expected = len(self._waiting)
        for table in chosen:
            table.left = 0
        if self._door is not Door.SOCKET:
            await self._open_lines()
        self._finished = asyncio.Event()
        self._crowd.hear(TOLD, self._heard, self._answered)
        self._in_flight, self._under_way = in_flight, 0
        self._watch = Watch(self._servers)
        await (self._fill() if in_flight else self._pace(rate))
        self._watch.missing += expected - self._watch.count
        window = self._watch.stop()
        self._crowd.hear_nothing()
        return window

    async def _fill(self) -> None:
        self._begin_more()
        await self._until_finished(SECONDS_FOR_ALL)

    async def _pace(self, rate: float) -> None:
        """Sends when it is time to, whatever has come back. What is sent late counts from when it was due."""
        begun, sent = now(), 0
        while self._waiting:
            due = int((now() - begun) * rate)
            while sent < due and (client := self._next()):
                sent += 1
                self._begin(client, begun + sent / rate)
            await asyncio.sleep(0.001)
        await self._until_finished(SECONDS_FOR_THE_LAST)

    async def _until_finished(self, seconds: float) -> None:
        try:
            await asyncio.wait_for(self._finished.wait(), seconds)
        except TimeoutError:
            self._waiting.clear()

    async def _open_lines(self) -> None:
        """New ones: a server closes those that were silent for a while."""
        for client in self._waiting:
            client.line.close()
            client.line = Line(client.port, client.seat.cookies)
            await client.line.open()
            client.request = client.line.request("POST", "/api/make_choice", {"game_code": client.table.code, "choice": CHOICE})

    def _begin_more(self) -> None:
        while self._under_way < self._in_flight and (client := self._next()):
            self._begin(client, now())

    def _next(self) -> Client | None:
        """The next whose table has seen the choice before; None while there is none."""
        for _ in range(len(self._waiting)):
            if not self._waiting[0].table.left:
                return self._waiting.popleft()
            self._waiting.rotate(-1)
        return None

    def _begin(self, client: Client, begun: float) -> None:
        table = client.table
        table.begun, table.sender, table.left = begun, client, len(table.clients) + 1
        self._under_way += 1
        if self._door is Door.SOCKET:
            client.say(CHOOSES % 1)
        else:
            client.line.send(client.request, lambda status, body: self._posted(client, status))

    def _posted(self, client: Client, status: int) -> None:
        if status == 200 and self._door is Door.HTTP_THEN_EVENT:
            client.say(LOOKS)
        self._note_answer(client, good=status == 200)

    def _answered(self, client: Client, text: bytes) -> None:
        self._note_answer(client, good=GOOD in text)

    def _note_answer(self, client: Client, *, good: bool) -> None:
        self._watch.answered.append(now() - client.table.begun)
        if not good:
            client.table.left = 1  # nothing will be told; it stays missing
            self._watch.count -= 1
        self._advance(client.table)

    def _heard(self, client: Client) -> None:
        if client is not client.table.sender:
            self._watch.seen.append(now() - client.table.begun)
        self._advance(client.table)

    def _advance(self, table: Table) -> None:
        table.left -= 1
        if table.left:
            return
        self._watch.count += 1
        self._under_way -= 1
        self._begin_more()
        if not self._under_way and not self._waiting:
            self._finished.set()
