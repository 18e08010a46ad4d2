"""What somebody who polls still hears of a line that has ended."""

import asyncio

import pytest

from games.models import Event
from realtime import announce
from realtime.connections import connections
from realtime.transport import backlog as backlogs
from realtime.transport import engine
from tests.games.guests import table
from tests.realtime.sockets import NewTab, Poll, off, opened, post, until

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]


async def test_who_polls_hears_why_before_the_end(poll: Poll) -> None:
    host, sefu = await off(table, 2)
    sid = await opened(poll, sefu)
    for packet in ("40", f'420["join_game_room",{{"game_code":"{sefu.code}"}}]'):
        assert await poll(sefu, sid, post=packet) == (200, "OK")
    told = ""
    while "presence_update" not in told:
        told = (await poll(sefu, sid))[1]
    waiting = asyncio.create_task(poll(sefu, sid))
    await post(host, "kick_player", player_id=sefu.seat)
    told = (await waiting)[1]
    while not told.endswith("\x1e41"):
        told += "\x1e" + (await poll(sefu, sid))[1]
    assert [packet[:16] for packet in told.split("\x1e") if "presence" not in packet] == ['42["player_kicke', '42["error",{"cod', "41"]
    assert await poll(sefu, sid, post='42["chat_message",{"text":"Still here."}]') == (200, "OK")  # as though it had come before the end
    assert await poll(sefu, sid) == (200, "1")
    assert (await poll(sefu, sid))[0] == 400
    assert not await off(Event.objects.filter(name="chat_message").exists)


async def test_who_polls_no_more_is_forgotten(poll: Poll, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "LAST_WORD_SECONDS", 0.3)
    host, sefu = await off(table, 2)
    sid = await opened(poll, sefu)
    for packet in ("40", f'420["join_game_room",{{"game_code":"{sefu.code}"}}]'):
        assert await poll(sefu, sid, post=packet) == (200, "OK")
    await post(host, "kick_player", player_id=sefu.seat)
    await until(lambda: not list(connections))
    await until(lambda: not announce.server().eio.sockets)
    assert (await poll(sefu, sid))[0] == 400


async def test_who_polls_no_more_is_ended(poll: Poll, tab: NewTab, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backlogs, "MOST_EVENTS", 20)
    host, sefu = await off(table, 2)
    talking = await tab(host).open()
    await talking.enter()
    sid = await opened(poll, sefu)
    for packet in ("40", f'420["join_game_room",{{"game_code":"{sefu.code}"}}]'):
        assert await poll(sefu, sid, post=packet) == (200, "OK")
    for _ in range(25):
        await talking.done("chat_message", text="Anybody?")
    await until(lambda: len(list(connections)) == 1)
    assert "SLOW_CONSUMER" in (await poll(sefu, sid))[1]
    assert await poll(sefu, sid) == (200, "1")
    assert (await poll(sefu, sid))[0] == 400
