"""An evening on a cluster while one part after the other fails, and what is left to be judged."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random
from time import monotonic

from tests.cluster import judge
from tests.cluster.cluster import Cluster
from tests.cluster.faults import DEAF_LINES, Fault, Window, suffer
from tests.faults import checker
from tests.faults.evening import Evening, Habits
from tests.realtime.sockets import until

HABITS = Habits(turns=3, chat=0.8, share=0.5, lie=0.1, drop=0.05, second_tab=0.1, curious=0.0, look=0.3, patience=12.0)
BACK_WITHIN = 60.0
"""Seconds after which a run that is stuck ends."""


@dataclass(slots=True)
class Run:
    """People play at so many tables until every fault was suffered."""

    cluster: Cluster
    faults: Sequence[Fault]
    seed: str
    tables: int = 2
    habits: Habits = HABITS
    windows: list[Window] = field(default_factory=list)
    evening: Evening = field(init=False)
    figures: judge.Figures = field(init=False)

    def __post_init__(self) -> None:
        self.evening = Evening(self.cluster.urls, seed=self.seed, habits=self.habits)

    async def play(self) -> list[str]:
        """Plays, and gives what the checkers find."""
        began = monotonic()
        async with asyncio.TaskGroup() as tasks:
            for _ in range(self.tables):
                tasks.create_task(self.evening.play_until(lambda: len(self.windows) == len(self.faults)))
            await self._suffer_all()
        kept = await asyncio.to_thread(self.cluster.stored)
        blind = [(window.began, window.healed) for window in self.windows if window.kind in DEAF_LINES]
        found = checker.violations(self.evening.records, kept, blind=blind)
        more, self.figures = judge.violations(self.evening.records, kept, self.windows)
        self._tell(monotonic() - began, found + more)
        return found + more

    async def _suffer_all(self) -> None:
        chance = Random(self.seed)
        for fault in chance.sample(self.faults, len(self.faults)):
            await self._acknowledgements(chance.randint(4, 12))
            self.windows.append(await suffer(fault, self.cluster, chance))
            await until(lambda: all(client.is_inside for client in self.evening.present), seconds=BACK_WITHIN)

    async def _acknowledgements(self, more: int) -> None:
        """Waits for so many more of them: people are at it."""
        wanted = self.evening.acknowledged + more
        await until(lambda: self.evening.acknowledged >= wanted, seconds=BACK_WITHIN)

    def _tell(self, seconds: float, found: list[str]) -> None:
        kinds = Counter(window.name for window in self.windows)
        acked = [acked for record in self.evening.records for acked in record.acked]
        streams = sum(len(record.streams) for record in self.evening.records)
        print(f"\n{len(self.windows)} faults in {seconds:.0f} s ({', '.join(f'{name} {count}' for name, count in kinds.items())})")
        print(
            f"{len(self.cluster.workers)} servers, {self.evening.games} games, {len(self.evening.clients)} clients, {streams} connections"
        )
        again, replayed = sum(each.tries > 1 for each in acked), sum(each.answer.get("replayed", False) for each in acked)
        print(f"{len(acked)} commands acknowledged, {again} asked again, {replayed} answered from the store, {len(found)} violations")
        print(self.figures)
