"""How many lines one session, one address and one process may hold, and how fast they may connect."""

import asyncio
import contextlib
from collections.abc import Callable
from typing import Any

import aiohttp
import pytest
from socketio.exceptions import ConnectionError as Refused

from realtime import limits
from realtime.addresses import address_of
from realtime.connections import connections
from realtime.limits import Buckets, Rate
from realtime.lines import Lines
from tests.games.guests import NAMES, Guest
from tests.realtime.sockets import NewTab, NewWire, Tab, off

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]


@pytest.fixture
def limited(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.RATE_LIMITS = True
    monkeypatch.setattr(limits, "_buckets", Buckets())


async def refusal(page: Tab, **how: Any) -> dict[str, Any]:
    with pytest.raises(Refused):
        await page.open(**how)
    told: dict[str, Any] = page.refused["data"]
    return told


async def opened_as_soon_as_there_is_room(new: Callable[[], Tab]) -> None:
    """Redis hears of a line that ended a moment after we do."""
    async with asyncio.timeout(5):
        while True:
            with contextlib.suppress(Refused):
                await new().open()
                return
            await asyncio.sleep(0.05)


@pytest.mark.usefixtures("limited")
async def test_five_tabs_of_one_session(tab: NewTab) -> None:
    oona, sefu = await off(Guest, "Oona"), await off(Guest, "Sefu")
    pages = [await tab(oona).open() for _ in range(limits.MOST_OF_SESSION)]
    told = await refusal(tab(oona))
    assert told["code"] == "TOO_MANY_CONNECTIONS" and told["message"] and told["retry_after"] > 0
    assert (await tab(sefu).open()).connected
    await pages[0].close()
    await opened_as_soon_as_there_is_room(lambda: tab(oona))


@pytest.mark.usefixtures("limited")
@pytest.mark.parametrize("most", ["MOST_OF_ADDRESS", "MOST_OF_PROCESS"])
async def test_those_of_one_address_and_of_one_process(tab: NewTab, monkeypatch: pytest.MonkeyPatch, most: str) -> None:
    monkeypatch.setattr(limits, most, 3)
    guests = [await off(Guest, name) for name in NAMES[:4]]
    pages = [tab(guest) for guest in guests]
    for page in pages[:3]:
        await page.open()
    assert (await refusal(pages[3]))["code"] == "TOO_MANY_CONNECTIONS"
    await pages[0].drop()
    await opened_as_soon_as_there_is_room(lambda: tab(guests[3]))


@pytest.mark.usefixtures("limited")
async def test_all_at_once_get_no_more_than_one_after_the_other(tab: NewTab) -> None:
    oona = await off(Guest, "Oona")
    pages = [tab(oona) for _ in range(12)]
    came = await asyncio.gather(*(page.open() for page in pages), return_exceptions=True)
    assert sum(not isinstance(each, Exception) for each in came) == limits.MOST_OF_SESSION
    assert len(list(connections)) == limits.MOST_OF_SESSION


@pytest.mark.usefixtures("limited")
async def test_connecting_too_often(tab: NewTab, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(limits.RATES, "connect", Rate(burst=3, per_second=1))
    oona = await off(Guest, "Oona")
    for _ in range(3):
        await (await tab(oona).open()).close()
    told = await refusal(tab(oona))
    assert told["code"] == "TOO_MANY_CONNECTIONS"
    await asyncio.sleep(told["retry_after"] + 0.1)
    assert (await tab(oona).open()).connected


@pytest.mark.usefixtures("limited")
async def test_a_family_comes_back_together(tab: NewTab) -> None:
    """Eight people with two tabs each behind one router, after a restart."""
    family = [await off(Guest, name) for name in NAMES]
    pages = [tab(guest) for guest in family for _ in range(2)]
    await asyncio.gather(*(page.open() for page in pages))
    assert all(page.connected for page in pages)


@pytest.mark.usefixtures("limited")
async def test_asking_again_and_again_on_one_line_ends_it(wire: NewWire) -> None:
    page = await wire(None)
    for _ in range(40):
        await page.send("40")
    assert await page.hear("anything", seconds=3) == ""
    assert sum(each.startswith("44") for each in page.heard) < 10


@pytest.mark.usefixtures("limited")
async def test_lines_without_a_name_are_not_endless(wire: NewWire, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_OF_ADDRESS", 2)
    pages = [await wire(None) for _ in range(4)]
    with pytest.raises(aiohttp.WSServerHandshakeError):
        await wire(None)
    await pages[0].socket.close()
    await asyncio.sleep(0.2)
    await wire(None)


async def test_no_limits_where_they_are_off(tab: NewTab, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_OF_ADDRESS", 2)
    oona = await off(Guest, "Oona")
    pages = [await tab(oona).open() for _ in range(7)]
    assert all(page.connected for page in pages)


def test_lines_are_counted_exactly() -> None:
    lines = Lines()
    first, second = (lines.open(sid, "10.0.0.1", "abc") for sid in "ab")
    lines.name(first, "/")
    lines.name(first, "/admin")
    assert (lines.named, lines.named_of_session["abc"], lines.of_address["10.0.0.1"]) == (1, 1, 2)
    lines.unname(first, "/admin")
    lines.unname(first, "/never")
    assert lines.named == 1
    lines.end("a")
    lines.end("a")
    lines.end("b")
    assert not second.is_open
    assert (lines.named, len(lines), lines.of_address, lines.named_of_session) == (0, 0, {}, {})


# --- Addresses

FORGED = [(b"x-forwarded-for", b"1.2.3.4")]
TRUSTED = ["127.0.0.1", "10.0.0.0/8", "unix"]
ADDRESSES = [
    ([], "203.0.113.7", [], "203.0.113.7"),
    ([], "203.0.113.7", FORGED, "203.0.113.7"),
    ([], "127.0.0.1", FORGED, "127.0.0.1"),
    (TRUSTED, "203.0.113.7", FORGED, "203.0.113.7"),
    (TRUSTED, "127.0.0.1", FORGED, "1.2.3.4"),
    (TRUSTED, "127.0.0.1", [(b"x-forwarded-for", b"1.2.3.4, 203.0.113.7, 10.1.1.1")], "203.0.113.7"),
    (TRUSTED, "127.0.0.1", [(b"x-forwarded-for", b"1.2.3.4"), (b"X-Forwarded-For", b"203.0.113.7")], "203.0.113.7"),
    (TRUSTED, "127.0.0.1", [(b"x-forwarded-for", b"1.2.3.4, what?")], "127.0.0.1"),
    (TRUSTED, "127.0.0.1", [(b"x-forwarded-for", b"")], "127.0.0.1"),
    (TRUSTED, "127.0.0.1", [(b"x-forwarded-for", b"203.0.113.7:4711")], "203.0.113.7"),
    (TRUSTED, "127.0.0.1", [(b"x-forwarded-for", b"[2001:db8:1:2:3::4]:4711")], "2001:db8:1:2::/64"),
    (TRUSTED, "127.0.0.1", [], "127.0.0.1"),
    (TRUSTED, None, FORGED, "1.2.3.4"),
    ([], None, FORGED, "unix"),
    ([], "2001:db8:1:2:3::4", [], "2001:db8:1:2::/64"),
    ([], "::ffff:203.0.113.7", [], "203.0.113.7"),
]


@pytest.mark.parametrize(("trusted", "peer", "headers", "address"), ADDRESSES)
def test_only_trusted_proxies_say_who_connects(settings: Any, trusted: list[str], peer: str | None, headers: Any, address: str) -> None:
    settings.TRUSTED_PROXIES = trusted
    assert address_of({"client": (peer, 4711) if peer else None, "headers": headers}) == address
