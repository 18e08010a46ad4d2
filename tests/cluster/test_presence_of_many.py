"""Who is online, where several servers hold the lines."""

import asyncio
import signal
from secrets import token_urlsafe
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

import pytest
from redis import Redis

from realtime.attendance import LIVES_SECONDS
from realtime.elsewhere import LOST_AFTER
from tests.cluster.road import Road
from tests.conftest import NewPlayer, NewSite
from tests.support.player import Player
from tests.support.ports import HOST
from tests.support.services import running_redis
from tests.support.site import Site

SHOWN_WITHIN = 15
COMING_AND_GOING = ("player_connected", "player_reconnected", "player_disconnected")
Pair = tuple[Site, Site]


@pytest.fixture
def pair(new_site: NewSite, redis_url: str, new_postgres_database: Any) -> Pair:
    database, key = new_postgres_database(), token_urlsafe(60)
    one, other = (new_site(database_url=database, redis_url=redis_url, SECRET_KEY=key) for _ in range(2))
    return one, other


async def seated(pair: Pair, new_player: NewPlayer) -> tuple[Player, Player]:
    """Oona at one server, Sefu at the other, both in the room."""
    oona, sefu = await new_player("Oona", at=pair[0]), await new_player("Sefu", at=pair[1])
    await oona.create_game()
    await sefu.join_game(oona.code)
    await enter(oona)
    await enter(sefu)
    await oona.heard.until("player_connected", player_id=sefu.player_id)
    return oona, sefu


async def enter(player: Player) -> None:
    await player.connect(auth={"game_code": player.code})
    await player.heard.until("reconnect_sync")


async def online(player: Player) -> list[str]:
    """By names, as the player's own server tells it over both doors."""
    told = await player.ask("request_presence")
    assert told["ok"]
    state = await player.state()
    shown = [each["player_name"] for each in state["players"] if each["online"]]
    update = player.heard.of("presence_update")[-1]
    assert [each["player_name"] for each in update["players"] if each["online"]] == shown
    return shown


def about(player: Player, other: Player) -> list[str]:
    return [heard.event for heard in player.heard.all if heard.event in COMING_AND_GOING and heard.data["player_id"] == other.player_id]


async def test_all_servers_agree_who_is_here(pair: Pair, new_player: NewPlayer) -> None:
    oona, sefu = await seated(pair, new_player)
    assert await online(oona) == await online(sefu) == ["Oona", "Sefu"]
    elsewhere = await new_player("Ines", at=pair[0])
    await elsewhere.connect(auth={"game_code": oona.code})
    await sefu.heard.until("presence_update", spectators=1)
    await elsewhere.disconnect()
    await sefu.disconnect()
    await oona.heard.until("player_disconnected", player_id=sefu.player_id)
    assert await online(oona) == ["Oona"]
    assert (await sefu.state())["players"][0]["online"], "a server that holds no line of the game asks those that do"
    await enter(sefu)
    await oona.heard.until("player_reconnected", player_id=sefu.player_id)
    assert about(oona, sefu) == ["player_connected", "player_disconnected", "player_reconnected"]
    assert about(sefu, oona) == []


async def test_whoever_watches_at_two_servers_and_sits_down_is_a_player_at_both(pair: Pair, new_player: NewPlayer) -> None:
    oona, sefu, tab = await new_player("Oona", at=pair[0]), await new_player("Sefu", at=pair[0]), await new_player(at=pair[1])
    await oona.create_game()
    tab._http.cookie_jar.update_cookies({"sessionid": sefu.cookie("sessionid")}, tab._http._base_url)
    await enter(oona)
    for page in (sefu, tab):
        page.code = oona.code
        await enter(page)
    await oona.heard.until("presence_update", spectators=1)
    await sefu.join_game(oona.code)
    await oona.heard.until("player_connected", player_id=sefu.player_id)
    both = [oona.player_id, sefu.player_id]
    for player in (oona, sefu, tab):
        await player.heard.until("presence_update", online_players=both, spectators=0)
    await tab.ask("typing", is_typing=True)
    await oona.heard.until("player_typing", player_id=sefu.player_id)
    await oona.start_game()
    await oona.generate_scenario()
    for page in (sefu, tab):
        assert (await page.heard.until("whisper"))["whisper"] == (await sefu.get("my_whisper"))["whisper"]
    await sefu.disconnect()
    await asyncio.sleep(3)
    assert about(oona, sefu) == ["player_connected"]
    assert oona.heard.of("presence_update")[-1]["spectators"] == 0
    await tab.disconnect()
    await oona.heard.until("player_disconnected", player_id=sefu.player_id)


async def test_whoever_watches_and_asks_for_the_room_when_seated_is_counted_once(pair: Pair, new_player: NewPlayer) -> None:
    oona, sefu = await new_player("Oona", at=pair[0]), await new_player("Sefu", at=pair[1])
    await oona.create_game()
    await enter(oona)
    sefu.code = oona.code
    await enter(sefu)
    await oona.heard.until("presence_update", spectators=1)
    await sefu.join_game(oona.code)
    assert (await sefu.enter())["role"] == "player"
    await oona.heard.until("presence_update", online_players=[oona.player_id, sefu.player_id], spectators=0)
    assert about(oona, sefu) == ["player_connected"]


async def test_the_room_at_another_server_is_told_who_is_left(pair: Pair, new_player: NewPlayer) -> None:
    oona, sefu = await seated(pair, new_player)
    await oona.heard.until("presence_update", online_players=[oona.player_id, sefu.player_id])
    oona.heard.all.clear()
    await sefu.disconnect()
    update = await oona.heard.until("presence_update")
    assert oona.heard.names() == ["player_disconnected", "presence_update"]
    assert [each["online"] for each in update["players"]] == [True, False]


async def test_going_over_to_another_server_is_silent(pair: Pair, new_player: NewPlayer) -> None:
    oona, sefu = await seated(pair, new_player)
    for at in (pair[0], pair[1], pair[0]):
        await sefu.disconnect()
        sefu.url = at.url
        await enter(sefu)
        await asyncio.sleep(2.5)
    assert about(oona, sefu) == ["player_connected"]
    assert await online(oona) == await online(sefu) == ["Oona", "Sefu"]


async def test_a_second_tab_at_another_server_changes_nothing(pair: Pair, new_player: NewPlayer) -> None:
    oona, sefu = await seated(pair, new_player)
    tab = await new_player(at=pair[0])
    tab._http.cookie_jar.update_cookies({"sessionid": sefu.cookie("sessionid")}, tab._http._base_url)
    await tab.connect(auth={"game_code": oona.code})
    await tab.heard.until("reconnect_sync")
    await sefu.disconnect()
    await asyncio.sleep(3)
    assert about(oona, sefu) == ["player_connected"]
    await tab.disconnect()
    await oona.heard.until("player_disconnected", player_id=sefu.player_id)


async def test_a_killed_servers_players_are_shown_offline_once(pair: Pair, new_player: NewPlayer) -> None:
    oona, sefu = await seated(pair, new_player)
    began = monotonic()
    await asyncio.to_thread(pair[1].kill)
    await oona.heard.until("player_disconnected", seconds=SHOWN_WITHIN, player_id=sefu.player_id)
    print(f"shown offline after {monotonic() - began:.1f} s")
    await oona.heard.until_heard(
        lambda heard: heard.event == "presence_update" and heard.data["online_players"] == [oona.player_id], what="one online"
    )
    await asyncio.sleep(3)
    assert about(oona, sefu) == ["player_connected", "player_disconnected"]


async def test_an_emptied_redis_makes_nobody_offline(pair: Pair, new_player: NewPlayer, redis_url: str) -> None:
    oona, sefu = await seated(pair, new_player)
    for _ in range(2):
        Redis.from_url(redis_url).flushall()
        await asyncio.sleep(3)
    assert await online(oona) == await online(sefu) == ["Oona", "Sefu"]
    assert about(oona, sefu) == ["player_connected"]
    assert about(sefu, oona) == []
    await sefu.disconnect()
    await oona.heard.until("player_disconnected", player_id=sefu.player_id)


async def test_a_redis_that_stands_still_for_long_makes_nobody_offline(
    new_site: NewSite, new_player: NewPlayer, new_postgres_database: Any
) -> None:
    with running_redis() as redis:
        shared = {"database_url": new_postgres_database(), "redis_url": redis.url, "SECRET_KEY": token_urlsafe(60)}
        pair = (await asyncio.to_thread(new_site, **shared), await asyncio.to_thread(new_site, **shared))
        for site in pair:
            site.expect("Redis did not answer")
        oona, sefu = await seated(pair, new_player)
        await asyncio.sleep(LOST_AFTER)
        redis.signal(signal.SIGSTOP)
        await asyncio.sleep(LIVES_SECONDS + 3)
        redis.signal(signal.SIGCONT)
        await asyncio.sleep(LOST_AFTER)
        assert await online(oona) == await online(sefu) == ["Oona", "Sefu"]
        assert about(oona, sefu) == ["player_connected"]
        assert about(sefu, oona) == []
        for player in (oona, sefu):
            await player.disconnect()


async def test_whoever_comes_while_redis_is_out_of_reach_is_known_as_soon_as_it_is_not(
    new_site: NewSite, new_player: NewPlayer, redis_url: str, new_postgres_database: Any
) -> None:
    road, database, key = Road(int(urlsplit(redis_url).port or 0)), new_postgres_database(), token_urlsafe(60)
    far = await asyncio.to_thread(new_site, database_url=database, redis_url=f"redis://{HOST}:{road.port}/0", SECRET_KEY=key)
    near = await asyncio.to_thread(new_site, database_url=database, redis_url=redis_url, SECRET_KEY=key)
    far.expect("Redis did not answer")
    async with road.open():
        oona, sefu = await new_player("Oona", at=near), await new_player("Sefu", at=far)
        await oona.create_game()
        await sefu.join_game(oona.code)
        await enter(oona)
    await enter(sefu)
    async with road.open():
        for player in (oona, sefu):  # each server learns of it by itself
            await player.heard.until_heard(
                lambda heard: heard.event == "presence_update" and len(heard.data["online_players"]) == 2, what="two online", seconds=30
            )
        assert await online(oona) == await online(sefu) == ["Oona", "Sefu"]
        await sefu.disconnect()
