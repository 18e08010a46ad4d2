"""Clients that mean no good, against the server as it is run."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path
from time import monotonic
from typing import Any

import aiohttp
import pytest

from tests.conftest import NewPlayer, NewSite
from tests.support.player import Player
from tests.support.raw import RawSocket
from tests.support.site import Site

pytestmark = pytest.mark.postgres

NewRaw = Callable[..., Awaitable[RawSocket]]
SMILES = "\U0001f600" * 500


@pytest.fixture
async def new_raw() -> AsyncIterator[NewRaw]:
    async with AsyncExitStack() as after:

        async def make(url: str, **how: Any) -> RawSocket:
            return await after.enter_async_context(RawSocket(url, **how))

        yield make


async def seated(new_player: NewPlayer, *, at: Site | None = None) -> tuple[Player, Player]:
    oona, marek = await new_player("Oona", at=at), await new_player("Marek", at=at)
    await oona.create_game()
    await marek.join_game(oona.code)
    await oona.enter()
    return oona, marek


async def polled(http: aiohttp.ClientSession, player: Player, *packets: str) -> str:
    """Begins long polling as a player; gives the line's id."""
    address = f"{player.url}/socket.io/?EIO=4&transport=polling"
    async with http.get(address, headers={"Cookie": player.cookies}) as response:
        sid = (await response.text()).split('"sid":"')[1].split('"')[0]
    for packet in packets:
        async with http.post(f"{address}&sid={sid}", data=packet, headers={"Cookie": player.cookies}) as response:
            assert response.status == 200
    return sid


def resident(site: Site) -> float:
    """MiB that the server has in memory."""
    statuses = [Path(f"/proc/{pid}/status").read_text() for pid in site.pids]
    return sum(int(status.split("VmRSS:")[1].split()[0]) / 1024 for status in statuses)


async def test_who_never_says_who_they_are_is_cut_off(site: Site, new_raw: NewRaw) -> None:
    silent, refused = await new_raw(site.url), await new_raw(site.url)
    began = monotonic()
    assert (await refused.connect())["data"]["code"] == "AUTH_REQUIRED"
    for each in (silent, refused):
        await each.until_ended(seconds=9)
    assert 4.5 < monotonic() - began < 9


async def test_a_line_is_no_good_to_whoever_did_not_begin_it(site: Site, new_player: NewPlayer) -> None:
    oona, marek = await seated(new_player)
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as http:
        sid = await polled(http, marek, "40", f'42["join_game_room",{{"game_code":"{marek.code or oona.code}"}}]')
        address = f"{site.url}/socket.io/?EIO=4&transport=polling&sid={sid}"
        seq = (await oona.state())["seq"]
        for cookies in ("", oona.cookies, "sessionid=x"):
            for method, data in (("POST", '42["chat_message",{"text":"It was me."}]'), ("POST", "1"), ("GET", None)):
                async with http.request(method, address, data=data, headers={"Cookie": cookies}) as response:
                    assert response.status in (400, 401)  # 400 from a server that does not know the line
        async with http.get(f"{address}&j=0", headers={"Cookie": marek.cookies}) as response:
            assert response.status == 400
        assert (await oona.state())["seq"] == seq
        async with http.get(address, headers={"Cookie": marek.cookies}) as response:
            assert response.status == 200


@pytest.mark.parametrize("how", ["kicked", "signed out"])
async def test_who_is_sent_away_cannot_stay(site: Site, new_player: NewPlayer, new_raw: NewRaw, how: str) -> None:
    oona, marek = await seated(new_player)
    raw = await new_raw(site.url, cookies=marek.cookies)
    assert (await raw.connect({"game_code": oona.code}))["kind"] == "0"
    await raw.hear('42["presence_update"')
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as http:
        sid = await polled(http, marek, "40", f'42["join_game_room",{{"game_code":"{oona.code}"}}]')
        if how == "kicked":
            await oona.kick_player(marek.player_id)
        else:
            site.manage("shell", "-c", f"from games.models import *; Person.objects.filter(seats__public_id='{marek.player_id}').delete()")
        began = monotonic()
        await raw.hear("41", seconds=5)
        with contextlib.suppress(ConnectionError):
            for packet in ("40", f'40{{"game_code":"{oona.code}"}}', '42["chat_message",{"text":"Still here."}]'):
                await raw.send(packet)
        heard = await raw.until_ended(seconds=5)
        assert monotonic() - began < 5
        assert not [each for each in heard if each.startswith(("40", "42"))]
        headers, still = {"Cookie": marek.cookies}, '42["chat_message",{"text":"Still here."}]'
        async with http.post(f"{site.url}/socket.io/?EIO=4&transport=polling&sid={sid}", data=still, headers=headers) as response:
            assert response.status in (200, 400)  # 200 while it may still fetch its last words: nobody listens
    assert not [event for event in (await oona.replay())["events"] if event["event"] == "chat_message"]


@pytest.mark.parametrize("blind_pongs", [False, True])
async def test_those_who_do_not_read_cost_no_memory_and_catch_up(
    site: Site, new_player: NewPlayer, new_raw: NewRaw, blind_pongs: bool
) -> None:
    oona, marek = await seated(new_player)
    deaf = [await new_raw(site.url, cookies=marek.cookies, receive_buffer=4096) for _ in range(8)]
    for raw in deaf:
        assert (await raw.connect({"game_code": oona.code}))["kind"] == "0"
    before = resident(site)
    for line in range(700):  # about 30 MiB for the eight
        await oona.ask("chat_message", text=SMILES if line else "The first of many.")
        if blind_pongs and line % 100 == 0:
            for raw in deaf:
                with contextlib.suppress(ConnectionError):
                    await raw.send("3")
    grown = resident(site) - before
    print(f"resident: {before:.0f} MiB before, {before + grown:.0f} MiB after")
    assert grown < 12
    await marek.connect(auth={"game_code": oona.code, "last_seq": (await oona.state())["seq"] - 400})
    assert len((await marek.until("reconnect_sync"))["events"]) == 400


BAD_FRAMES = [
    "zz",
    "7",
    "8",
    "9x",
    "",
    "0",
    "4",
    "4[[[[",
    "b!!",
    "42[]",
    "42[NaN]",
    "450-",
    "49",
    '42["connect",{}]',
    "x" * 20_000,
    "4" + "[" * 12_000,
]


async def says_nonsense(oona: Player, http: aiohttp.ClientSession, frame: str) -> int:
    """The same frame over both transports; gives how often."""
    async with RawSocket(oona.url, cookies=oona.cookies) as raw:
        await raw.connect()
        with contextlib.suppress(ConnectionError):
            for _ in range(6):
                await raw.send(frame)
        with contextlib.suppress(EOFError, TimeoutError):
            await raw.hear("nothing", seconds=0.2)
    address = f"{oona.url}/socket.io/?EIO=4&transport=polling&sid={await polled(http, oona)}"
    async with http.post(address, data=frame, headers={"Cookie": oona.cookies}) as response:
        assert response.status in (200, 400)
    return 7


async def test_nobody_floods_the_log(new_site: NewSite, new_player: NewPlayer) -> None:
    site = new_site()
    oona = await new_player("Oona", at=site)
    begun = len(site.written())
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as http:
        tries = sum([await says_nonsense(oona, http, frame) for frame in BAD_FRAMES * 3])
    for _ in range(50):
        async with RawSocket(site.url, cookies="sessionid=nobody") as raw:
            assert (await raw.connect())["kind"] == "4"
    await asyncio.sleep(1)
    written = len(site.written()) - begun
    print(f"log: {written} bytes for {tries} bad frames and 50 refused connections")
    assert written < 200 * (len(BAD_FRAMES) * 3 + 50)  # by connection, not by frame
    assert b"Traceback" not in site.written()
    await oona.create_game()
    assert (await oona.enter())["ok"] is True


async def test_at_most_five_tabs_of_one_session(new_site: NewSite, new_player: NewPlayer, new_raw: NewRaw) -> None:
    site = new_site(RATE_LIMITS="on")
    oona = await new_player("Oona", at=site)
    for _ in range(5):
        raw = await new_raw(site.url, cookies=oona.cookies, headers={"X-Forwarded-For": "1.2.3.4"})
        assert (await raw.connect())["kind"] == "0"
    one_more = await new_raw(site.url, cookies=oona.cookies)
    told = (await one_more.connect())["data"]
    assert told["code"] == "TOO_MANY_CONNECTIONS"
    assert told["retry_after"] > 0
