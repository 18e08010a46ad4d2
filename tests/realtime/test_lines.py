"""Who may hold a line to us, and what may be said on it."""

import asyncio

import aiohttp
import pytest

from games.models import Event
from realtime import lines, watch
from realtime.connections import connections
from realtime.server import PING_INTERVAL
from tests.games.guests import Guest, table
from tests.realtime.sockets import NewTab, NewWire, Poll, Wire, cookie_of, off, opened, until

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "CONNECT_SECONDS", 0.3)
    monkeypatch.setattr(watch, "NAMELESS_SECONDS", 0.1)


# --- Nameless


@pytest.mark.usefixtures("impatient")
async def test_who_never_says_who_they_are_is_ended(wire: NewWire) -> None:
    page = await wire(None)
    assert await page.hear("1", seconds=2) == "1"
    assert await page.hear("anything", seconds=2) == ""


@pytest.mark.usefixtures("impatient")
async def test_who_is_not_believed_is_ended(wire: NewWire) -> None:
    page = await wire(None)
    await page.send("40")
    assert "AUTH_REQUIRED" in await page.hear("44")
    assert await page.hear("anything", seconds=2) == ""


@pytest.mark.usefixtures("impatient")
async def test_who_went_out_is_ended(wire: NewWire) -> None:
    page = await wire(await off(Guest, "Oona"))
    await asyncio.sleep(0.6)
    assert (await page.answer('425["ping",{}]', 5))["ok"] is True
    await page.send("41")
    await until(lambda: not list(connections))
    assert await page.hear("anything", seconds=2) == ""


@pytest.mark.usefixtures("impatient")
async def test_polling_without_a_name_is_ended(poll: Poll) -> None:
    guest = await off(Guest, "Oona")
    sid = await opened(poll, guest)
    assert await poll(guest, sid) == (200, "1")
    assert (await poll(guest, sid))[0] == 400
    assert (await poll(guest, sid, post="40"))[0] == 400


# --- Long polling belongs to the session that began it


async def test_polling_is_refused_to_whoever_did_not_begin_it(poll: Poll) -> None:
    oona, sefu = await off(table, 2)
    sid = await opened(poll, sefu)
    assert await poll(sefu, sid, post="40") == (200, "OK")
    assert '"sid"' in (await poll(sefu, sid))[1]
    say = '42["chat_message",{"text":"It was me."}]'
    enter = f'420["join_game_room",{{"game_code":"{sefu.code}"}}]'
    assert await poll(sefu, sid, post=enter) == (200, "OK")
    told = await off(Event.objects.count)
    for stranger in (None, oona):
        assert (await poll(stranger, sid, post=say))[0] == 401
        assert (await poll(stranger, sid))[0] == 401
        assert (await poll(stranger, sid, post="1"))[0] == 401
    assert await off(Event.objects.count) == told
    assert await poll(sefu, sid, post=say) == (200, "OK")
    assert await off(Event.objects.count) == told + 1


async def test_nobody_takes_a_line_over_into_a_websocket(server: str, poll: Poll) -> None:
    oona, sefu = await off(table, 2)
    sid = await opened(poll, sefu)
    async with aiohttp.ClientSession() as http:
        for stranger in (None, oona):
            headers = {"Cookie": cookie_of(stranger)} if stranger else {}
            with pytest.raises(aiohttp.WSServerHandshakeError):
                await http.ws_connect(f"{server}/socket.io/?EIO=4&transport=websocket&sid={sid}", headers=headers)
        own = await http.ws_connect(f"{server}/socket.io/?EIO=4&transport=websocket&sid={sid}", headers={"Cookie": cookie_of(sefu)})
        page = Wire(own)
        await page.send("2probe")
        assert await page.hear("3probe") == "3probe"
        await page.send("5")
        await page.send("40")
        assert await page.hear("40")
        await own.close()


@pytest.mark.parametrize("number", ["0", "7", "", "x"])
async def test_jsonp_is_refused(poll: Poll, number: str) -> None:
    oona = await off(Guest, "Oona")
    assert (await poll(oona, more=f"&j={number}"))[0] == 400
    sid = await opened(poll, oona)
    assert (await poll(oona, sid, post="40", more=f"&j={number}"))[0] == 400
    assert not list(connections)


# --- What is no Engine.IO


BROKEN = ["zz", "", "7", "8x", "9", "0", "b!", "4[[[[", "3" + "[" * 9000, "4{}", "²", "2\x00"]


@pytest.mark.parametrize("frame", BROKEN)
async def test_what_is_no_engine_frame_ends_the_line_quietly(
    wire: NewWire, poll: Poll, caplog: pytest.LogCaptureFixture, frame: str
) -> None:
    guest = await off(Guest, "Oona")
    page = await wire(guest)
    await page.send(frame)
    assert await page.hear("anything", seconds=3) == ""
    sid = await opened(poll, guest)
    assert (await poll(guest, sid, post=frame))[0] == 400
    assert await poll(guest, sid) == (200, "1")
    assert (await poll(guest, sid))[0] == 400
    said = [record for record in caplog.records if record.name.startswith(("engineio", "socketio", "realtime"))]
    assert [(record.getMessage(), record.exc_info) for record in said if record.levelname != "INFO"] == []
    assert len(said) <= 2


async def test_too_much_at_once_ends_the_line(poll: Poll, wire: NewWire) -> None:
    guest = await off(Guest, "Oona")
    sid = await opened(poll, guest)
    assert (await poll(guest, sid, post="4" + "0" * 70_000))[0] == 413
    sid = await opened(poll, guest)
    assert (await poll(guest, sid, post="\x1e".join(["3"] * 257)))[0] == 400
    page = await wire(guest)
    await page.send("4" + "0" * 70_000)
    assert await page.hear("anything", seconds=3) == ""


# --- What is left of a line


@pytest.mark.parametrize("how", ["close", "drop"])
async def test_nothing_waits_for_a_line_that_has_ended(tab: NewTab, how: str, transport: str) -> None:
    page = await tab(await off(Guest, "Oona")).open()
    assert len(next_pings()) == (0 if transport == "fast" else 1)
    await getattr(page, how)()
    await until(lambda: not next_pings(), seconds=PING_INTERVAL / 2)


def next_pings() -> list[object]:
    """The tasks that wait to ping somebody. Each keeps all that belongs to its line."""
    return [task for task in asyncio.all_tasks() if getattr(task.get_coro(), "__name__", "") == "_send_ping"]
