"""The fast way stays fast: what comes in order is told without a query, and encoded once for the whole room."""

import asyncio
from typing import Any

import pytest

from realtime import history
from realtime.transport import fanout
from tests.games.guests import Guest, table
from tests.realtime.sockets import NewTab, off, until
from tests.realtime.test_rooms import inside

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("quiet_watch")]
MESSAGES = 20


def talk(guest: Guest) -> None:
    for number in range(MESSAGES):
        guest.act("chat_message", text=f"{number}")


async def test_what_comes_in_order_is_told_without_reading(tab: NewTab, monkeypatch: pytest.MonkeyPatch) -> None:
    host, sefu = await off(table, 2)
    pages = await inside(tab, host, sefu)
    read: list[Any] = []
    monkeypatch.setattr(history, "_read", lambda *what: read.append(what) or [])
    monkeypatch.setattr(history, "_seqs", lambda *what: read.append(what) or [])
    await off(talk, host)
    await until(lambda: all(len(page.heard.of("chat_message")) == MESSAGES for page in pages))
    assert read == []


async def test_a_fact_is_encoded_once_for_the_whole_room(tab: NewTab, monkeypatch: pytest.MonkeyPatch) -> None:
    host, sefu = await off(table, 2)
    pages = await asyncio.gather(*(_inside(tab, guest) for guest in (host, sefu, host, sefu)))
    encode, encoded = fanout.parcels_of, []

    def counting(event: str, *more: Any) -> Any:
        encoded.append(event)
        return encode(event, *more)

    monkeypatch.setattr(fanout, "parcels_of", counting)
    await off(talk, host)
    await until(lambda: all(len(page.heard.of("chat_message")) == MESSAGES for page in pages))
    assert encoded.count("chat_message") == MESSAGES


async def _inside(tab: NewTab, guest: Guest) -> Any:
    (page,) = await inside(tab, guest)
    return page
