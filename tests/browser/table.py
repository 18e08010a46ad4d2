"""What people do at the table, as they do it: by what is on the page."""

import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from playwright.async_api import Page, expect

from tests.support.people import Person
from tests.support.player import Player
from tests.support.site import Site


@asynccontextmanager
async def without_browsers(site: Site, *names: str, **terms: int) -> AsyncIterator[list[Player]]:
    """People at a new table who have no browser; the first of them hosts it."""
    async with AsyncExitStack() as after:
        players = [await after.enter_async_context(Player(site.url)) for _ in names]
        for player, name in zip(players, names, strict=True):
            await player.set_username(name)
        code = (await players[0].create_game(**terms))["game_code"]
        for player in players[1:]:
            await player.join_game(code)
        yield players


async def start_table(host: Person, name: str, *, max_turns: int = 3) -> str:
    """From the front page to the lobby of a new table; gives its code."""
    page = host.page
    await page.goto("/")
    await page.fill("#username-input", name)
    await page.click("#set-username-btn")
    await expect(page.locator("main.is-known")).to_be_attached()  # what is below has moved by then
    await page.get_by_text("Seats, turns, time").click()
    await page.select_option("#max-turns", str(max_turns))
    await page.click("#create-game-btn")
    await page.wait_for_url("**/game?code=*")
    await connected(page)
    return page.url.rpartition("=")[2]


async def join_by_code(guest: Person, name: str, code: str) -> None:
    page = guest.page
    await page.goto("/")
    await page.fill("#username-input", name)
    await page.click("#set-username-btn")
    await page.fill("#join-code-input", code.lower())
    await page.click("#join-game-btn")
    await page.wait_for_url("**/game?code=*")
    await connected(page)


async def join_by_link(guest: Person, name: str, code: str) -> None:
    page = guest.page
    await page.goto(f"/join/{code}")
    await page.fill("#username-input", name)
    await page.click("#take-chair-btn")
    await page.wait_for_url("**/game?code=*")
    await connected(page)


async def connected(page: Page) -> None:
    await expect(page.locator("#connection-status.connected")).to_be_visible(timeout=15_000)


async def choose_class(page: Page, name: str) -> None:
    await page.locator(f".class-card:has(input[value={name}])").click()
    await expect(page.locator(f"input[value={name}]")).to_be_checked()


async def scene_is_open(page: Page, turn: int) -> None:
    await expect(page.locator("#main")).to_have_attribute("data-phase", "scenario")
    await expect(page.locator("#place-turn")).to_contain_text(re.compile(rf"Turn {turn}\b"))
    await expect(page.locator("#public-scene p").first).to_be_visible()


async def whisper_of(page: Page) -> str:
    """The words of the slip, read by holding it; they are covered before and after."""
    words = page.locator("#whisper-text")
    await expect(words).to_be_hidden()
    async with _held(page):
        await expect(words).to_be_visible()
        told = await words.text_content()  # as drawn, "A hive" has no space: its first letter is as tall as two lines
    assert told
    await expect(words).to_be_hidden()
    return told


async def choose(page: Page, number: int) -> None:
    await page.click(f"#choice-button-{number}")
    await expect(page.locator("#after")).to_be_visible()


async def turned_over(page: Page) -> None:
    await expect(page.locator("#main")).to_have_attribute("data-phase", re.compile("resolved|finished"))
    await expect(page.locator("#outcome-text p").first).to_be_visible()


async def no_sideways_scroll(page: Page, *, letters: str = "") -> None:
    """With letters of the usual size or, for this moment, of another."""
    await page.evaluate("(size) => { document.documentElement.style.fontSize = size; }", letters)
    width = await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    await page.evaluate("document.documentElement.style.fontSize = ''")
    assert width <= 0, f"{width} px wider than the screen"


@asynccontextmanager
async def _held(page: Page) -> AsyncIterator[None]:
    await page.locator(".whisper-cover").focus()
    await page.keyboard.down(" ")
    try:
        yield
    finally:
        await page.keyboard.up(" ")
