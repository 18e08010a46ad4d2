"""The shared screen is read from the other end of the room, and nobody scrolls it: with eight people as with four."""

import pytest
from playwright.async_api import Page, expect

from tests.browser import table
from tests.conftest import NewPerson
from tests.support.player import Player
from tests.support.site import Site

NAMES = ("Ines", "W" * 20, "Oona", "שרה", "Diana", "Pavel", "Amina", "Tom")
SIZES = {(1920, 1080): 36, (1366, 768): 25, (1280, 720): 24}
"""How large the story is at least, in px; the design's 40 px of the widest for a scene of usual length."""
OWN_WORDS = "I lay it down and say what everybody knows. " * 20


@pytest.mark.parametrize("people", [4, 8])
async def test_everything_is_on_the_screen_and_large(new_person: NewPerson, site: Site, people: int) -> None:
    wall = (await new_person("The screen")).page
    async with table.without_browsers(site, *NAMES[:people], max_players=people, max_turns=1) as players:
        await plays(wall, players)


async def plays(wall: Page, players: list[Player]) -> None:
    host, people = players[0], len(players)
    await wall.goto(f"/watch/{host.code}?screen=table")
    await table.connected(wall)
    await expect(wall.locator("#lobby-title")).to_have_text("Every chair is taken")
    await expect(wall.locator(".screen-invite")).to_be_hidden()
    await fits(wall)

    await host.start_game()
    scene = await host.generate_scenario()
    await expect(wall.locator("#public-scene p").first).to_be_visible()
    await fits(wall, "#public-scene")
    await players[2].share_whisper()
    await expect(wall.locator("#aloud")).to_be_visible()
    await fits(wall)
    for number, player in enumerate(players):
        options = scene["options"]
        await player.make_choice(OWN_WORDS if number == 1 else options[number % len(options)]["id"], turn_number=1)
    await host.resolve_turn()
    await expect(wall.locator("#turned-row .turned")).to_have_count(people)
    await fits(wall)
    await wall.reload()
    await expect(wall.locator("#ends > li")).to_have_count(people)
    await fits(wall)


async def fits(wall: Page, story: str = "") -> None:
    for (width, height), least in SIZES.items():
        await wall.set_viewport_size({"width": width, "height": height})
        await expect(wall.locator(".screen > .is-too-long")).to_have_count(0)
        await expect(wall.locator("html")).to_have_js_property("scrollHeight", height)
        await expect(wall.locator("html")).to_have_js_property("scrollWidth", width)
        assert not story or await wall.locator(story).evaluate("(story) => parseFloat(getComputedStyle(story).fontSize)") >= least
