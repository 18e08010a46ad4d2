"""A browser loses its network in the middle of a turn and comes back; a server dies and comes back."""

from playwright.async_api import Page, expect

from tests.browser import table
from tests.conftest import NewPerson
from tests.support.people import Person
from tests.support.site import Site

OFFLINE = r"net::ERR_|WebSocket connection to|Failed to load resource"
ANOTHER_CODE = """
new MutationObserver(() => { const main = document.querySelector("#main"); if (main) main.dataset.code = "NOSUCH"; })
  .observe(document, { childList: true, subtree: true });
"""


async def polling_at(guest: Person, code: str, *, within: int) -> Page:
    """The page of somebody who has sat down where there is no socket, and polls after so many milliseconds at most."""
    page = guest.page
    await page.goto(f"/join/{code}")
    await page.fill("#username-input", "Marek")
    await page.click("#take-chair-btn")
    await expect(page.locator("#connection-status.polling")).to_be_visible(timeout=within)
    return page


async def test_a_browser_that_was_away_finds_what_it_missed(new_person: NewPerson):
    host, guest = await new_person(), await new_person()
    guest.expect(OFFLINE)
    code = await table.start_table(host, "Ines")
    await table.join_by_code(guest, "Marek", code)
    await host.page.click("#start-game-btn")
    await table.scene_is_open(guest.page, 1)
    await table.choose(guest.page, 1)

    await guest.context.set_offline(True)
    await expect(guest.page.locator("#reconnection-overlay")).to_be_visible(timeout=25_000)
    await expect(guest.page.locator("#reconnection-status")).to_contain_text("Reconnecting… (Attempt")
    await expect(host.page.locator("#online-count")).to_have_text("1/2 online", timeout=25_000)
    await table.choose(host.page, 2)
    await host.page.fill("#chat-input", "Where is he?")
    await host.page.press("#chat-input", "Enter")
    await expect(host.page.locator(".choice-progress[data-count='2'][data-total='2']")).to_be_attached()
    await host.page.click("#resolve-turn-btn")
    await table.turned_over(host.page)
    outcome = await host.page.locator("#outcome-text").inner_text()

    await guest.context.set_offline(False)
    await table.connected(guest.page)
    await expect(guest.page.locator("#reconnection-overlay")).to_be_hidden()
    await table.turned_over(guest.page)
    assert await guest.page.locator("#outcome-text").inner_text() == outcome
    await expect(guest.page.locator("#chat-log")).to_contain_text("Where is he?")
    await expect(host.page.locator("#online-count")).to_have_text("2/2 online")


async def test_what_a_lost_connection_covers_and_says_is_over_with_it(new_person: NewPerson):
    host = await new_person()
    host.expect(OFFLINE)
    await table.start_table(host, "Ines")
    page = host.page
    await page.click("#start-game-btn")
    await table.scene_is_open(page, 1)
    await host.context.set_offline(True)
    await page.click("#choice-button-1")
    await expect(page.locator("#reconnection-overlay[data-size='page']")).to_be_visible(timeout=25_000)
    await expect(page.locator("#try-now-btn")).to_be_focused()
    await expect(page.locator("#main")).to_have_attribute("inert", "")
    await page.keyboard.press("Escape")
    await expect(page.locator("#choice-button-1")).to_be_focused()
    await expect(page.locator(".notice.is-bad")).to_be_visible()
    await host.context.set_offline(False)
    await table.connected(page)
    await expect(page.locator(".notice.is-bad")).to_have_count(0)


async def test_a_server_that_dies_takes_nothing_with_it(new_person: NewPerson, site: Site):
    host, guest = await new_person(), await new_person()
    for person in (host, guest):
        person.expect(OFFLINE)
    code = await table.start_table(host, "Ines")
    await table.join_by_code(guest, "Marek", code)
    await host.page.click("#start-game-btn")
    await table.scene_is_open(guest.page, 1)
    await table.choose(guest.page, 1)

    site.kill()
    await expect(host.page.locator("#connection-status.connected")).to_have_count(0)
    site.start()
    await table.connected(host.page)
    await table.connected(guest.page)
    await expect(host.page.locator(".choice-progress[data-count='1'][data-total='2']")).to_be_attached()
    await table.choose(host.page, 1)
    await expect(host.page.locator(".choice-progress[data-count='2'][data-total='2']")).to_be_attached()
    await host.page.click("#resolve-turn-btn")
    await table.turned_over(guest.page)


async def test_without_a_socket_the_game_is_polled(new_person: NewPerson):
    host, guest = await new_person(), await new_person()
    guest.expect(OFFLINE)
    await guest.context.route("**/socket.io/**", lambda route: route.abort())
    await guest.context.route_web_socket("**/socket.io/**", lambda socket: socket.close())
    code = await table.start_table(host, "Ines")
    page = await polling_at(guest, code, within=25_000)
    await host.page.click("#start-game-btn")
    await expect(page.locator("#main")).to_have_attribute("data-phase", "scenario", timeout=15_000)
    if await page.locator("#keep-reading-btn").is_visible():
        await page.click("#keep-reading-btn")
    await table.choose(page, 1)
    await expect(host.page.locator(".choice-progress[data-count='1'][data-total='2']")).to_be_attached()


async def test_a_socket_that_never_answers_keeps_nobody_from_the_table(new_person: NewPerson):
    host, guest = await new_person(), await new_person()
    await guest.context.route_web_socket("**/socket.io/**", lambda socket: None)
    code = await table.start_table(host, "Ines")
    page = await polling_at(guest, code, within=6_000)
    await host.page.click("#start-game-btn")
    await expect(page.locator("#main")).to_have_attribute("data-phase", "scenario", timeout=8_000)


async def test_where_websockets_are_swallowed_long_polling_carries_the_table(new_person: NewPerson):
    host = await new_person()
    await host.context.route_web_socket("**/socket.io/**", lambda socket: None)
    await table.start_table(host, "Ines")
    assert await host.page.evaluate("SocketIOClient.getSocket().io.engine.transport.name") == "polling"


async def test_a_table_that_is_gone_when_the_page_asks_for_it_says_so(new_person: NewPerson):
    host = await new_person()
    code = await table.start_table(host, "Ines")
    page = await host.context.new_page()
    await page.add_init_script(ANOTHER_CODE)
    await page.goto(f"/game?code={code}")
    await expect(page.locator("#blank-title")).to_have_text("There is no table NOSUCH.")
    await expect(page.locator("#connection-status")).to_have_text("Closed")
