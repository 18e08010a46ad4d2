"""Whoever watches a table and takes a chair there is a player on every page they have open, without asking anew."""

import asyncio
from typing import Any

import pytest

from realtime import entrance, history, watch
from realtime.connections import connections
from tests.games.guests import Guest, table
from tests.games.storyteller import whisper_for
from tests.realtime.sockets import Hold, NewTab, Tab, off, post, until
from tests.realtime.test_on_the_way import A_MOMENT
from tests.realtime.test_presence import about, online
from tests.realtime.test_rooms import inside

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]


@pytest.fixture(autouse=True)
def _no_second_look(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch, "SESSION_SECONDS", 3600)


async def watching(tab: NewTab, host: Guest, name: str = "Sefu", *, pages: int = 1) -> tuple[Guest, list[Tab]]:
    """Somebody without a chair, who watches the host's table on so many pages."""
    guest = await off(Guest, name)
    guest.code = host.code
    return guest, await inside(tab, *[guest] * pages)


async def seated(guest: Guest) -> None:
    """Takes a chair over HTTP, and waits until the pages are the player's."""
    await off(guest.join, guest.code)
    await until(lambda: all(each.player_id == guest.seat for each in connections if each.person.name == guest.name))


async def at_first_scene(host: Guest) -> None:
    await post(host, "start_game")
    await post(host, "generate_scenario")


@pytest.mark.parametrize("way", ["on connecting", "asked for"])
async def test_whoever_sits_down_is_a_player_at_once(tab: NewTab, way: str) -> None:
    (host,) = await off(table, 1)
    (page,) = await inside(tab, host)
    sefu = await off(Guest, "Sefu")
    own = await tab(sefu).open(auth={"game_code": host.code} if way == "on connecting" else None)
    if way == "asked for":
        await own.done("join_game_room", game_code=host.code)
    await page.heard.until("presence_update", spectators=1)
    await off(sefu.join, host.code)
    await page.heard.until("player_connected", player_id=sefu.seat)
    told = await own.heard.until("presence_update", online_players=[host.seat, sefu.seat])
    assert (told["total_players"], told["spectators"]) == (2, 0)
    assert page.heard.names()[-3:] == ["player_joined", "player_connected", "presence_update"]
    assert own.heard.names()[-2:] == ["player_joined", "presence_update"]
    await own.done("typing", is_typing=True)
    await page.heard.until("player_typing", player_id=sefu.seat)
    await at_first_scene(host)
    assert (await own.heard.until("whisper"))["whisper"] == whisper_for("Sefu", 1)
    await own.done("choice_submitted", choice="hold")


async def test_all_ones_pages_become_the_players_and_nobody_elses(tab: NewTab) -> None:
    (host,) = await off(table, 1)
    (page,) = await inside(tab, host)
    sefu, own = await watching(tab, host, pages=2)
    _, (other,) = await watching(tab, host, "Yun")
    await seated(sefu)
    assert (await online(page))["spectators"] == 1
    assert await other.refusal("typing", is_typing=True) == "SPECTATOR_READ_ONLY"
    await own[0].close()
    await at_first_scene(host)
    await own[1].heard.until("whisper", whisper=whisper_for("Sefu", 1))
    await other.heard.until("new_scenario")
    await other.done("ping")
    assert "whisper" not in other.heard.names()
    await own[1].close()
    await page.heard.until("player_disconnected")
    assert about(page, sefu) == ["player_connected", "player_disconnected"]


async def test_asking_for_the_room_afterwards_changes_nothing(tab: NewTab) -> None:
    (host,) = await off(table, 1)
    (page,) = await inside(tab, host)
    sefu, (own,) = await watching(tab, host)
    await off(sefu.join, host.code)
    assert (await own.enter())["role"] == "player"
    told = await online(page)
    assert (told["online_players"], told["spectators"]) == ([host.seat, sefu.seat], 0)
    assert about(page, sefu) == ["player_connected"]


@pytest.mark.parametrize("was_inside", [True, False])
async def test_whoever_sits_down_on_the_way_in_comes_in_as_a_player(tab: NewTab, hold: Hold, was_inside: bool) -> None:
    (host,) = await off(table, 1)
    (page,) = await inside(tab, host)
    sefu, (own,) = await watching(tab, host)
    if not was_inside:
        await own.done("leave_game_room")
    go = hold(entrance, "_enter")
    assert (await own.done("join_game_room", game_code=host.code))["role"] == "spectator"
    await off(sefu.join, host.code)
    await at_first_scene(host)
    await asyncio.sleep(A_MOMENT)
    go.set()
    assert (await own.heard.until("whisper"))["whisper"] == whisper_for("Sefu", 1)
    await page.heard.until("player_connected", player_id=sefu.seat)
    told = await online(page)
    assert (told["online_players"], told["spectators"]) == ([host.seat, sefu.seat], 0)
    await own.done("typing", is_typing=True)


async def test_whoever_sits_down_while_their_state_is_read_comes_in_as_a_player(tab: NewTab, monkeypatch: pytest.MonkeyPatch) -> None:
    (host,) = await off(table, 1)
    (page,) = await inside(tab, host)
    sefu = await off(Guest, "Sefu")
    own = await tab(sefu).open()
    read, go = entrance._read, asyncio.Event()

    async def read_before(*arguments: Any) -> Any:
        found = await read(*arguments)
        await go.wait()
        return found

    monkeypatch.setattr(entrance, "_read", read_before)
    coming = asyncio.create_task(own.done("join_game_room", game_code=host.code))
    await until(lambda: any(room.joining for room in history._rooms.values()))
    await asyncio.sleep(A_MOMENT)
    await off(sefu.join, host.code)
    await page.heard.until("player_joined", player_id=sefu.seat)
    go.set()
    await coming
    await page.heard.until("player_connected", player_id=sefu.seat)
    await own.done("typing", is_typing=True)


@pytest.mark.parametrize("how", ["left", "kicked"])
async def test_whoever_stands_up_again_is_let_go_of(tab: NewTab, how: str) -> None:
    (host,) = await off(table, 1)
    (page,) = await inside(tab, host)
    sefu, own = await watching(tab, host, pages=2)
    await off(sefu.join, host.code)
    await page.heard.until("player_connected", player_id=sefu.seat)
    await (post(sefu, "leave_game") if how == "left" else post(host, "kick_player", player_id=sefu.seat))
    await until(lambda: [each.person.name for each in connections if each.game_id is not None] == ["Oona"])
    await until(lambda: all(each.connected == (how == "left") for each in own))
    await page.heard.until("player_disconnected", player_id=sefu.seat)
    assert (await online(page))["spectators"] == 0


@pytest.mark.usefixtures("quiet_watch")
async def test_what_was_not_heard_of_is_made_good(tab: NewTab, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch, "SESSION_SECONDS", 0.1)
    (host,) = await off(table, 1)
    (page,) = await inside(tab, host)
    sefu, (own,) = await watching(tab, host)
    monkeypatch.setattr("games.outbox.publish", lambda published: None)
    await seated(sefu)
    await page.heard.until("player_connected", player_id=sefu.seat)
    await own.done("typing", is_typing=True)
