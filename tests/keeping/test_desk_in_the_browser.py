"""A keeper beside two players, on the real server: what happens at the table happens on the desk, and the other way round.

Whatever a browser notices, a violation of the content security policy too, fails the test.
"""

import re

import pytest
from playwright.async_api import expect

from tests.keeping.desk import NewPerson, an_evening, at_desk, do, is_live, make_staff, sign_in
from tests.support.site import Site

LOGGED = """
from django.contrib.admin.models import LogEntry
print(*LogEntry.objects.order_by('pk').values_list('change_message', flat=True), sep='\\n')
"""
FIVE_SECONDS = 5_000


@pytest.fixture
def staff(site: Site) -> Site:
    make_staff(site, "keeper", "keeper")
    make_staff(site, "watcher", "watcher")
    return site


def logged(site: Site, since: int = 0) -> list[str]:
    return [line for line in site.manage("shell", "-v", "0", "-c", LOGGED).splitlines() if line][since:]


async def test_a_choice_appears_on_the_desk_without_reload(new_person: NewPerson, staff: Site) -> None:
    evening = await an_evening(new_person)
    page = await sign_in(await new_person(), "watcher")
    await at_desk(page, evening)
    row = page.locator(f'#party tr[data-player="{evening.seats[1]}"]')
    await expect(row).to_contain_text("not chosen")
    await expect(row.locator("td").nth(1)).to_have_text("yes")
    await expect(page.locator("#lines tbody tr")).to_have_count(2)
    await page.evaluate("window.kept = true")
    await evening.choose(1)
    await expect(row).to_contain_text("chosen")
    await expect(row).not_to_contain_text("not chosen")
    await expect(page.locator("#history tbody tr").last).to_contain_text("player_chose")
    assert await page.evaluate("window.kept") is True
    assert "I count the coins twice." not in await page.content()


async def test_the_list_follows_without_reload(new_person: NewPerson, staff: Site) -> None:
    evening = await an_evening(new_person)
    page = await sign_in(await new_person(), "watcher")
    await page.goto(f"/admin/games/game/?q={evening.code}")
    await is_live(page)
    row = page.locator("#result_list tbody tr")
    await expect(row.locator(".field-online")).to_have_text("Oona, Sefu")
    await expect(row.locator(".field-waited_for")).to_have_text(re.compile("^Oona, Sefu, for "))
    await evening.choose(0)
    await expect(row.locator(".field-waited_for")).to_have_text(re.compile("^Sefu, for "))
    await evening.players[1].page.close()
    await expect(row.locator(".field-online")).to_have_text("Oona", timeout=15_000)


async def test_each_deed_changes_what_players_see_and_stands_in_the_log(new_person: NewPerson, staff: Site) -> None:
    evening = await an_evening(new_person)
    host, guest = (person.page for person in evening.players)
    page = await sign_in(await new_person(), "keeper")
    before = len(logged(staff))
    await at_desk(page, evening)

    await do(page, "Announce", text="The house closes at ten.")
    await expect(guest.get_by_text("The house closes at ten.").first).to_be_visible()
    await do(page, "Extend", minutes="5", reason="they asked")
    await expect(guest.get_by_text("A keeper extends the turn by 5 minutes.").first).to_be_attached()
    await do(page, "Pause", reason="they asked")
    await expect(page.locator("#board")).to_contain_text("none runs")
    await do(page, "Resume", reason="they asked")
    await expect(page.locator("#board")).not_to_contain_text("none runs")
    await do(page, "Hand over host", player_id=evening.seats[1], reason="they asked")
    await expect(guest.locator("#resolve-turn-btn")).to_be_attached()
    await do(page, "Pass over", player_id=evening.seats[0], reason="asleep")
    await expect(guest.locator(".choice-progress")).to_have_attribute("data-count", "1")
    await do(page, "Resolve now", reason="stuck")
    await expect(guest.locator("#main")).to_have_attribute("data-phase", "resolved")
    await do(page, "Replace by a bot", player_id=evening.seats[0], reason="vanished")
    evening.players[0].expect("403")
    await expect(host.locator("#connection-status.connected")).to_be_hidden(timeout=FIVE_SECONDS)
    await do(page, "End game", reason="closing time")
    await expect(guest.locator("#main")).to_have_attribute("data-phase", "finished")

    told = "\n".join(logged(staff, before))
    for said in (
        "Announced: The house closes at ten.",
        "A keeper extends the turn by 5 minutes. Reason: they asked",
        "A keeper stops the time. Reason: they asked",
        "A keeper lets the time run on. Reason: they asked",
        "A keeper hands the table to Sefu. Reason: they asked",
        "A keeper passes over Oona this turn. Reason: asleep",
        "A keeper turns the slips over. Reason: stuck",
        "A keeper lets a bot play on for Oona. Reason: vanished",
        "A keeper ends this story here. Reason: closing time",
    ):
        assert said in told, told


async def test_kicking_ends_what_the_player_sees(new_person: NewPerson, staff: Site) -> None:
    evening = await an_evening(new_person)
    page = await sign_in(await new_person(), "keeper")
    await at_desk(page, evening)
    await do(page, "Kick", player_id=evening.seats[1], reason="insults")
    evening.players[1].expect("403")
    await expect(evening.players[1].page.locator("#connection-status.connected")).to_be_hidden(timeout=FIVE_SECONDS)
    await expect(page.locator(f'#party tr[data-player="{evening.seats[1]}"]')).to_have_count(0)


async def test_uncovering_shows_whispers_and_choices_until_covered(new_person: NewPerson, staff: Site) -> None:
    evening = await an_evening(new_person)
    page = await sign_in(await new_person(), "keeper")
    await at_desk(page, evening)
    before = len(logged(staff))
    row = page.locator(f'#party tr[data-player="{evening.seats[0]}"]')
    await expect(row).to_contain_text("covered")
    await do(page, "Uncover", reason="they say it is broken")
    await expect(row).not_to_contain_text("covered")
    await evening.choose(0)
    await expect(row).to_contain_text("I count the coins twice.")
    await page.click("#deeds >> text=Cover again")
    await is_live(page)
    await expect(row).to_contain_text("covered")
    assert "I count the coins twice." not in await page.content()
    assert logged(staff, before) == ["Uncovered whispers and choices. Reason: they say it is broken"]


async def test_a_right_taken_away_ends_the_live_page_within_five_seconds(new_person: NewPerson, staff: Site) -> None:
    evening = await an_evening(new_person)
    page = await sign_in(await new_person(), "watcher")
    await at_desk(page, evening)
    staff.manage("shell", "-c", "from django.contrib.auth.models import User; User.objects.get(username='watcher').groups.clear()")
    await expect(page.locator("#desk-status")).to_have_text("You may not watch this any more.", timeout=FIVE_SECONDS)
    seq = await page.inner_text("#desk-seq")
    await evening.choose(0)
    await page.wait_for_timeout(1500)
    assert await page.inner_text("#desk-seq") == seq


async def test_a_story_is_stepped_through(new_person: NewPerson, staff: Site) -> None:
    evening = await an_evening(new_person)
    await evening.choose(0)
    page = await sign_in(await new_person(), "watcher")
    await at_desk(page, evening)
    await page.click("text=Step by step")
    await expect(page.locator("#progress")).to_have_text("1 of 2 have chosen.")
    await page.click("#earlier")
    await expect(page.locator("#progress")).to_have_text("0 of 2 have chosen.")
    await expect(page.locator("#knowledge tbody tr")).to_have_count(2)
    await page.locator("#step").press("Home")
    await expect(page.locator("#board")).to_contain_text("lobby")
    await expect(page.locator("#board")).to_contain_text("Seated")
    await expect(page.locator("#knowledge tbody tr")).to_have_count(0)


async def test_the_last_hour_is_drawn(new_person: NewPerson, staff: Site) -> None:
    page = await sign_in(await new_person(), "watcher")
    await page.click("text=Health")
    await expect(page.locator(".desk-chart canvas").first).to_be_visible()
    names = await page.locator(".desk-chart figcaption").all_inner_texts()
    assert {"codex_connections", "codex_games"} <= {name.split()[0] for name in names}
    drawn = await page.locator(".desk-chart canvas").first.evaluate("canvas => Chart.getChart(canvas).data.datasets.length")
    assert drawn >= 1


async def test_a_word_to_all_tables_is_heard_at_each(new_person: NewPerson, staff: Site) -> None:
    evenings = [await an_evening(new_person) for _ in range(2)]
    page = await sign_in(await new_person(), "keeper")
    before = len(logged(staff))
    await page.get_by_role("link", name="Announce to all").click()
    await page.fill("#id_text", "The house closes at ten.")
    await page.click(".submit-row input[type=submit]")
    for evening in evenings:
        for player in evening.players:
            await expect(player.page.get_by_text("The house closes at ten.").first).to_be_visible()
    assert "Announced: The house closes at ten." in logged(staff, before)[0]


async def test_somebody_is_disconnected_everywhere(new_person: NewPerson, staff: Site) -> None:
    evening = await an_evening(new_person)
    gone, stays = evening.players[1], evening.players[0]
    second = await gone.context.new_page()
    await second.goto(f"/game?code={evening.code}")
    await expect(second.locator("#connection-status.connected")).to_be_visible(timeout=15_000)
    page = await sign_in(await new_person(), "keeper")
    await page.goto("/admin/games/person/?q=Sefu")
    await page.locator("#result_list tbody th a").first.click()
    await page.get_by_role("link", name="Disconnect everywhere").click(timeout=8000)
    await page.fill("#id_reason", "a stolen telephone")
    gone.expect("401|403")
    await page.click(".submit-row input[type=submit]")
    await page.get_by_text("Disconnected: 1 session ended.").wait_for()
    for each in (gone.page, second):
        await expect(each.locator("#connection-status.connected")).to_be_hidden(timeout=FIVE_SECONDS)
    await expect(stays.page.locator("#connection-status.connected")).to_be_visible()


@pytest.mark.parametrize("width", [1024, 1280])
async def test_the_whole_list_is_in_the_window(new_person: NewPerson, staff: Site, width: int) -> None:
    await an_evening(new_person)
    page = await sign_in(await new_person(), "watcher")
    await page.set_viewport_size({"width": width, "height": 800})
    results = page.locator("#changelist .results")
    await results.wait_for()
    assert await results.evaluate("results => results.scrollWidth - results.clientWidth") <= 0
