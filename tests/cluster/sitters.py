"""Tables at which nobody does anything: one that shows who is online, and one that only deadlines move on."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

from tests.faults.client import Client
from tests.faults.evening import NAMES, Evening

Data = dict[str, Any]
TRUE_WITHIN = 30.0
"""Seconds after which presence should be right again, once everything works."""
DEADLINE = 2
"""Seconds that a turn lasts for those who sleep."""
WOKEN_WITHIN = 180.0
"""Seconds after which a turn that nobody has woken fails the run; databases may be away for a while."""


@dataclass(slots=True)
class Sitters:
    """People who only sit there and see who comes and goes."""

    people: list[Client]
    urls: Sequence[str]
    untrue: list[str] = field(default_factory=list)
    true_after: list[float] = field(default_factory=list)

    async def end(self) -> None:
        """Everybody is back and seen by everybody; then one leaves, and is seen by nobody."""
        for client in self.people:
            client.away_for = 0.0
        await asyncio.gather(*(client.until_inside() for client in self.people))
        await self._agree(self.people)
        await self.people[0].leave()
        await self._agree(self.people[1:])

    async def _agree(self, here: list[Client]) -> None:
        """Everybody is told over their socket, and by each server, who is online: those who are, and nobody else."""
        expected, began = {client.record.player_id for client in here}, monotonic()
        while (told := await self._told(here, expected)) and monotonic() < began + TRUE_WITHIN:  # noqa: ASYNC110  many servers have to be right
            await asyncio.sleep(0.5)
        self.true_after.append(monotonic() - began)
        self.untrue += told

    async def _told(self, here: list[Client], expected: set[str]) -> list[str]:
        """What is wrong in what is told now."""
        shown = [(f"{client.record.code} {client.record.name}: is shown", await _shown(client)) for client in here]
        shown += [(f"{here[0].record.code}: a server shows", await _shown_by(here[0], url)) for url in self.urls]
        return [f"{who} {len(each)} online at the end, but {len(expected)} are" for who, each in shown if each != expected]


async def _shown_by(client: Client, url: str) -> set[str]:
    """Who is online, as a server tells it now."""
    return {player["player_id"] for player in (await client.state(at=url))["players"] if player["online"]}


async def _shown(client: Client) -> set[str]:
    """Who is online, as a client is told now."""
    await client.until_inside()
    assert client.line is not None
    words = client.line.stream.words
    before = len(words)
    await client.say("request_presence")
    for _ in range(40):
        updates = [word.data for word in words[before:] if word.event == "presence_update"]
        if updates:
            return set(updates[-1]["online_players"])
        await asyncio.sleep(0.05)
    return set()


@asynccontextmanager
async def sitting(evening: Evening, count: int, away_for: float) -> AsyncIterator[Sitters]:
    """So many of them at one table, who stay away for so many seconds when they are thrown out."""
    async with AsyncExitStack() as after:
        people = [await after.enter_async_context(evening.client(name, "sits")) for name in NAMES[:count]]
        await people[0].command("create_game")
        for guest in people[1:]:
            await guest.command("join_game", game_code=people[0].record.code)
        for client in people:
            client.away_for, client.record.dawdles = away_for, True
            await client.stay()
        yield Sitters(people, evening.urls)


async def sleep_until(evening: Evening, is_over: Callable[[], bool]) -> None:
    """Games in which everybody sleeps through every turn."""
    number = 0
    while not is_over():
        number += 1
        async with AsyncExitStack() as after:
            people = [await after.enter_async_context(evening.client(name, f"sleeps {number}")) for name in NAMES[:2]]
            await _slept(people)


async def _woken(host: Client) -> None:
    """Waits until the clock has resolved the turn."""
    late = monotonic() + WOKEN_WITHIN
    while (await host.state())["phase"] == "scenario":
        assert monotonic() < late, f"{host.record.code}: no clock has woken the turn"
        await asyncio.sleep(0.5)


async def _slept(people: list[Client]) -> None:
    host, guest = people
    await host.command("create_game", max_turns=3, turn_seconds=DEADLINE)
    await guest.command("join_game", game_code=host.record.code)
    await asyncio.gather(*(client.stay() for client in people))
    await host.command("start_game")
    while (await host.state())["phase"] != "finished" and await host.command("generate_scenario"):
        await _woken(host)
    seq = (await host.state())["seq"]
    await asyncio.gather(*(client.until_heard(seq, seconds=12) for client in people))
    await asyncio.gather(*(client.catch_up() for client in people))
