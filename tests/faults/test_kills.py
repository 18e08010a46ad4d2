"""The server is killed while people play: nothing acknowledged is lost, and everybody is back soon and agrees."""

import asyncio
import signal
from collections import Counter
from random import Random
from time import monotonic

import pytest

from tests.conftest import NewSite
from tests.faults import stored
from tests.faults.checker import violations
from tests.faults.evening import Evening, Habits
from tests.faults.power_cut import POINTS
from tests.realtime.sockets import until
from tests.support.site import Site

BACK_WITHIN = 15.0
AT_RANDOM = "at_random"
BUSY = Habits(turns=2, chat=0.8, share=0.5, lie=0.1, drop=0.05, second_tab=0.1, curious=0.0, look=0.3)
TESTED = {"DJANGO_SETTINGS_MODULE": "tests.faults.settings", "SCENARIO_SOURCE": "tests.games.storyteller:Storyteller"}


def cut_at(points: list[str]) -> str:
    """What the next server to start is told: the first of these points, and at which passing of it."""
    return f"{points[0]}:{1 + len(points) * 7 % 12}" if points else ""


class Killer:
    """Kills a server again and again under load, and measures how long people are away."""

    def __init__(self, site: Site, evening: Evening, points: list[str]) -> None:
        self.site, self.evening, self.points = site, evening, points
        self.away: list[float] = []
        self._chance = Random("killer")

    @property
    def is_done(self) -> bool:
        return len(self.away) == len(self.points)

    async def run(self) -> None:
        for number, point in enumerate(self.points):
            await self._acknowledgements(8)
            await self._kill(point)
            died = monotonic()
            self.site.environment["POWER_CUT_AT"] = cut_at(self.points[number + 1 :])
            await asyncio.to_thread(self.site.start)
            await until(lambda: all(client.is_inside for client in self.evening.present), seconds=60)
            self.away.append(monotonic() - died)

    async def _kill(self, point: str) -> None:
        if point == AT_RANDOM:
            await self._acknowledgements(self._chance.randint(1, 15))
            await asyncio.to_thread(self.site.kill)
        else:
            self.site.signal(signal.SIGUSR1)
            await asyncio.to_thread(self.site.until_dead)

    async def _acknowledgements(self, more: int) -> None:
        """Waits for so many more of them: people are at it."""
        wanted = self.evening.acknowledged + more
        await until(lambda: self.evening.acknowledged >= wanted, seconds=60)


async def killed(new_site: NewSite, points: list[str], *, tables: int) -> None:
    """Plays at so many tables while the server is killed at each of these points, and judges everything."""
    site = new_site(**TESTED, POWER_CUT_AT=cut_at(points))
    evening = Evening([site.url], seed="kills", habits=BUSY)
    killer = Killer(site, evening, points)
    async with asyncio.TaskGroup() as tasks:
        for _ in range(tables):
            tasks.create_task(evening.play_until(lambda: killer.is_done))
        await killer.run()
    site.end()
    found = violations(evening.records, stored.in_file(site.database_url.removeprefix("sqlite:///")))
    tell(killer, evening, found)
    assert not found, "\n".join(found[:20])
    assert max(killer.away) < BACK_WITHIN


def tell(killer: Killer, evening: Evening, found: list[str]) -> None:
    acked = [acked for client in evening.clients for acked in client.record.acked]
    away = sorted(killer.away)
    print(f"\n{len(killer.points)} kills ({', '.join(f'{point} {count}' for point, count in Counter(killer.points).items())})")
    print(f"{evening.games} games, {len(evening.clients)} clients, {len(acked)} commands acknowledged, {len(found)} violations")
    again, replayed = sum(each.tries > 1 for each in acked), sum(each.answer.get("replayed", False) for each in acked)
    print(f"{again} commands asked again, {replayed} of them answered from the store")
    print(f"all back after {away[len(away) // 2]:.1f} s in the median, {away[-1]:.1f} s at worst")


@pytest.mark.timeout(180)
async def test_two_kills(new_site: NewSite) -> None:
    await killed(new_site, ["after_commit", "before_ack"], tables=1)


@pytest.mark.long
@pytest.mark.timeout(1200)
async def test_forty_kills(new_site: NewSite) -> None:
    points = [*POINTS] * 7 + [AT_RANDOM] * 12
    Random("forty kills").shuffle(points)
    await killed(new_site, points, tables=5)
