"""A process that is asked to end lets go of everybody gently."""

import asyncio
import signal
import sqlite3
from time import monotonic

import aiohttp
import pytest

from tests.conftest import NewPlayer, NewSite
from tests.support.player import Player
from tests.support.raw import RawSocket
from tests.support.site import Site

ENGINE_CLOSE = "1"


@pytest.fixture(params=["uvicorn", "uvicorn stock", "daphne"])
def which_server(request: pytest.FixtureRequest) -> str:
    return str(request.param)


async def status(url: str) -> int:
    async with aiohttp.ClientSession() as http, http.get(url) as response:
        return response.status


async def at_table(new_player: NewPlayer, site: Site) -> Player:
    oona = await new_player("Oona", at=site)
    await oona.create_game()
    return oona


async def test_first_it_says_that_it_is_not_ready(new_site: NewSite, new_player: NewPlayer) -> None:
    site = new_site(DRAIN_NOTICE_SECONDS="2")
    oona = await at_table(new_player, site)
    async with RawSocket(site.url, cookies=oona.cookies) as raw:
        assert (await raw.connect({"game_code": oona.code}))["kind"] == "0"
        assert await status(f"{site.url}/readyz") == 200
        site.signal(signal.SIGTERM)
        await asyncio.sleep(0.3)
        assert (await status(f"{site.url}/readyz"), await status(f"{site.url}/healthz")) == (503, 200)
        assert await status(f"{site.url}/socket.io/?EIO=4&transport=polling") == 401
        assert (await raw.ask("chat_message", text="Still served."))["ok"]
        await raw.hear(ENGINE_CLOSE)
        with pytest.raises(aiohttp.ClientConnectorError):
            await status(f"{site.url}/healthz")
    assert await asyncio.to_thread(site.until_dead, seconds=10) == 0


async def test_what_was_asked_is_answered_before_the_line_ends(new_site: NewSite, new_player: NewPlayer) -> None:
    site = new_site(DRAIN_NOTICE_SECONDS="0")
    oona = await at_table(new_player, site)
    async with RawSocket(site.url, cookies=oona.cookies) as raw:
        await raw.connect({"game_code": oona.code})
        await raw.hear('42["presence_update"')
        with sqlite3.connect(site.database_url.removeprefix("sqlite:///"), isolation_level=None) as other:
            other.execute("BEGIN IMMEDIATE")
            await raw.send('427["chat_message",{"text":"Held up."}]')
            posted = asyncio.create_task(oona.post("choose_class", **{"class": "Mage"}))
            await asyncio.sleep(0.5)
            site.signal(signal.SIGTERM)
            await asyncio.sleep(1)
            other.execute("ROLLBACK")
        assert '"ok":true' in (await raw.hear("437["))
        await raw.hear(ENGINE_CLOSE)
        assert (await posted)["class"] == "Mage"
    assert await asyncio.to_thread(site.until_dead, seconds=10) == 0


async def test_clients_are_sent_away_one_after_the_other(new_site: NewSite, new_player: NewPlayer) -> None:
    site = new_site(DRAIN_NOTICE_SECONDS="0")
    oona = await at_table(new_player, site)
    moments: list[float] = []

    async def sit_out() -> None:
        async with RawSocket(site.url, cookies=oona.cookies) as raw:
            await raw.connect({"game_code": oona.code})
            await raw.hear(ENGINE_CLOSE, seconds=20)
            moments.append(monotonic())

    lines = [asyncio.create_task(sit_out()) for _ in range(10)]
    await asyncio.sleep(1)
    site.signal(signal.SIGTERM)
    await asyncio.gather(*lines)
    assert max(moments) - min(moments) > 1


def test_a_second_signal_ends_it_at_once(new_site: NewSite) -> None:
    site = new_site(DRAIN_NOTICE_SECONDS="60")
    site.signal(signal.SIGTERM)
    with pytest.raises(Exception, match="timed out"):
        site.until_dead(seconds=1)
    site.signal(signal.SIGTERM)
    assert site.until_dead(seconds=5) == -signal.SIGTERM


async def test_a_client_that_does_not_go_does_not_hold_it_up(new_site: NewSite, new_player: NewPlayer) -> None:
    site = new_site(DRAIN_NOTICE_SECONDS="0")
    oona = await at_table(new_player, site)
    async with RawSocket(site.url, cookies=oona.cookies, receive_buffer=4096) as raw:
        await raw.connect({"game_code": oona.code})
        site.signal(signal.SIGTERM)
        assert await asyncio.to_thread(site.until_dead, seconds=10) == 0
