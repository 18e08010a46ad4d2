"""Names and words without a space in them, as long as they may be, on every page that shows them."""

from itertools import pairwise

from playwright.async_api import Page, expect

from tests.browser import table
from tests.conftest import NewPerson
from tests.support.people import DESKTOP, PHONE, Person
from tests.support.player import Player
from tests.support.site import Site

NAME, LINE, CHOICE = "W" * 20, "x" * 300, "a" * 1000
SIZES = (DESKTOP, PHONE, (320, 640))


async def test_one_long_word_tears_no_page_apart(new_person: NewPerson, site: Site) -> None:
    guest = await new_person()
    async with table.without_browsers(site, NAME, max_players=2, max_turns=1) as [widest]:
        await plays(guest, widest)


async def plays(guest: Person, widest: Player) -> None:
    page = guest.page
    await page.goto(f"/watch/{widest.code}")
    await expect(page.locator("#door-title")).to_be_visible()
    await holds(page)
    await guest.take_name("Marek")
    await page.goto(f"/join/{widest.code}")
    await holds(page)
    await page.click("#take-chair-btn")
    await page.wait_for_url("**/game?code=*")
    await table.connected(page)
    await widest.post("chat_message", text=LINE)
    await expect(page.locator("#chat-log")).to_contain_text(LINE)
    await holds(page)

    await widest.start_game()
    await widest.generate_scenario()
    await table.scene_is_open(page, 1)
    await holds(page)
    await widest.make_choice(CHOICE, turn_number=1)
    await table.choose(page, 1)
    await widest.resolve_turn()
    await table.turned_over(page)
    await holds(page)
    slip = page.locator("#turned-row blockquote", has_text=CHOICE)
    await expect(slip).to_have_attribute("tabindex", "0")
    box = await slip.bounding_box()
    assert box is not None
    assert box["height"] < PHONE[1] / 2

    await page.click("#read-epilogue-btn")
    await expect(page.locator("#ledger")).to_contain_text(CHOICE)
    await holds(page)
    await page.goto(f"/replay/{widest.code}")
    await expect(page.locator("#events li").first).to_be_visible()
    await holds(page)
    rows = await page.locator("#events li").evaluate_all("(all) => all.map((each) => [each.offsetTop, each.offsetTop + each.offsetHeight])")
    assert all(above[1] <= below[0] + 1 for above, below in pairwise(rows))


async def holds(page: Page) -> None:
    """Nothing is wider than the screen, on a desk and on two phones, nor the talk wider than its place."""
    for width, height in SIZES:
        await page.set_viewport_size({"width": width, "height": height})
        await expect(page.locator("html")).to_have_js_property("scrollWidth", width)
        for log in await page.locator("#chat-log:visible").all():
            assert await log.evaluate("(log) => log.scrollWidth <= log.clientWidth")
