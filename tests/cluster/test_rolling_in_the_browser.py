"""A deploy in the middle of an evening: every process is restarted in turn while people play on in their browsers, through nginx."""

import asyncio
import signal
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path
from time import monotonic
from types import SimpleNamespace
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from deploy import cluster
from tests.browser import table
from tests.support.people import DESKTOP, Person, sit_down
from tests.support.player import Player
from tests.support.ports import HOST

PROCESSES = 2
LONGEST = 20_000
"""Milliseconds that anything may take: twice what is promised, for a machine that does much else."""
BLIPS = r"WebSocket connection to|Failed to load resource: .* 502 "
"""What the browser writes to its own console, which nobody at the table sees: the page asks again."""
OBSERVE = """() => {
  const seen = window.seen = { bad: [], away: [], failed: false };
  let since = null;
  const look = () => {
    for (const each of document.querySelectorAll("#notification-container .is-bad p")) seen.bad.push(each.textContent);
    const connected = document.querySelector("#connection-status").classList.contains("connected");
    if (!connected && since === null) since = performance.now();
    if (connected && since !== null) { seen.away.push(Math.round(performance.now() - since)); since = null; }
    seen.failed ||= document.querySelector("#reconnection-status").textContent === "Connection Failed";
  };
  new MutationObserver(look).observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
}"""


@pytest.fixture
def house(tmp_path: Path) -> Any:
    with cluster.running(PROCESSES, tmp_path, RATE_LIMITS="off", DRAIN_NOTICE_SECONDS="5") as made:
        yield made


@pytest_asyncio.fixture(loop_scope="session")
async def pair(chromium: Browser, house: cluster.Cluster) -> AsyncIterator[tuple[Person, Person]]:
    """Two people, each with a browser of their own, who watch for whatever goes wrong on their page."""
    place: Any = SimpleNamespace(url=house.url, host=house.url.removeprefix("http://"))
    people = [await sit_down(chromium, place, "", DESKTOP) for _ in range(2)]
    yield people[0], people[1]
    for person in people:
        await person.context.close()
    problems = [problem for person in people for problem in person.unexpected()]
    assert not problems, "\n".join(problems)


@pytest.mark.timeout(400)
async def test_people_play_on(pair: tuple[Person, Person], house: cluster.Cluster) -> None:
    ines, marek = pair
    code = await table.start_table(ines, "Ines", max_turns=20)
    await table.join_by_code(marek, "Marek", code)
    await ines.page.click("#start-game-btn")
    for person in pair:
        person.expect(BLIPS)
        await table.scene_is_open(person.page, 1)
        await person.page.evaluate(OBSERVE)
    rolling = asyncio.create_task(rolled(house))
    said = turns = 0
    while not rolling.done() or turns < PROCESSES:
        turns += 1
        said += await a_turn(ines.page, marek.page, turns)
    await rolling
    for person in pair:
        await table.connected(person.page)
    seen = [await person.page.evaluate("window.seen") for person in pair]
    assert [(each["bad"], each["failed"]) for each in seen] == [([], False)] * 2
    assert all(each["away"] for each in seen), "somebody was never on a process that was restarted"
    print(f"\n{turns} turns and {said} lines; without a line for {[each['away'] for each in seen]} ms")
    assert max(away for each in seen for away in each["away"]) < LONGEST
    async with Player(house.url) as yun:
        await yun.set_username("Yun")
        nothing_lost((await yun.get("replay", game_code=code))["events"], said=said, turns=turns)


async def rolled(house: cluster.Cluster) -> None:
    """Restarts each process as a deploy does; each says that it is not ready before it refuses anybody."""
    for worker in house.workers:
        assert worker.process is not None
        assert await status(worker.port, "readyz") == 200
        worker.process.send_signal(signal.SIGTERM)
        until = monotonic() + 4
        while (told := await status(worker.port, "readyz")) == 200 and monotonic() < until:  # noqa: ASYNC110  it is asked
            await asyncio.sleep(0.02)
        assert (told, await status(worker.port, "healthz")) == (503, 200)
        await asyncio.to_thread(worker.end)
        await asyncio.to_thread(worker.start)


async def status(port: int, name: str) -> int:
    async with aiohttp.ClientSession() as http, http.get(f"http://{HOST}:{port}/{name}") as response:
        return response.status


async def a_turn(host: Page, guest: Page, number: int) -> int:
    """Both talk and choose, the host turns over the slips and goes on; how many lines were said."""
    await table.scene_is_open(host, number)
    await table.scene_is_open(guest, number)
    lines = 0
    for speaker, other in ((host, guest), (guest, host)) * 2:
        lines += 1
        line = f"Turn {number}, line {lines}."
        await speaker.fill("#chat-input", line)
        await speaker.press("#chat-input", "Enter")
        await expect(other.locator("#chat-log")).to_contain_text(line, timeout=LONGEST)
    for page in (guest, host):
        await page.click("#choice-button-1", timeout=LONGEST)
        await expect(page.locator("#after")).to_be_visible(timeout=LONGEST)
    await expect(host.locator(".choice-progress[data-count='2'][data-total='2']")).to_be_attached(timeout=LONGEST)
    await host.click("#resolve-turn-btn", timeout=LONGEST)
    for page in (host, guest):
        await expect(page.locator("#main")).to_have_attribute("data-phase", "resolved", timeout=LONGEST)
    await host.click("#generate-scenario-btn", timeout=LONGEST)
    for page in (host, guest):
        await expect(page.locator("#main")).to_have_attribute("data-phase", "scenario", timeout=LONGEST)
    return lines


def nothing_lost(events: list[dict[str, Any]], *, said: int, turns: int) -> None:
    assert [each["data"]["seq"] for each in events] == list(range(1, len(events) + 1))
    names = Counter(each["event"] for each in events)
    assert (names["chat_message"], names["player_chose"], names["turn_resolution"]) == (said, 2 * turns, turns)
    lines = [each["data"]["text"] for each in events if each["event"] == "chat_message"]
    assert len(set(lines)) == len(lines)
