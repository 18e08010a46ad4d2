"""A whole evening: many tables at once, people who choose, talk, read aloud, lie, lose their connection and open second tabs."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from random import Random
from typing import Any

from tests.faults.client import Client
from tests.faults.record import ClientRecord

Data = dict[str, Any]
NAMES = ("Oona", "Sefu", "Ines", "Marek", "Bram", "Lotte", "Yun", "Tarek")


@dataclass(frozen=True, slots=True)
class Habits:
    """How often people do what: chances for each turn."""

    players: int = 4
    turns: int = 4
    chat: float = 0.5
    share: float = 0.3
    lie: float = 0.2
    drop: float = 0.1
    second_tab: float = 0.15
    curious: float = 0.1
    look: float = 0.2
    pace: float = 0.0
    """Seconds that a turn takes: everybody waits a part of it before they choose."""
    patience: float = 5.0
    """Seconds in which the end of a game should be heard, before everybody asks whether they have missed anything."""


@dataclass(slots=True)
class Evening:
    """All tables of one run, against one server or several."""

    urls: Sequence[str]
    seed: str
    habits: Habits = Habits()
    clients: list[Client] = field(default_factory=list)
    present: set[Client] = field(default_factory=set)
    games: int = 0

    @property
    def records(self) -> list[ClientRecord]:
        return [client.record for client in self.clients]

    @property
    def acknowledged(self) -> int:
        return sum(len(client.record.acked) for client in self.clients)

    async def play(self, games: int) -> None:
        """So many games, all at once."""
        await asyncio.gather(*(self.play_one() for _ in range(games)))

    async def play_until(self, is_over: Callable[[], bool]) -> None:
        """One game after the other at one table; the last one is played to its end."""
        while not is_over():
            await self.play_one()

    async def play_one(self) -> None:
        self.games += 1
        number = self.games
        async with AsyncExitStack() as after:
            people = [await after.enter_async_context(self.client(name, number)) for name in NAMES[: self.habits.players]]
            await _Table(people, self.habits, Random(f"{self.seed} {number}")).play(self.present)

    def client(self, name: str, number: int | str) -> Client:
        """Somebody whose record is part of this evening's."""
        self.clients.append(Client(self.urls, name, seed=f"{self.seed} {number} {name}", curious=self.habits.curious))
        return self.clients[-1]


class _Table:
    def __init__(self, people: list[Client], habits: Habits, chance: Random) -> None:
        self.people, self.habits, self.chance = people, habits, chance
        self.host = people[0]
        self.said = 0

    async def play(self, present: set[Client]) -> None:
        auto = self.chance.random() < 0.5
        await self.host.command("create_game", max_turns=self.habits.turns, auto_resolve=auto)
        for guest in self.people[1:]:
            await guest.command("join_game", game_code=self.host.record.code)
        await asyncio.gather(*(client.stay() for client in self.people))
        present.update(self.people)
        try:
            await self.host.command("start_game")
            while (await self.host.state())["phase"] != "finished" and await self._turn(auto=auto):
                pass
            await self._end()
        finally:
            present.difference_update(self.people)

    async def _turn(self, *, auto: bool) -> bool:
        """One turn; False where the table cannot go on, which is a violation already noted."""
        if not (scene := await self.host.command("generate_scenario")):
            return False
        await asyncio.gather(asyncio.sleep(self.habits.pace), *(self._act(client, scene) for client in self.people))
        return auto or bool(await self.host.command("resolve_turn"))

    async def _act(self, client: Client, scene: Data) -> None:
        turn, tab = scene["turn_number"], None
        if self._chances(self.habits.second_tab):
            tab = await client.second_tab()
        if self._chances(self.habits.chat):
            await client.command("chat_message", text=self._words("Has anybody"))
        if self._chances(self.habits.lie):
            await client.say("turn_resolved", turn_number=9, trust_change=-50, outcome="Forged.")
        if self._chances(self.habits.share):
            await client.command("share_whisper", note={"turn": turn})
        if self._chances(self.habits.drop):
            await client.drop()
        if tab is not None:
            await tab.close()
        await asyncio.sleep(self.chance.random() * self.habits.pace)
        await self._choose(client, scene)
        if self._chances(self.habits.look):
            await client.look_for_choice(turn)

    async def _choose(self, client: Client, scene: Data) -> None:
        option = self.chance.choice(scene["options"])
        words = self._words("I open the") if self.chance.random() < 0.5 else ""
        note = {"words": words or option["text"]}
        await client.command("make_choice", note=note, choice=words or option["id"], turn_number=scene["turn_number"])

    async def _end(self) -> None:
        """Everybody hears the end, then asks once whether they have missed anything."""
        seq = (await self.host.state())["seq"]
        await asyncio.gather(*(client.until_heard(seq, seconds=self.habits.patience) for client in self.people))
        await asyncio.gather(*(client.catch_up() for client in self.people))

    def _chances(self, often: float) -> bool:
        return self.chance.random() < often

    def _words(self, begin: str) -> str:
        self.said += 1
        return f"{begin} {self.chance.getrandbits(60):x}-{self.said}"
