"""Who is barred from the house has no socket: none is opened, and the open ones end within five seconds."""

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
import socketio
from django.contrib.auth.models import User

from games.models import Ban, Person
from games.services import bans, keeping
from tests.games.guests import Guest, at_turn, table
from tests.realtime.sockets import NewTab, off, post, until

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]

WHOM: dict[str, Any] = {"name": {"name_key": "sefu"}, "address": {"address": "127.0.0.1"}}


@pytest.fixture(autouse=True)
def _forgotten_bans() -> Iterator[None]:
    yield
    bans.forget()


@pytest.mark.parametrize("whom", WHOM)
async def test_open_sockets_end_and_say_why(tab: NewTab, whom: str) -> None:
    _, sefu = await off(table, 2)
    page = await tab(sefu).open()
    await page.enter()
    await off(Ban.objects.create, reason="insults", **WHOM[whom])
    told = await page.heard.until("error", code="KICKED", seconds=5)
    assert told["message"] == "A keeper has barred you from this house."
    await until(lambda: not page.connected, seconds=2)


@pytest.mark.parametrize("whom", WHOM)
async def test_none_is_opened(tab: NewTab, whom: str) -> None:
    sefu = await off(Guest, "Sefu")
    await off(Ban.objects.create, reason="insults", **WHOM[whom])
    bans.forget()
    page = tab(sefu)
    with pytest.raises(socketio.exceptions.ConnectionError):
        await page.open()
    assert page.refused["data"]["code"] == "KICKED"


async def test_an_accounts_ban_follows_the_account(tab: NewTab) -> None:
    _, sefu = await off(table, 2)

    def take_account() -> User:
        user = User.objects.create_user("sefu")
        Person.objects.filter(name="Sefu").update(user=user)
        return user

    user = await off(take_account)
    await off(Ban.objects.create, reason="insults", user=user)
    bans.forget()
    with pytest.raises(socketio.exceptions.ConnectionError):
        await tab(sefu).open()


async def test_somebody_disconnected_by_a_keeper_is_off_every_line(tab: NewTab) -> None:
    _, sefu = await off(table, 2)
    pages = [await tab(sefu).open(), await tab(sefu).open()]
    keeper = await off(User.objects.create_user, "keeper")
    person = await off(Person.objects.get, name="Sefu")
    await off(keeping.disconnect_by_keeper, person=person, keeper=keeper)
    await until(lambda: not any(page.connected for page in pages), seconds=5)


async def test_who_was_replaced_by_a_bot_hears_no_further_whisper(tab: NewTab) -> None:
    host, sefu = await off(at_turn, 2)
    keeper = await off(User.objects.create_user, "keeper")
    page = await tab(sefu).open()
    await page.enter()
    await off(keeping.replace_by_keeper, code=sefu.code, keeper=keeper, player_id=sefu.seat)
    await until(lambda: not page.connected, seconds=5)
    again = await tab(sefu).open()
    assert (await again.enter())["role"] == "spectator"
    await post(host, "resolve_turn", force=True)
    await post(host, "generate_scenario")
    await again.heard.until("new_scenario", turn_number=2)
    await asyncio.sleep(0.3)
    assert "whisper" not in page.heard.names() + again.heard.names()
