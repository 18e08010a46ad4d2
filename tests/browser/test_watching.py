"""One big screen for the room, somebody who watches, and the story read again."""

import re

from playwright.async_api import expect

from tests.browser import table
from tests.conftest import NewPerson
from tests.support.people import PHONE, Person

WALL = (1920, 1080)


async def test_a_screen_for_the_room_shows_what_everybody_may_see_and_no_more(new_person: NewPerson):
    host, guest, wall = await new_person(), await new_person(viewport=PHONE), await new_person(viewport=WALL)
    code = await table.start_table(host, "Ines")
    await wall.page.goto(f"/watch/{code}?screen=table")
    await wall.page.click("#watch-btn")
    await table.connected(wall.page)
    await expect(wall.page.locator("#party-list .seat")).to_have_count(1)
    await table.join_by_code(guest, "Marek", code)
    await expect(wall.page.locator("#party-list .seat")).to_have_count(2)

    await host.page.click("#start-game-btn")
    await expect(wall.page.locator("#main")).to_have_attribute("data-screen", "scene")
    await table.scene_is_open(host.page, 1)
    whisper = await table.whisper_of(host.page)
    await table.choose(guest.page, 1)
    await expect(wall.page.locator("#choice-progress[data-count='1'][data-total='2']")).to_be_attached()
    await expect(wall.page.locator(".seat:has-text('Marek') .seat-state")).to_have_text("chosen")
    assert whisper not in await wall.page.content()
    await fits(wall)

    await table.choose(host.page, 2)
    await host.page.click("#resolve-turn-btn")
    await expect(wall.page.locator("#turned-row .turned")).to_have_count(2)
    await expect(wall.page.locator("#trust-meter")).to_have_attribute("data-trust", re.compile(r"\d+"))
    await fits(wall)


async def test_a_host_who_shows_the_screen_keeps_the_whisper_off_it(new_person: NewPerson):
    host = await new_person()
    code = await table.start_table(host, "Ines")
    screen = await host.context.new_page()
    await screen.goto(f"/watch/{code}?screen=table")
    await table.connected(screen)
    await host.page.click("#start-game-btn")
    await table.scene_is_open(host.page, 1)
    whisper = await table.whisper_of(host.page)
    await expect(screen.locator("#public-scene p").first).to_be_visible()
    assert whisper not in await screen.content()
    assert not await screen.locator("button:visible").count()


async def test_who_watches_sees_the_table_and_reads_the_story_again(new_person: NewPerson):
    host, watcher = await new_person(), await new_person(viewport=PHONE)
    code = await table.start_table(host, "Ines")
    await host.page.click("#start-game-btn")
    await table.scene_is_open(host.page, 1)
    whisper = await table.whisper_of(host.page)
    await watcher.page.goto(f"/watch/{code}")
    await watcher.page.fill("#username-input", "Yun")
    await watcher.page.click("#watch-btn")
    await table.connected(watcher.page)
    await expect(watcher.page.locator("#watching-line")).to_be_visible()
    await table.no_sideways_scroll(watcher.page)

    await watcher.page.goto(f"/replay/{code}")
    await expect(watcher.page.locator("#events li").first).to_be_visible()
    await expect(watcher.page.locator("#truth")).to_be_hidden()
    assert whisper not in await watcher.page.content()

    await table.choose(host.page, 1)
    await host.page.click("#resolve-turn-btn")
    await table.turned_over(host.page)
    await end_story(host, code)
    await watcher.page.reload()
    await watcher.page.locator("#turn-marks li", has_text="1").wait_for()
    await watcher.page.goto(f"/replay/{code}#2")
    await watcher.page.reload()
    await expect(watcher.page.locator("#scene-title")).to_have_text("A table is laid")
    while await watcher.page.locator("#place-turn").inner_text() == "Replay, before the first turn":
        await watcher.page.click("#step-on")
    await expect(watcher.page.locator("#leaf-notes")).to_contain_text(whisper[:40])
    await watcher.page.get_by_text("As it was told").click()
    await expect(watcher.page.locator("#leaf-notes")).not_to_contain_text(whisper[:40])
    await table.no_sideways_scroll(watcher.page)


async def fits(person: Person) -> None:
    over = await person.page.evaluate("document.documentElement.scrollHeight - window.innerHeight")
    assert over <= 1, f"{over} px below the edge of the screen"


async def end_story(host: Person, code: str) -> None:
    """What no button of the table does: the host ends the story where it stands."""
    token = (await (await host.context.request.get("/api/csrf-token")).json())["csrf_token"]
    headers = {"X-CSRFToken": token, "Referer": host.site.url}
    assert (await host.context.request.post("/api/end_game", data={"game_code": code}, headers=headers)).ok
