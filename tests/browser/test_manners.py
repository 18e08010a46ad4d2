"""What the table answers to a press, and how it is read out."""

import asyncio

from playwright.async_api import Page, Route, expect

from tests.browser import table
from tests.conftest import NewPerson
from tests.support.people import PHONE


async def test_a_press_is_answered_at_once_and_words_fit_what_is_done(new_person: NewPerson) -> None:
    host, guest = await new_person(), await new_person("שרה", viewport=PHONE)
    code = await table.start_table(host, "Ines")
    await guest.page.goto(f"/join/{code}")
    await expect(guest.page.locator("#door-title")).to_have_text("Ines’s table")
    await guest.page.click("#take-chair-btn")
    await expect(host.page.locator(".notice p")).to_have_text("\u2068שרה\u2069 sat down.")
    await host.page.click("#start-game-btn")
    await table.scene_is_open(guest.page, 1)
    await expect(host.page.locator(".notice")).to_have_count(0)
    await expect(guest.page.get_by_role("log").get_by_role("list").get_by_role("listitem").first).to_be_visible()
    await keeps_it_open(guest.page)
    await says_that_it_chooses(guest.page)

    await host.page.get_by_role("button", name="Reveal without your own slip").click()
    await expect(host.page.locator("#asking-text")).to_have_text("You hesitate, and that costs trust.")
    await host.page.click("#asking-no")
    await table.choose(host.page, 1)
    await expect(guest.page.locator("#progress-count")).to_have_text("Both have chosen.")


async def keeps_it_open(page: Page) -> None:
    keep, plate = page.locator("#whisper-keep"), page.locator(".whisper-plate b:visible")
    await keep.click()
    await expect(plate).to_have_text("Open for a minute")
    await expect(keep).to_have_text("Cover it")
    await keep.click()
    await expect(plate).to_have_text("Hold to read")
    await expect(page.locator("#whisper-text")).to_be_hidden()


async def says_that_it_chooses(page: Page) -> None:
    """The answer is held back until the button has been looked at."""
    looked = asyncio.Event()

    async def hold(route: Route) -> None:
        await looked.wait()
        await route.continue_()

    await page.route("**/api/make_choice", hold)
    button = page.locator("#choice-button-1")
    width = await button.evaluate("(button) => button.offsetWidth")
    await button.click()
    await expect(button).to_have_text("Choosing…")
    assert await button.evaluate("(button) => button.offsetWidth") == width
    looked.set()
    await expect(page.locator("#after")).to_be_visible()
