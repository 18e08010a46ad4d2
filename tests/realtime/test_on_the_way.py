"""Whoever is on the way into a room misses no secret and escapes no kick, however long the way takes."""

import asyncio
from typing import Any

import pytest
from django.db import OperationalError

from games.models import Person
from games.outbox import Published
from games.services import seats
from realtime import entrance, hearing, history, watch
from realtime.connections import connections
from tests.games.guests import Guest, begun, table
from tests.games.storyteller import whisper_for
from tests.realtime.sockets import Hold, NewTab, off, post, until
from tests.realtime.test_rooms import inside

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]

A_MOMENT = 0.3
WISHES: list[dict[str, Any]] = [{}, {"last_seq": 0}]


@pytest.fixture(autouse=True)
def _no_second_look(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is not heard at once is not made good by looking again."""
    monkeypatch.setattr(watch, "SESSION_SECONDS", 3600)
    monkeypatch.setattr(watch, "HISTORY_SECONDS", 3600)


@pytest.mark.parametrize("others_inside", [True, False])
@pytest.mark.parametrize("wish", WISHES)
async def test_a_whisper_reaches_whoever_is_at_the_door(tab: NewTab, hold: Hold, others_inside: bool, wish: Any) -> None:
    host, sefu = await off(begun, 2)
    if others_inside:
        await inside(tab, host)
    page = await tab(sefu).open()
    go = hold(entrance, "_enter")
    await page.done("join_game_room", game_code=sefu.code, **wish)
    await post(host, "generate_scenario")
    await asyncio.sleep(A_MOMENT)
    go.set()
    await page.heard.until("whisper", whisper=whisper_for("Sefu", 1))
    await page.done("ping")
    names = page.heard.names()
    assert names.index("new_scenario") < names.index("whisper")
    assert (names.count("new_scenario"), names.count("whisper")) == (1, 1)


async def test_a_whisper_that_the_state_told_is_not_told_again(tab: NewTab, hold: Hold) -> None:
    host, sefu = await off(begun, 2)
    await inside(tab, host)
    page = await tab(sefu).open()
    go = hold(entrance, "_read")
    coming = asyncio.create_task(page.done("reconnect", game_code=sefu.code, last_seq=0))
    await until(lambda: any(room.joining for room in history._rooms.values()))
    await post(host, "generate_scenario")
    await asyncio.sleep(A_MOMENT)
    go.set()
    await coming
    assert (await page.heard.until("reconnect_sync"))["you"]["whisper"] == whisper_for("Sefu", 1)
    await page.done("ping")
    assert "whisper" not in page.heard.names()


@pytest.mark.parametrize("wish", WISHES)
async def test_a_kick_at_the_door_ends_the_connection(tab: NewTab, hold: Hold, wish: Any) -> None:
    host, sefu = await off(table, 2)
    await inside(tab, host)
    page = await tab(sefu).open()
    go = hold(entrance, "_enter")
    await page.done("join_game_room", game_code=sefu.code, **wish)
    await post(host, "kick_player", player_id=sefu.seat)
    await post(host, "chat_message", text="Gone at last.")
    await asyncio.sleep(A_MOMENT)
    go.set()
    await page.heard.until("error", code="KICKED")
    await until(lambda: not page.connected)
    assert page.heard.names() == ["player_kicked", "error"]


async def test_a_kick_before_the_door_is_reached_refuses(tab: NewTab, hold: Hold) -> None:
    host, sefu = await off(table, 2)
    page = await tab(sefu).open()
    go = hold(history, "begin")
    coming = asyncio.create_task(page.refusal("join_game_room", game_code=sefu.code, last_seq=0))
    await asyncio.sleep(A_MOMENT)
    await post(host, "kick_player", player_id=sefu.seat)
    await asyncio.sleep(A_MOMENT)
    go.set()
    assert await coming == "KICKED"
    assert page.heard.names() == ["error"]
    assert not history._rooms and not connections._by_game


async def test_who_stands_up_at_the_door_is_not_let_in(tab: NewTab, hold: Hold) -> None:
    host, sefu = await off(table, 2)
    await inside(tab, host)
    page = await tab(sefu).open()
    go = hold(entrance, "_enter")
    await page.done("join_game_room", game_code=sefu.code)
    await post(sefu, "leave_game")
    await post(host, "chat_message", text="Gone at last.")
    await asyncio.sleep(A_MOMENT)
    go.set()
    await page.heard.until("player_left")
    await until(lambda: not [each for each in connections if each.player_id == sefu.seat])
    await page.done("ping")
    assert "chat_message" not in page.heard.names() and page.connected


async def test_who_sits_down_again_stays_when_their_leaving_is_told_late(tab: NewTab, monkeypatch: pytest.MonkeyPatch) -> None:
    host, sefu = await off(table, 2)
    page = (await inside(tab, host, sefu))[1]
    held: list[Published] = []
    monkeypatch.setattr("games.outbox.publish", held.append)
    await post(sefu, "leave_game")
    await off(sefu.join, host.code)
    await page.done("join_game_room", game_code=host.code, last_seq=0)
    await page.heard.until("reconnect_sync")
    for published in held:
        hearing.hear(published)
    await asyncio.sleep(A_MOMENT)
    await post(host, "chat_message", text="Back again?")
    hearing.hear(held[-1])
    assert (await page.heard.until("chat_message"))["text"] == "Back again?"


async def test_what_is_asked_right_after_the_answer_is_asked_inside(tab: NewTab, hold: Hold) -> None:
    host, sefu = await off(table, 2)
    elsewhere = await off(Guest, "Tarek")
    await off(elsewhere.create)
    person = await off(Person.objects.get, name="Sefu")
    await off(lambda: seats.join(person=person, code=elsewhere.code))
    (other,) = await inside(tab, host)
    page = await tab(sefu).open()
    go = hold(entrance, "_enter")
    await page.done("join_game_room", game_code=host.code)
    asked = [asyncio.create_task(page.done(name)) for name in ("request_presence", "turn_resolved")]
    said = asyncio.create_task(page.done("chat_message", text="Which table is this?"))
    await asyncio.sleep(A_MOMENT)
    go.set()
    await asyncio.gather(*asked, said)
    assert (await other.heard.until("chat_message"))["player_id"] == sefu.seat


async def test_two_tabs_that_open_at_once_are_one_arrival(tab: NewTab, hold: Hold) -> None:
    host, sefu = await off(table, 2)
    (page,) = await inside(tab, host)
    tabs = [await tab(sefu).open() for _ in range(2)]
    go = hold(entrance, "_enter")
    for each in tabs:
        await each.done("join_game_room", game_code=sefu.code)
    go.set()
    for each in tabs:
        await each.heard.until("presence_update")
    await page.done("ping")
    assert [name for name in page.heard.names() if name.startswith("player_")] == ["player_joined", "player_connected"]


async def test_a_database_that_fails_leaves_everybody_where_they_were(tab: NewTab, monkeypatch: pytest.MonkeyPatch) -> None:
    host, sefu = await off(table, 2)
    (page,) = await inside(tab, sefu)
    outside = await tab(host).open()

    def fail(*_: Any) -> Any:
        raise OperationalError("gone")

    with monkeypatch.context() as broken:
        broken.setattr(entrance, "_state_and_joined", fail)
        for each in (page, outside):
            assert await each.refusal("reconnect", game_code=sefu.code, last_seq=0) == "SERVICE_UNAVAILABLE"
    await page.done("chat_message", text="Still here.")
    await page.heard.until("chat_message")
    assert "chat_message" not in outside.heard.names()
    assert await outside.refusal("request_presence") == "NO_GAME"
