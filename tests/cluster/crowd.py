"""Many tables at once, cheaply: raw websockets, and as many generators as there are processes for them.

As a program it plays and writes what its clients recorded into a file::

    python -m tests.cluster.crowd URL FIRST TABLES SECONDS FILE
"""

import asyncio
import os
import pickle
import sys
from collections.abc import Sequence
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from time import monotonic
from typing import Any, Self
from uuid import uuid4

import orjson

import games.wire.facts  # noqa: F401  so that every fact is known
from games.wire.base import Fact
from tests.faults.record import Acked, Attempt, ClientRecord, History, Stream, Word
from tests.support.player import Player, RefusedError
from tests.support.raw import RawSocket

Data = dict[str, Any]
PACE = 10.0
"""Seconds from one turn of a table to its next."""
THINKING = 6.0
"""Seconds in which everybody chooses."""
PLAYERS = ("Oona", "Sefu", "Ines", "Marek")
TURNS = 10
PATIENCE = 30.0
SOURCES = 8
"""How many addresses the clients come from: a proxy takes only so many connections from each."""


@dataclass(slots=True)
class Played:
    """What one generator leaves: what its clients recorded, and the CPU time in seconds that it took itself."""

    records: list[ClientRecord]
    games: int
    cpu: float


@dataclass(slots=True)
class Guest:
    """One person. ``record`` is that of the game at hand."""

    player: Player
    name: str
    source: str
    record: ClientRecord = field(default_factory=lambda: ClientRecord(""))
    _socket: RawSocket | None = None
    _reading: asyncio.Task[None] | None = None
    _answers: dict[int, asyncio.Future[Data]] = field(default_factory=dict)
    _heard: asyncio.Event = field(default_factory=asyncio.Event)
    _number: int = 0

    async def sit_down(self, call: str, **content: Any) -> str:
        """Creates or joins a game and opens its line; gives its code."""
        self.record = ClientRecord(self.name)
        answer = await self.post(call, **content)
        self.record.code, self.record.player_id = answer["game_code"], answer["player_id"]
        stream = Stream(after=0)
        self.record.streams.append(stream)
        self._socket = await RawSocket(self.player.url, cookies=self.player.cookies, source=self.source).__aenter__()
        self._reading = asyncio.create_task(self._read(self._socket, stream, History(self.record)))
        await self.until(lambda: stream.inside_at is not None)
        return self.record.code

    @property
    def is_over(self) -> bool:
        return bool(self.record.held) and self.record.held[-1]["event"] == "game_over"

    async def stand_up(self) -> None:
        """Closes the line."""
        if self._socket is not None and self._reading is not None:
            self._reading.cancel()
            await asyncio.gather(self._reading, return_exceptions=True)
            await self._socket.__aexit__()
            self.record.streams[-1].closed_at = monotonic()

    async def post(self, call: str, **content: Any) -> Data:
        cmd_id = str(uuid4())
        attempt = self._begun(call)
        try:
            answer = await self.player.post(call, **content, cmd_id=cmd_id)
        except RefusedError as error:
            self._refused(attempt, str(error.code))
            raise
        attempt.outcome, attempt.ended = "done", monotonic()
        self.record.acked.append(Acked(call, content, answer, cmd_id, 1))
        return answer

    async def choose(self, turn: int, option: Data) -> None:
        assert self._socket is not None
        cmd_id, attempt = str(uuid4()), self._begun("make_choice")
        self._number += 1
        answered = self._answers[self._number] = asyncio.get_running_loop().create_future()
        body = {"choice": option["id"], "turn_number": turn, "cmd_id": cmd_id}
        await self._socket.send(f"42{self._number}{orjson.dumps(['choice_submitted', body]).decode()}")
        answer = await asyncio.wait_for(answered, PATIENCE)
        if not answer["ok"]:
            self._refused(attempt, answer["error"]["code"])
            return
        attempt.outcome, attempt.ended = "done", monotonic()
        self.record.acked.append(Acked("make_choice", {"words": option["text"], "turn_number": turn}, answer, cmd_id, 1))

    async def until_told(self, event: str, turn: int) -> Data:
        """The event of that turn, as it was heard."""
        found: list[Data] = []

        def is_told() -> bool:
            found.extend(each["data"] for each in reversed(self.record.held[-12:]) if _is_of(each, event, turn))
            return bool(found)

        await self.until(is_told)
        return found[0]

    async def until(self, is_so: Any) -> None:
        async with asyncio.timeout(PATIENCE):
            while not is_so():
                self._heard.clear()
                await self._heard.wait()

    def _begun(self, call: str) -> Attempt:
        self.record.attempts.append(Attempt(call, monotonic()))
        return self.record.attempts[-1]

    def _refused(self, attempt: Attempt, code: str) -> None:
        attempt.outcome, attempt.ended = code, monotonic()
        self.record.refused.append((attempt.call, code))

    async def _read(self, socket: RawSocket, stream: Stream, history: History) -> None:
        with suppress(EOFError):
            while True:
                _, text = await socket.read()
                if text == "2":
                    await socket.send("3")
                elif text.startswith("0"):
                    await socket.send("40" + orjson.dumps({"game_code": self.record.code, "last_seq": 0}).decode())
                elif text.startswith("43"):
                    number, _, rest = text[2:].partition("[")
                    self._answers.pop(int(number)).set_result(orjson.loads(f"[{rest}")[0])
                elif text.startswith("42"):
                    self._hear(stream, history, *orjson.loads(text[2:]))
        stream.closed_at = monotonic()

    def _hear(self, stream: Stream, history: History, event: str, data: Any = None) -> None:
        stream.words.append(Word(monotonic(), event, data))
        if event == "reconnect_sync":
            stream.inside_at = stream.inside_at or monotonic()
            for each in data["events"]:
                history.take(each)
        elif event in Fact.registry and data.get("seq"):
            history.take({"event": event, "data": data})
        self._heard.set()


def _is_of(event: Data, name: str, turn: int) -> bool:
    return event["event"] == name and event["data"].get("turn_number") == turn


@dataclass(slots=True)
class Table:
    """One table after the other of the same four people. A turn begins every ``PACE`` seconds, however long the last one took."""

    guests: Sequence[Guest]
    chance: Random
    records: list[ClientRecord] = field(default_factory=list)
    games: int = 0

    async def play(self, begin: float, end: float) -> None:
        at = begin
        while at < end:
            await self._sit_down()
            for turn in range(1, TURNS + 1):
                await asyncio.sleep(max(0.0, at - monotonic()))
                if at >= end or self.guests[0].is_over:
                    break
                await self._turn(turn)
                at += PACE
                if turn == TURNS:
                    await self.guests[0].until(lambda: self.guests[0].is_over)
            for guest in self.guests:
                if self.guests[0].is_over:  # whoever left before the others have heard the last word would not have heard it
                    await guest.until(lambda guest=guest: guest.is_over)
                await guest.stand_up()

    async def _sit_down(self) -> None:
        host, *others = self.guests
        code = await host.sit_down("create_game", max_turns=TURNS, auto_resolve=True)
        for guest in others:
            await guest.sit_down("join_game", game_code=code)
        self.records += [guest.record for guest in self.guests]
        self.games += 1
        await host.post("start_game", game_code=code)

    async def _turn(self, turn: int) -> None:
        scene = await self.guests[0].post("generate_scenario", game_code=self.guests[0].record.code)
        await asyncio.gather(*(self._act(guest, turn, self.chance.choice(scene["options"])) for guest in self.guests))

    async def _act(self, guest: Guest, turn: int, option: Data) -> None:
        await guest.until_told("new_scenario", turn)
        await asyncio.sleep(self.chance.random() * THINKING)
        await guest.choose(turn, option)
        await guest.until_told("turn_resolution", turn)


class Crowd:
    """So many tables in this process, the first of which has that number."""

    def __init__(self, url: str, first: int, tables: int) -> None:
        self._url, self._numbers = url, range(first, first + tables)
        self._after = AsyncExitStack()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._after.aclose()

    async def play(self, seconds: float) -> Played:
        tables = [await self._table(number) for number in self._numbers]
        began = monotonic() + 2.0
        await asyncio.gather(*(table.play(began + number / len(tables) * PACE, began + seconds) for number, table in enumerate(tables)))
        times = os.times()
        return Played(
            [record for table in tables for record in table.records], sum(table.games for table in tables), times.user + times.system
        )

    async def _table(self, number: int) -> Table:
        source = f"127.0.0.{2 + number % SOURCES}"
        guests = []
        for name in PLAYERS:
            player = await self._after.enter_async_context(Player(self._url, source=source))
            await player.set_username(name)
            guests.append(Guest(player, name, source))
        return Table(guests, Random(f"table {number}"))


async def played(url: str, first: int, tables: int, seconds: float) -> Played:
    async with Crowd(url, first, tables) as crowd:
        return await crowd.play(seconds)


async def played_by(processes: int, url: str, *, tables: int, seconds: float, folder: Path) -> list[Played]:
    """Plays in so many processes beside this one; gives what each leaves."""
    share, running = tables // processes, []
    for number in range(processes):
        arguments = [url, str(number * share), str(share), str(seconds), str(folder / f"played-{number}")]
        running.append(await asyncio.create_subprocess_exec(sys.executable, "-m", "tests.cluster.crowd", *arguments))
    codes = [await process.wait() for process in running]
    assert not any(codes), f"a generator failed: {codes}"
    return [Played(*pickle.loads((folder / f"played-{number}").read_bytes())) for number in range(processes)]


def main() -> None:
    url, first, tables, seconds, file = sys.argv[1:]
    left = asyncio.run(played(url, int(first), int(tables), float(seconds)))
    Path(file).write_bytes(pickle.dumps((left.records, left.games, left.cpu)))  # Played is of another module here than elsewhere


if __name__ == "__main__":
    main()
