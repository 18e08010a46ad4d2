"""What ends somebody's connections ends them on every server: signing out, a kick, a ban."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from secrets import token_urlsafe
from time import monotonic

import aiohttp
import pytest

from tests.conftest import NewPlayer, NewSite
from tests.support.player import Player
from tests.support.raw import RawSocket
from tests.support.site import Site

ENDS_WITHIN = 10.0
"""Twice what is promised, for a machine that does much else. Who answers no ping would be ended after twelve."""
Pair = tuple[Site, Site]


@pytest.fixture
def pair(new_site: NewSite, redis_url: str, new_postgres_database: Callable[[], str]) -> Pair:
    shared = {"database_url": new_postgres_database(), "redis_url": redis_url, "SECRET_KEY": token_urlsafe(60)}
    return new_site(**shared), new_site(**shared)


@asynccontextmanager
async def on_the_line(player: Player, at: Site, headers: str = "") -> AsyncIterator[RawSocket]:
    """A socket of the player's at one of the servers, in the room."""
    async with RawSocket(at.url, cookies=headers or player.cookies) as raw:
        assert (await raw.connect({"game_code": player.code}))["kind"] == "0"
        await raw.hear('42["reconnect_sync"')
        yield raw


async def ended(raw: RawSocket) -> list[str]:
    """Waits until it has ended; what was heard until then."""
    began = monotonic()
    heard = await raw.until_ended(seconds=20)
    assert monotonic() - began < ENDS_WITHIN
    return heard


async def test_who_signs_out_at_one_server_is_off_the_line_at_another(pair: Pair) -> None:
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as http:
        await _sign_up(http, pair[0], "Oona")
        code = await _lay_table(http, pair[0])
        cookies = f"sessionid={_cookie(http, 'sessionid')}"
        async with RawSocket(pair[1].url, cookies=cookies) as raw:
            assert (await raw.connect({"game_code": code}))["kind"] == "0"
            await raw.hear('42["reconnect_sync"')
            async with http.post(f"{pair[0].url}/accounts/logout/", data=_form(http), allow_redirects=False) as response:
                assert response.status == 302
            assert [each for each in await ended(raw) if "SESSION_EXPIRED" in each]


async def test_another_password_at_one_server_ends_the_other_devices_at_both(pair: Pair) -> None:
    jars = [aiohttp.CookieJar(unsafe=True) for _ in range(2)]
    async with aiohttp.ClientSession(cookie_jar=jars[0]) as here, aiohttp.ClientSession(cookie_jar=jars[1]) as there:
        password = await _sign_up(here, pair[0], "Oona")
        code = await _lay_table(here, pair[0])
        await _send(there, f"{pair[1].url}/accounts/login/", username="Oona", password=password)
        cookies = f"sessionid={_cookie(there, 'sessionid')}"
        async with RawSocket(pair[0].url, cookies=cookies) as one, RawSocket(pair[1].url, cookies=cookies) as other:
            for raw in (one, other):
                assert (await raw.connect({"game_code": code}))["kind"] == "0"
                await raw.hear('42["reconnect_sync"')
            new = token_urlsafe(16)
            await _send(here, f"{pair[0].url}/accounts/password_change/", old_password=password, new_password1=new, new_password2=new)
            for heard in await asyncio.gather(ended(one), ended(other)):
                assert [each for each in heard if "SESSION_EXPIRED" in each]
        async with RawSocket(pair[1].url, cookies=f"sessionid={_cookie(here, 'sessionid')}") as raw:
            assert (await raw.connect({"game_code": code}))["kind"] == "0"


async def test_who_is_kicked_at_one_server_is_out_of_the_room_at_another(pair: Pair, new_player: NewPlayer) -> None:
    oona, sefu = await new_player("Oona", at=pair[0]), await new_player("Sefu", at=pair[1])
    await oona.create_game()
    await sefu.join_game(oona.code)
    async with on_the_line(sefu, pair[1]) as raw:
        await oona.kick_player(sefu.player_id)
        async with asyncio.timeout(ENDS_WITHIN):
            await raw.hear('42["player_kicked"')
        heard = await ended(raw)
    assert not [each for each in heard if "chat_message" in each]


async def test_who_is_barred_is_off_the_line_at_every_server(pair: Pair, new_player: NewPlayer) -> None:
    sefu = await new_player("Sefu", at=pair[0])
    await sefu.create_game()
    async with on_the_line(sefu, pair[0]) as here, on_the_line(sefu, pair[1]) as there:
        pair[0].manage("shell", "-c", "from games.models import Ban; Ban.objects.create(name_key='sefu', reason='insults')")
        for heard in await asyncio.gather(ended(here), ended(there)):
            assert [each for each in heard if "KICKED" in each]


async def _sign_up(http: aiohttp.ClientSession, site: Site, name: str) -> str:
    """Gives the password."""
    password = token_urlsafe(16)
    await _send(http, f"{site.url}/accounts/signup/", username=name, password1=password, password2=password)
    return password


async def _send(http: aiohttp.ClientSession, address: str, **entry: str) -> None:
    """Opens the page of a form and sends it filled in."""
    await http.get(address)
    async with http.post(address, data={**_form(http), **entry}, allow_redirects=False) as response:
        assert response.status == 302, await response.text()


async def _lay_table(http: aiohttp.ClientSession, site: Site) -> str:
    headers = {"X-CSRFToken": _cookie(http, "csrftoken")}
    async with http.post(f"{site.url}/api/create_game", json={}, headers=headers) as response:
        return str((await response.json())["game_code"])


def _form(http: aiohttp.ClientSession) -> dict[str, str]:
    return {"csrfmiddlewaretoken": _cookie(http, "csrftoken")}


def _cookie(http: aiohttp.ClientSession, name: str) -> str:
    return next(cookie.value for cookie in http.cookie_jar if cookie.key == name)
