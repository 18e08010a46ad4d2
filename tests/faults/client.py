"""A player who does what the browser's module does: comes back to where it stopped, and asks again what was not answered."""

import asyncio
from collections.abc import Coroutine, Sequence
from contextlib import suppress
from random import Random
from time import monotonic
from typing import Any, Self
from uuid import uuid4

import aiohttp
from socketio.exceptions import SocketIOError

from games.wire.base import Fact
from tests.faults.line import SECONDS, Line
from tests.faults.record import Acked, Attempt, ClientRecord, History, Look, Stream
from tests.realtime.sockets import until
from tests.support.player import Player, RefusedError

Data = dict[str, Any]
PAUSE = 0.1
"""Seconds before trying again."""
MOST_TRIES = 400
AT_LAST = 180.0
"""Seconds after which it must have got in, or have caught up: one fault may follow at the heels of another."""
LET_IN_SECONDS = 10
"""How long it waits before a door before it knocks again."""
AGAIN = {"SERVICE_UNAVAILABLE", "GENERATION_IN_PROGRESS"}
"""Answers that ask for patience: nothing was changed. The second says so for a while after a server died over a scene."""
UNANSWERED = (aiohttp.ClientError, SocketIOError, OSError, TimeoutError)
SOCKET_NAMES = {"make_choice": "choice_submitted", "share_whisper": "share_whisper", "chat_message": "chat_message"}
TELLING = ("new_scenario", "player_chose", "turn_resolution")


class Client:
    """One player. ``curious`` is how often it reads the state at once after it has heard something.

    Where the site has several addresses each connection goes to the next of them, and each call to any.
    """

    def __init__(self, urls: Sequence[str], name: str, *, seed: str, curious: float = 0.0) -> None:
        self.record = ClientRecord(name)
        self.history = History(self.record)
        self.line: Line | None = None
        self.away_for = PAUSE
        """Seconds before it comes back after it was thrown out."""
        self._roads = Random(f"roads {seed}")
        self._urls, self._next = urls, self._roads.randrange(len(urls))
        self._player = Player(urls[0])
        self._chance, self._curious = Random(seed), curious
        self._sockets = aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True))
        self._staying: asyncio.Task[None] | None = None
        self._looking: set[asyncio.Task[None]] = set()
        self._heard_more = asyncio.Event()

    async def __aenter__(self) -> Self:
        await self.command("set_username", keep=False, username=self.record.name)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.leave()
        await self._sockets.close()
        await self._player.close()

    # --- Being there

    async def stay(self) -> None:
        """Goes to its table's room, and comes back whenever it is thrown out."""
        self._staying = asyncio.create_task(self._stay())
        await self.until_inside()

    async def leave(self) -> None:
        if self._staying is not None:
            while not self._staying.done():  # the library can swallow a cancellation
                self._staying.cancel()
                await asyncio.wait({self._staying}, timeout=1)
            await asyncio.gather(self._staying, *self._looking, return_exceptions=True)
            self._staying = None
        if self.line is not None:
            await self.line.close()
            self.line = None

    @property
    def is_inside(self) -> bool:
        return self.line is not None and self.line.inside.is_set() and not self.line.ended.is_set()

    async def until_inside(self) -> None:
        """Waits until it is in its room again."""
        await until(lambda: self.is_inside, seconds=AT_LAST)

    async def drop(self) -> None:
        """Loses its connection, and comes back."""
        if self.line is not None:
            await self.line.drop()

    async def until_heard(self, seq: int, *, seconds: float) -> bool:
        """Whether it hears the history up to there in time."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while self.history.seq < seq:
                    self._heard_more.clear()
                    await self._heard_more.wait()
        return self.history.seq >= seq

    async def catch_up(self) -> None:
        """Asks for what it has missed, as the browser does when it notices a gap."""
        late = monotonic() + AT_LAST
        while monotonic() < late:
            await self.until_inside()
            assert self.line is not None
            words = self.line.stream.words
            before = len(words)
            with suppress(*UNANSWERED):
                await self.line.ask("reconnect", {"game_code": self.record.code, "last_seq": self.history.seq})
                await until(lambda: any(word.event == "reconnect_sync" for word in words[before:]), seconds=SECONDS)  # noqa: B023
                return
        raise AssertionError(f"{self.record.code} {self.record.name}: could not catch up within {AT_LAST} s")

    async def second_tab(self) -> Line:
        """Opens the table once more, if there is a server."""
        stream = Stream(after=self.history.seq, is_second=True)
        line = Line(self._sockets, stream, lambda event, data: None)
        with suppress(*UNANSWERED):
            await line.open(self._roads.choice(self._urls), self._player.cookies, self.record.code)
        self.record.streams.append(stream)
        return line

    # --- Acting

    async def command(self, call: str, *, keep: bool = True, note: Data | None = None, **content: Any) -> Data:
        """Asks until there is an answer, always with the same ``cmd_id``; ``{}`` when it is refused."""
        cmd_id = str(uuid4())
        for tries in range(1, MOST_TRIES):
            with suppress(*UNANSWERED):
                code, answer = await self._sent(call, {**content, "cmd_id": cmd_id})
                if code is None:
                    self._noted(Acked(call, {**content, **(note or {})}, answer, cmd_id, tries), keep=keep)
                    return answer
                if code not in AGAIN:
                    self.record.refused.append((call, code))
                    return {}
            await asyncio.sleep(PAUSE)
        raise AssertionError(f"{call} was never answered")

    async def say(self, event: str, **payload: Any) -> None:
        """Says something over the socket that changes nothing; unheard is unheard."""
        if self.line is not None and not self.line.ended.is_set():
            with suppress(*UNANSWERED):
                await self.line.ask(event, payload)

    async def state(self, *, at: str = "") -> Data:
        """What it may see of its table now, as any server tells it or the one at that address."""
        for _ in range(MOST_TRIES):
            with suppress(*UNANSWERED):
                code, state = await self._got(at)
                if code is None:
                    return state
                if code not in AGAIN:
                    raise AssertionError(f"game_state was refused with {code}")
            await asyncio.sleep(PAUSE)
        raise AssertionError("game_state was never answered")

    async def look_for_choice(self, turn: int) -> None:
        """Looks whether its choice, just acknowledged, is there."""
        state = await self.state()
        found = state["turn_number"] > turn or state["you"]["choice"] is not None
        self.record.looks.append(Look(f"the choice of turn {turn} was acknowledged", 1, int(found)))

    async def _sent(self, call: str, body: Data) -> tuple[str | None, Data]:
        over_socket = call == "chat_message" or (call in SOCKET_NAMES and self._chance.random() < 0.5)
        if over_socket:
            await self.until_inside()
        attempt = Attempt(call, monotonic())
        self.record.attempts.append(attempt)
        try:
            code, answer = await (self._over_socket(call, body) if over_socket else self._over_http(call, body))
            attempt.outcome = code or "done"
            return code, answer
        finally:
            attempt.ended = monotonic()

    async def _over_socket(self, call: str, body: Data) -> tuple[str | None, Data]:
        assert self.line is not None
        answer = await self.line.ask(SOCKET_NAMES[call], body)
        return (None, answer) if answer["ok"] else (answer["error"]["code"], answer)

    async def _over_http(self, call: str, body: Data) -> tuple[str | None, Data]:
        if self.record.code:
            body = {**body, "game_code": self.record.code}
        try:
            async with asyncio.timeout(SECONDS):
                return None, await self._anywhere().post(call, **body)
        except RefusedError as error:
            return str(error.code), error.answer

    async def _got(self, at: str = "") -> tuple[str | None, Data]:
        try:
            async with asyncio.timeout(SECONDS):
                return None, await self._anywhere(at).get("game_state", game_code=self.record.code)
        except RefusedError as error:
            return str(error.code), error.answer

    def _anywhere(self, at: str = "") -> Player:
        self._player.url = at or self._roads.choice(self._urls)
        return self._player

    def _noted(self, acked: Acked, *, keep: bool) -> None:
        if "player_id" in acked.answer and "game_code" in acked.answer:
            self.record.code, self.record.player_id = acked.answer["game_code"], acked.answer["player_id"]
        if keep:
            self.record.acked.append(acked)

    # --- Hearing

    async def _stay(self) -> None:
        while True:
            stream = Stream(after=self.history.seq)
            line = Line(self._sockets, stream, self._hear)
            with suppress(*UNANSWERED):
                self._next = (self._next + 1) % len(self._urls)
                await line.open(self._urls[self._next], self._player.cookies, self.record.code)
                self.record.streams.append(stream)
                self.line = line
                await self._until_let_in(line)
                await line.until_ended()
                await asyncio.sleep(self.away_for)
            await asyncio.sleep(PAUSE)

    async def _until_let_in(self, line: Line) -> None:
        """Asks again where a server took the connection and could not open the room."""
        while not await line.until_inside(LET_IN_SECONDS) and not line.ended.is_set():
            with suppress(*UNANSWERED):
                await line.ask("reconnect", {"game_code": self.record.code, "last_seq": line.stream.after})

    def _hear(self, event: str, data: Any) -> None:
        if event == "reconnect_sync":
            for each in data["events"]:
                self.history.take(each)
        elif event in Fact.registry and data.get("seq"):
            self.history.take({"event": event, "data": data})
            if event in TELLING and self._chance.random() < self._curious:
                self._begin(self._look(data["seq"]))
        self._heard_more.set()

    async def _look(self, seq: int) -> None:
        with suppress(*UNANSWERED):
            code, state = await self._got()
            if code is None:
                self.record.looks.append(Look(f"event {seq} was told", seq, state["seq"]))

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._looking.add(task)
        task.add_done_callback(self._looking.discard)
