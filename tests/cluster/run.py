"""An evening on a cluster while one part after the other fails, and what is left to be judged."""

import asyncio
import gc
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random
from time import monotonic

from tests.cluster import judge
from tests.cluster.alone import Alone
from tests.cluster.cluster import Cluster
from tests.cluster.faults import Fault, Window, suffer
from tests.cluster.sitters import Sitters, sitting, sleep_until
from tests.faults import checker
from tests.faults.evening import Evening, Habits
from tests.faults.stored import Stored
from tests.realtime.sockets import until

HABITS = Habits(turns=3, chat=0.8, share=0.5, lie=0.1, drop=0.05, second_tab=0.1, curious=0.0, look=0.3, patience=12.0)
LEFT_BEHIND = ("ignore:Unclosed connection:ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
"""What pytest shall not mind in such a run: aiohttp does not close a connection that ends while it is being made."""
AFTERWARDS = 5.0
"""Seconds for which people begin new games after the last fault."""
BACK_WITHIN = 60.0
"""Seconds after which a run that is stuck ends."""


@dataclass(slots=True)
class Run:
    """People play at so many tables until every fault was suffered."""

    cluster: Cluster | Alone
    faults: Sequence[Fault]
    seed: str
    tables: int = 2
    habits: Habits = HABITS
    away_for: float = 17.0
    """Seconds that those who sit stay away after they were thrown out; 17 is long enough to be shown offline."""
    windows: list[Window] = field(default_factory=list)
    evening: Evening = field(init=False)
    figures: judge.Figures = field(init=False)

    def __post_init__(self) -> None:
        self.evening = Evening(self.cluster.urls, seed=self.seed, habits=self.habits)

    async def play(self) -> list[str]:
        """Plays, and gives what the checkers find."""
        began = monotonic()
        async with sitting(self.evening, len(self.cluster.workers) + 1, self.away_for) as sitters, asyncio.TaskGroup() as tasks:
            for _ in range(self.tables):
                tasks.create_task(self.evening.play_until(self._is_over))
            tasks.create_task(sleep_until(self.evening, self._is_over))
            await self._suffer_all()
            await sitters.end()
        kept = await asyncio.to_thread(self.cluster.stored)
        found = self._judged(kept, sitters)
        self._tell(monotonic() - began, found)
        gc.collect()  # finds what was left behind here, and not in a later test
        return found

    def _is_over(self) -> bool:
        return len(self.windows) == len(self.faults) and monotonic() > self.windows[-1].healed + AFTERWARDS

    def _judged(self, kept: Stored, sitters: Sitters) -> list[str]:
        found = checker.violations(self.evening.records, kept, blind=judge.blind(self.windows))
        more, self.figures = judge.violations(self.evening.records, kept, self.windows)
        self.figures.true_after = sitters.true_after
        return found + more + sitters.untrue

    async def _suffer_all(self) -> None:
        chance = Random(self.seed)
        for fault in chance.sample(self.faults, len(self.faults)):
            await self._acknowledgements(chance.randint(4, 12))
            self.windows.append(await suffer(fault, self.cluster, chance))
            await self._everybody_back(fault)

    async def _everybody_back(self, fault: Fault) -> None:
        try:
            await until(lambda: all(client.is_inside for client in self.evening.present), seconds=BACK_WITHIN)
        except TimeoutError:
            outside = [client.record.name for client in self.evening.present if not client.is_inside]
            raise AssertionError(f"{outside} are still outside {BACK_WITHIN} s after {fault.name}") from None

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
        print("\n".join(f"{count} × {text}" for text, count in kinds_of(found).most_common()))


def kinds_of(found: list[str]) -> Counter[str]:
    """Violations counted by what they are, whoever they befell."""
    return Counter(re.sub(r"^\w{6} \w+: |\b[A-Z][a-z]+\b(?= is offline| went)|\d[\d.]*", "…", text) for text in found)
