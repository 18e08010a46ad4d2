"""Who is online, counted by people; who is writing; who may stay."""

import asyncio
from typing import Any

import pytest
from django.contrib.auth.models import User

from games.models import Person, PersonSession
from games.services import keeping
from realtime import attendance, elsewhere, history, presence, typing, watch
from realtime.connections import connections
from tests.games.guests import Guest, begun, table
from tests.realtime.sockets import Hold, NewTab, Tab, off, post, until
from tests.realtime.test_rooms import inside

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]


async def online(page: Tab) -> dict[str, Any]:
    """What the page is told when it asks."""
    count = len(page.heard.of("presence_update"))
    await page.done("request_presence")
    await until(lambda: len(page.heard.of("presence_update")) > count)
    told: dict[str, Any] = page.heard.of("presence_update")[-1]
    assert set(told) == {"online_players", "total_players", "players", "spectators", "seq"}
    assert [each["player_id"] for each in told["players"] if each["online"]] == told["online_players"]
    return told


def about(page: Tab, guest: Guest) -> list[str]:
    """What a page has heard of somebody's coming and going."""
    names = ("player_connected", "player_reconnected", "player_disconnected")
    return [heard.event for heard in page.heard.all if heard.event in names and heard.data["player_id"] == guest.seat]


async def test_coming_and_going_is_told_to_the_others(tab: NewTab) -> None:
    host, sefu = await off(table, 2)
    (page,) = await inside(tab, host)
    assert (await online(page))["online_players"] == [host.seat]
    (other,) = await inside(tab, sefu)
    told = await page.heard.until("player_connected")
    assert (told["player_id"], told["player_name"]) == (sefu.seat, "Sefu")
    assert (await online(page))["online_players"] == [host.seat, sefu.seat]
    assert about(other, sefu) == [] == about(page, host)
    await other.close()
    await page.heard.until("player_disconnected", player_id=sefu.seat)
    assert (await online(page))["online_players"] == [host.seat]
    await inside(tab, sefu)
    await page.heard.until("player_reconnected", player_id=sefu.seat)
    assert about(page, sefu) == ["player_connected", "player_disconnected", "player_reconnected"]


async def test_a_second_tab_changes_nothing(tab: NewTab) -> None:
    host, sefu = await off(table, 2)
    page, first, second = await inside(tab, host, sefu, sefu)
    assert about(page, sefu) == ["player_connected"]
    await first.close()
    await until(lambda: len(list(connections)) == 2)
    assert not presence._leaving
    assert (await online(page))["online_players"] == [host.seat, sefu.seat]
    await second.close()
    await page.heard.until("player_disconnected")
    assert about(page, sefu) == ["player_connected", "player_disconnected"]


@pytest.mark.parametrize("how", ["close", "drop"])
async def test_a_reload_is_silent(tab: NewTab, monkeypatch: pytest.MonkeyPatch, how: str) -> None:
    monkeypatch.setattr(presence, "GRACE_SECONDS", 30)
    host, sefu = await off(table, 2)
    page, other = await inside(tab, host, sefu)
    for _ in range(3):
        await getattr(other, how)()
        await until(lambda: bool(presence._leaving))
        assert sefu.seat in (await online(page))["online_players"]
        (other,) = await inside(tab, sefu)
        assert not presence._leaving
    assert about(page, sefu) == ["player_connected"]


async def test_who_is_back_before_their_going_is_told_is_not_gone(tab: NewTab, monkeypatch: pytest.MonkeyPatch) -> None:
    asked, go, read = asyncio.Event(), asyncio.Event(), presence.in_database

    async def slowly(act: Any, *arguments: Any) -> Any:
        if act is presence._named:
            asked.set()
            await go.wait()
        return await read(act, *arguments)

    host, sefu = await off(table, 2)
    page, other = await inside(tab, host, sefu)
    monkeypatch.setattr(presence, "in_database", slowly)
    await other.close()
    await asked.wait()
    await inside(tab, sefu)
    await page.heard.until("player_reconnected")
    over, tell_all = asyncio.Event(), presence._tell_all

    async def noted(game_id: int) -> None:
        await tell_all(game_id)
        over.set()

    monkeypatch.setattr(presence, "_tell_all", noted)
    go.set()
    await over.wait()
    await page.done("ping")
    assert about(page, sefu) == ["player_connected", "player_reconnected"]


async def test_the_state_tells_who_is_online_over_both_doors(tab: NewTab) -> None:
    host, sefu = await off(table, 2)
    (page,) = await inside(tab, host)
    await page.done("reconnect", game_code=host.code)
    states = [await page.heard.until("reconnect_sync"), await off(sefu.read, "game_state")]
    for state in states:
        assert [player["online"] for player in state["players"]] == [True, False]


@pytest.mark.parametrize("how", ["a bot sits down", "sits down", "stands up", "is kicked", "is replaced"])
async def test_a_chair_taken_or_left_without_a_page_is_told_once(tab: NewTab, how: str) -> None:
    host, sefu = await off(begun if how == "is replaced" else table, 2)
    ines = await off(Guest, "Ines")
    keeper = await off(User.objects.create_user, "keeper")
    (page,) = await inside(tab, host)
    before = len(page.heard.all)
    if how == "a bot sits down":
        await post(host, "add_bot")
    elif how == "sits down":
        await off(ines.join, host.code)
    elif how == "stands up":
        await post(sefu, "leave_game")
    elif how == "is kicked":
        await post(host, "kick_player", player_id=sefu.seat)
    else:
        await off(keeping.replace_by_keeper, code=host.code, keeper=keeper, player_id=sefu.seat)
    await until(lambda: "presence_update" in page.heard.names()[before:])
    await asyncio.sleep(2 * presence.GRACE_SECONDS)
    await page.done("ping")
    told = [heard for heard in page.heard.all[before:] if heard.event not in ("announcement", "class_chosen", "pong")]
    fact = {"stands up": "player_left", "is kicked": "player_kicked"}.get(how, "player_joined")
    assert [heard.event for heard in told] == [fact, "presence_update"]
    total, there = {"a bot sits down": (3, 2), "sits down": (3, 1), "is replaced": (2, 2)}.get(how, (1, 1))
    assert (told[1].data["total_players"], len(told[1].data["online_players"])) == (total, there)


@pytest.mark.parametrize("how", ["stands up", "is kicked"])
async def test_whoever_had_a_page_and_has_no_chair_any_more_is_off_the_list_at_once(
    tab: NewTab, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    monkeypatch.setattr(presence, "GRACE_SECONDS", 1.0)
    host, sefu = await off(table, 2)
    page, _ = await inside(tab, host, sefu)
    before = len(page.heard.all)
    await (post(sefu, "leave_game") if how == "stands up" else post(host, "kick_player", player_id=sefu.seat))
    await page.heard.until("player_disconnected", player_id=sefu.seat)
    assert (await online(page))["total_players"] == 1
    names = [name for name in page.heard.names()[before:] if name != "pong"]
    assert names[1:] == ["presence_update", "player_disconnected", "presence_update"]  # the last of them was asked for


async def test_sitting_down_and_coming_in_are_two_changes(tab: NewTab) -> None:
    (host,) = await off(table, 1)
    (page,) = await inside(tab, host)
    before = len(page.heard.of("presence_update"))
    sefu = await off(Guest, "Sefu")
    await off(sefu.join, host.code)
    await page.heard.until("presence_update", total_players=2)
    await inside(tab, sefu)
    await page.done("ping")
    told = page.heard.of("presence_update")[before:]
    assert [(each["total_players"], each["online_players"]) for each in told] == [(2, [host.seat]), (2, [host.seat, sefu.seat])]


async def test_two_chairs_taken_at_once_are_both_on_the_last_list(tab: NewTab, hold: Hold) -> None:
    (host,) = await off(table, 1)
    (page,) = await inside(tab, host)
    before = len(page.heard.of("presence_update"))
    go = hold(presence, "update")
    for _ in range(3):
        await post(host, "add_bot")
    await asyncio.sleep(0.2)
    go.set()
    await page.heard.until("presence_update", total_players=4)
    await asyncio.sleep(0.2)
    await page.done("ping")
    assert len(page.heard.of("presence_update")) == before + 1  # once for all three, for nothing is new the second time


async def test_spectators_are_counted_by_person(tab: NewTab) -> None:
    host, yun, tarek = (await off(table, 1))[0], await off(Guest, "Yun"), await off(Guest, "Tarek")
    yun.code = tarek.code = host.code
    (page,) = await inside(tab, host)
    first, _, third = await inside(tab, yun, yun, tarek)
    assert (await online(page))["spectators"] == 2
    await first.close()
    await third.close()
    await until(lambda: len(list(connections)) == 2)
    assert (await online(page))["spectators"] == 1
    assert about(page, yun) == []


async def test_nobody_stays_online_who_left_while_entering(tab: NewTab) -> None:
    host, sefu = await off(table, 2)
    (page,) = await inside(tab, host)
    for _ in range(15):
        hasty = await tab(sefu).open(auth={"game_code": host.code, "last_seq": 0})
        await hasty.drop()
    await until(lambda: len(list(connections)) == 1 and not presence._leaving)
    assert (await online(page))["online_players"] == [host.seat]
    (room,) = history._rooms.values()
    await until(lambda: not room.joining)
    assert (await online(page))["online_players"] == [host.seat]


async def test_nobody_stays_online_who_left_while_their_coming_was_noted(tab: NewTab, hold: Hold, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(presence, "GRACE_SECONDS", 2.0)
    host, sefu = await off(table, 2)
    (page,) = await inside(tab, host)
    game_id = next(iter(history._rooms))
    go = hold(elsewhere, "add")
    for _ in range(2):
        hasty = await tab(sefu).open()
        await hasty.done("join_game_room", game_code=host.code)
        await until(lambda: sefu.seat in {each.player_id for each in connections})
        await asyncio.sleep(0.1)
        await hasty.close()
        await until(lambda: len(list(connections)) == 1)
    go.set()
    await until(lambda: not presence._leaving and not presence._left)
    await asyncio.sleep(0.3)  # Redis is told only then
    assert about(page, sefu)[-1:] != ["player_connected"]
    lines = await off(attendance.here_now, game_id) if elsewhere.is_shared() else []
    assert sefu.seat not in {line.player_id for line in lines}


async def test_everybodys_leaving_closes_the_room(tab: NewTab) -> None:
    pages = await inside(tab, *(await off(table, 2)))
    for page in pages:
        await page.close()
    await until(lambda: not history._rooms and not presence._leaving)
    assert not connections._by_game


async def test_typing_is_told_to_the_others_and_ends_by_itself(tab: NewTab, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typing, "ENDS_AFTER", 0.2)
    host, sefu = await off(table, 2)
    page, other = await inside(tab, host, sefu)
    await other.done("typing", is_typing=True)
    told = await page.heard.until("player_typing", is_typing=True)
    assert told == {"player_id": sefu.seat, "player_name": "Sefu", "is_typing": True}
    await page.heard.until("player_typing", is_typing=False)
    await other.done("typing", is_typing=True)
    await other.done("typing", is_typing=False)
    await other.done("typing", is_typing=True)
    await other.close()
    await until(lambda: len(page.heard.of("player_typing")) == 6)
    assert [each["is_typing"] for each in page.heard.of("player_typing")] == [True, False] * 3
    assert not other.heard.of("player_typing")
    assert not typing._writing


async def test_signing_out_ends_all_of_ones_sockets(tab: NewTab) -> None:
    host, sefu = await off(table, 2)
    page, first, second = await inside(tab, host, sefu, sefu)
    await off(sefu.client.logout)
    for each in (first, second):
        await until(lambda each=each: not each.connected, seconds=5)
        assert each.heard.of("error")[-1]["code"] == "SESSION_EXPIRED"
    assert page.connected


@pytest.mark.parametrize("how", ["session deleted", "session expired", "account deactivated", "person deleted"])
async def test_whatever_ends_a_session_ends_its_sockets(tab: NewTab, monkeypatch: pytest.MonkeyPatch, how: str) -> None:
    monkeypatch.setattr(watch, "SESSION_SECONDS", 0.1)
    guest = Guest()

    def arrive() -> None:
        guest.client.force_login(User.objects.create_user("oona", password="long-enough-words"))
        guest.create()

    def end() -> None:
        if how == "session deleted":
            PersonSession.objects.all().delete()
        elif how == "session expired":
            PersonSession.objects.update(expire_date="2020-01-01T00:00:00Z")
        elif how == "account deactivated":
            User.objects.update(is_active=False)
        else:
            Person.objects.all().delete()

    await off(arrive)
    (page,) = await inside(tab, guest)
    await off(end)
    await until(lambda: not page.connected, seconds=5)
    assert page.heard.of("error")[-1]["code"] == "SESSION_EXPIRED"
    with pytest.raises(Exception, match=r".*"):
        await tab(guest).open()
