"""A browser that was away for long finds all of it, in order, as soon as it is back."""

import asyncio

from playwright.async_api import expect

from tests.browser import table
from tests.conftest import NewPerson
from tests.support.site import Site

OFFLINE = r"net::ERR_|WebSocket connection to|Failed to load resource"
LINES = 1200
TALK = """
from games.models import Game
from games.services import talk
game = Game.objects.get(code="{code}")
for number in range({lines}):
    talk.say(person=game.host.person, code=game.code, text=f"Line {{number}}.")
"""


async def test_what_was_said_meanwhile_is_there_at_once(new_person: NewPerson, site: Site):
    host, guest = await new_person(), await new_person()
    guest.expect(OFFLINE)
    code = await table.start_table(host, "Ines")
    await table.join_by_code(guest, "Marek", code)
    await guest.page.evaluate("window.heard = []; SocketIOClient.on('onChat', ({ seq }) => window.heard.push(seq))")
    await host.page.goto("/")
    await guest.context.set_offline(True)
    await expect(guest.page.locator("#reconnection-overlay")).to_be_visible(timeout=25_000)
    await asyncio.to_thread(site.manage, "shell", "-c", TALK.format(code=code, lines=LINES))
    await guest.context.set_offline(False)
    await table.connected(guest.page)
    await host.page.goto(f"/game?code={code}")
    for page in (guest.page, host.page):
        await expect(page.locator("#chat-log")).to_contain_text(f"Line {LINES - 1}.")
    assert await guest.page.evaluate("window.heard") == list(range(3, LINES + 3))
    await host.page.click("#start-game-btn")
    await table.scene_is_open(guest.page, 1)
