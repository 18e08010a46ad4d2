"""Four people who have never been here play a game from the first visit to the epilogue, each on a device of their own."""

import asyncio

from playwright.async_api import Page, expect

from tests.browser import table
from tests.conftest import NewPerson
from tests.support.people import PHONE

NAMES = ("Ines", "Marek", "Oona", "Diana")
OWN_WORDS = "I sing {who} to it, “softly”"
CLASSES = ("Cleric", "Fighter", "Thief", "Mage")


async def test_four_people_play_from_the_first_visit_to_the_epilogue(new_person: NewPerson):
    people = [await new_person() for _ in NAMES]
    pages = [person.page for person in people]
    host = pages[0]
    code = await table.start_table(people[0], "Ines")
    await table.join_by_code(people[1], "Marek", code)
    await table.join_by_link(people[2], "Oona", code)
    await table.join_by_link(people[3], "Diana", code)

    for page in pages:
        await expect(page.locator("#chairs-list [data-player-id][data-online='true'] .presence-indicator")).to_have_count(4)
        await expect(page.locator("#online-count")).to_have_text("4/4 online")
        await expect(page.locator("#trust-meter")).to_have_attribute("data-trust", "50")
        await expect(page.locator("#trust-meter")).to_be_visible()
    for page, name in zip(pages, CLASSES, strict=True):
        await table.choose_class(page, name)
    await expect(host.locator("#chairs-list")).to_contain_text("Mage")
    await expect(pages[1].locator("#start-game-btn")).to_be_hidden()

    await host.click("#start-game-btn")
    titles = []
    for turn in (1, 2, 3):
        titles.append(await _everybody_reads_and_chooses(pages, turn))
        await host.click("#resolve-turn-btn")
        outcome = await _the_same_for_all(pages)
        if turn == 2:
            assert OWN_WORDS in outcome
        if turn < 3:
            await host.click("#generate-scenario-btn")

    assert len(set(titles)) == 3
    for page in pages:
        await page.click("#read-epilogue-btn")
        await expect(page.locator("#epilogue-text p").first).to_be_visible()
        await expect(page.locator("#ends > li")).to_have_count(4)
        await expect(page.locator("#ledger")).to_contain_text(titles[0])
    assert len({await page.locator("#epilogue-text").inner_text() for page in pages}) == 1


async def _everybody_reads_and_chooses(pages: list[Page], turn: int) -> str:
    """One scene for all, a whisper for each, choices that the others see being made; gives the scene's title."""
    host, last = pages[0], pages[3]
    for page in pages:
        await table.scene_is_open(page, turn)
    scenes = {await page.locator("#public-scene").inner_text() for page in pages}
    assert len(scenes) == 1
    whispers = {await table.whisper_of(page) for page in pages}
    assert len(whispers) == 4
    assert not any(whisper in scene for whisper in whispers for scene in scenes)

    for count, page in enumerate(pages[:3], 1):
        await table.choose(page, 1 + count % 2)
        await expect(last.locator(f".choice-progress[data-count='{count}'][data-total='4']")).to_be_attached()
    await expect(host.locator("#choice-progress")).to_contain_text("3 of 4 have chosen")
    await expect(host.locator(".waiting-list")).to_contain_text("Diana")
    if turn == 2:
        await last.fill("#own-choice", OWN_WORDS)
        await last.click("#own-choice-btn")
    else:
        await table.choose(last, 1)
    await expect(host.locator(".choice-progress[data-count='4'][data-total='4']")).to_be_attached()
    return await host.locator("#scene-title").inner_text()


async def _the_same_for_all(pages: list[Page]) -> str:
    """Everybody sees the same slips, outcome and trust; gives the outcome."""
    for page in pages:
        await table.turned_over(page)
        await expect(page.locator("#turned-row > li")).to_have_count(4)
    assert len({await page.locator("#trust-meter").get_attribute("data-trust") for page in pages}) == 1
    outcomes = {await page.locator("#outcome-text").inner_text() for page in pages}
    assert len(outcomes) == 1
    return outcomes.pop()


async def test_one_person_alone_plays_with_bots(new_person: NewPerson):
    person = await new_person(viewport=PHONE)
    page = person.page
    await table.start_table(person, "Ines")
    for seated in (2, 3):
        await page.get_by_role("button", name="Seat a bot").first.click()
        await expect(page.locator("#chairs-list > li")).to_have_count(seated)
    await page.click("#start-game-btn")
    for turn in (1, 2, 3):
        await table.scene_is_open(page, turn)
        await table.no_sideways_scroll(page)
        await table.choose(page, 1)
        await expect(page.locator(".choice-progress[data-count='3'][data-total='3']")).to_be_attached(timeout=15_000)
        await page.click("#resolve-turn-btn")
        await table.turned_over(page)
        await table.no_sideways_scroll(page)
        if turn < 3:
            await page.click("#generate-scenario-btn")
    await page.click("#read-epilogue-btn")
    await expect(page.locator("#epilogue-text p").first).to_be_visible()
    await table.no_sideways_scroll(page)


async def test_at_the_width_of_a_phone_everything_is_in_reach(new_person: NewPerson):
    host, guest = await new_person(viewport=PHONE), await new_person(viewport=PHONE)
    code = await table.start_table(host, "Ines")
    await table.join_by_link(guest, "שרה", code)
    await expect(host.page.locator("#chairs-list")).to_contain_text("שרה")
    await table.no_sideways_scroll(host.page)
    await table.no_sideways_scroll(host.page, letters="200%")
    await host.page.click("#start-game-btn")
    for page in (host.page, guest.page):
        await table.scene_is_open(page, 1)
        await table.no_sideways_scroll(page)
        await table.no_sideways_scroll(page, letters="200%")
        await page.locator("#choices").scroll_into_view_if_needed()
        for button in await page.locator("#options .button:visible").all():
            box = await button.bounding_box()
            assert box is not None
            assert box["height"] >= 44
            assert box["width"] >= 44
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= PHONE[0]
    await asyncio.gather(table.choose(host.page, 1), table.choose(guest.page, 2))
    await expect(host.page.locator(".choice-progress[data-count='2'][data-total='2']")).to_be_attached()
    await host.page.click("#resolve-turn-btn")
    await table.turned_over(guest.page)
    await expect(guest.page.locator("#next-wait")).to_contain_text("Ines")


async def test_talk_typing_and_reading_aloud_reach_the_others(new_person: NewPerson):
    host, guest = await new_person(), await new_person()
    code = await table.start_table(host, "Ines")
    await table.join_by_code(guest, "Marek", code)
    await host.page.click("#start-game-btn")
    await table.scene_is_open(guest.page, 1)

    await guest.page.locator("#chat-input").press_sequentially("<b>It’s only silver</b>")
    await expect(host.page.get_by_text("Marek is writing")).to_be_visible()
    await guest.page.locator("#chat-input").press("Enter")
    await expect(host.page.locator("#chat-log")).to_contain_text("<b>It’s only silver</b>")

    words = await table.whisper_of(guest.page)
    await guest.page.click("#share-whisper-btn")
    if await guest.page.locator("dialog#asking[open]").count():
        await guest.page.click("#asking-yes")
    await expect(host.page.locator("main")).to_contain_text(words)


async def test_a_second_tab_and_a_reload_find_the_same_game(new_person: NewPerson):
    host, guest = await new_person(), await new_person()
    code = await table.start_table(host, "Ines")
    await table.join_by_code(guest, "Marek", code)
    await host.page.click("#start-game-btn")
    await table.scene_is_open(guest.page, 1)
    title = await guest.page.locator("#scene-title").inner_text()
    await table.choose(guest.page, 2)

    await guest.page.reload()
    await table.connected(guest.page)
    await expect(guest.page.locator("#scene-title")).to_have_text(title)
    await expect(guest.page.locator("#after")).to_be_visible()

    tab = await guest.context.new_page()
    await tab.goto("/")
    await tab.get_by_role("link", name="Back to the table").first.click()
    await table.connected(tab)
    await expect(tab.locator("#scene-title")).to_have_text(title)
    await expect(host.page.locator("#online-count")).to_have_text("2/2 online")
    await tab.close()
    await expect(host.page.locator("#online-count")).to_have_text("2/2 online")
