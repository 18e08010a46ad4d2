"""That an ended line is ended, whatever its client does, and that those who do not read are ended."""

import asyncio
import contextlib
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import User
from django.utils import timezone
from engineio.packet import Packet
from socketio.exceptions import ConnectionError as Refused

from games.models import Event, Person, PersonSession
from games.outbox import Published
from realtime import auth, hearing, sessions, watch
from realtime.connections import connections
from realtime.transport import backlog as backlogs
from realtime.transport.backlog import Backlog
from tests.games import passwords
from tests.games.guests import Guest, table
from tests.realtime.sockets import NewTab, Poll, cookie_of, off, opened, post, until
from tests.support.raw import RawSocket

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]


def signed_out(guest: Guest) -> None:
    guest.client.logout()


def expired(guest: Guest) -> None:
    PersonSession.objects.filter(pk=guest.client.cookies["sessionid"].value).update(expire_date=timezone.now() - timedelta(seconds=1))


def deleted(guest: Guest) -> None:
    PersonSession.objects.filter(pk=guest.client.cookies["sessionid"].value).delete()


def forgotten(guest: Guest) -> None:
    Person.objects.filter(name=guest.name).delete()


@pytest.mark.parametrize("end", [signed_out, expired, deleted, forgotten])
async def test_without_a_session_nothing_is_heard_or_done(server: str, poll: Poll, end: Callable[[Guest], None]) -> None:
    host, sefu = await off(table, 2)
    enter = f'["join_game_room",{{"game_code":"{sefu.code}"}}]'
    async with RawSocket(server, cookies=cookie_of(sefu)) as raw:
        assert (await raw.connect())["kind"] == "0"
        await raw.send(f"420{enter}")
        assert "true" in await raw.hear("430")
        sid = await opened(poll, sefu)
        for packet in ("40", f"420{enter}"):
            assert await poll(sefu, sid, post=packet) == (200, "OK")
        session = cookie_of(sefu)
        await off(end, sefu)
        sefu.client.cookies["sessionid"] = session.removeprefix("sessionid=")
        await asyncio.sleep(4)
        told = await off(Event.objects.count)
        with contextlib.suppress(ConnectionError):
            await raw.send("40")
            await raw.send('42["chat_message",{"text":"Still here."}]')
        assert (await poll(sefu, sid, post="40"))[0] == 400
        await post(host, "choose_class", **{"class": "Bard"})
        assert not [heard for heard in await raw.until_ended(seconds=5) if "class_chosen" in heard or heard.startswith("40")]
    assert await off(Event.objects.count) == told + 1
    assert not list(connections)


@pytest.mark.parametrize("way", [passwords.by_oneself, *passwords.FOR_ONE])
async def test_another_password_ends_the_sockets_of_all_other_sessions(tab: NewTab, way: passwords.Way) -> None:
    def two_devices() -> list[Guest]:
        passwords.account()
        return [passwords.signed_in().create(), passwords.signed_in()]

    here, there = await off(two_devices)
    there.code = here.code
    guest = await tab(await off(Guest, "Oona")).open()
    page = await tab(there).open()
    await page.enter()
    session = there.client.cookies["sessionid"].value
    await off(way, here)
    await until(lambda: not page.connected, seconds=5)
    assert page.heard.of("error")[-1]["code"] == "SESSION_EXPIRED"
    there.client.cookies["sessionid"] = session
    late = tab(there)
    with pytest.raises(Refused):
        await late.open()
    assert late.refused["data"]["code"] == "AUTH_REQUIRED"
    if way is passwords.by_oneself:
        again = await tab(here).open(auth={"game_code": here.code})
        assert (await again.heard.until("reconnect_sync"))["you"]["player_id"] == here.seat
    assert guest.connected


async def test_both_doors_refuse_a_session_that_outlived_its_password(tab: NewTab) -> None:
    def outlived() -> Guest:
        passwords.account()
        guest = passwords.signed_in().create()
        User.objects.update(password=make_password(passwords.NEW))
        return guest

    guest = await off(outlived)
    page = tab(guest)
    for _ in range(2):  # and nothing is changed by asking
        with pytest.raises(Refused):
            await page.open()
        assert page.refused["data"]["code"] == "AUTH_REQUIRED"
        assert (await off(guest.get, "game_state")).code == "AUTH_REQUIRED"


async def test_a_command_looks_at_a_session_that_nobody_has_looked_at_lately(tab: NewTab, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch, "SESSION_SECONDS", 3600)
    monkeypatch.setattr(sessions, "VALID_SECONDS", 0.1)
    _, sefu = await off(table, 2)
    page = await tab(sefu).open()
    await page.enter()
    await off(signed_out, sefu)
    await asyncio.sleep(0.2)
    assert (await page.ask("chat_message", text="I am gone."))["error"]["code"] == "SESSION_EXPIRED"
    await until(lambda: not page.connected)
    assert not await off(Event.objects.filter(name="chat_message").exists)


async def test_a_look_at_the_sessions_is_enough_for_the_commands_after_it(
    tab: NewTab, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    looked = []
    monkeypatch.setattr(watch, "SESSION_SECONDS", 3600)
    monkeypatch.setattr("realtime.auth.ended", lambda keys, people: looked.append(keys) or (set(), set()))
    page = await tab(await off(Guest, "Oona")).open()
    for _ in range(20):
        await page.done("ping")
    assert looked == []


async def test_many_are_looked_at_a_few_at_a_time(tab: NewTab, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch, "SESSION_SECONDS", 3600)
    monkeypatch.setattr(sessions, "MOST_AT_ONCE", 2)
    guests = [await off(Guest, name) for name in ("Oona", "Sefu", "Ines", "Yun", "Tarek")]
    pages = [await tab(guest).open() for guest in guests]
    for guest in guests[1:]:
        await off(signed_out, guest)
    asked = []
    ended = auth.ended
    monkeypatch.setattr(auth, "ended", lambda keys, people: asked.append((len(keys), len(people))) or ended(keys, people))
    await sessions.sweep()
    await until(lambda: [page.connected for page in pages] == [True, False, False, False, False])
    assert asked == [(2, 2), (2, 2), (1, 1)]


async def test_who_was_kicked_is_off_the_line_whatever_they_send(server: str) -> None:
    host, sefu = await off(table, 2)
    async with RawSocket(server, cookies=cookie_of(sefu)) as raw:
        await raw.connect({"game_code": sefu.code})
        await raw.hear('42["presence_update"')
        await post(host, "kick_player", player_id=sefu.seat)
        await raw.hear("41")
        await raw.send("40")
        await raw.send('42["chat_message",{"text":"Still here."}]')
        heard = await raw.until_ended(seconds=5)
    assert not [each for each in heard if each.startswith(("40", "42"))]
    assert not await off(Event.objects.filter(name="chat_message").exists)


async def test_who_leaves_hears_nothing_after_it(tab: NewTab, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not even what is told in the same breath."""
    host, sefu = await off(table, 2)
    page, watching = await tab(sefu).open(), await tab(host).open()
    await page.enter()
    await watching.enter()
    held: list[Published] = []
    monkeypatch.setattr("games.outbox.publish", held.append)

    def leave_among_talk() -> int:
        host.act("chat_message", text="before")
        sefu.act("leave_game")
        left = Event.objects.get(name="player_left").seq
        for line in range(20):
            host.act("chat_message", text=f"after {line}")
        return left

    left = await off(leave_among_talk)
    for published in reversed(held):
        hearing.hear(published)
    await watching.heard.until("chat_message", text="after 19")
    await page.done("ping")
    assert max(page.heard.logged()) <= left
    assert page.connected


async def test_an_end_while_somebody_enters_leaves_nobody_behind(poll: Poll, monkeypatch: pytest.MonkeyPatch) -> None:
    opened_ = sessions.opened

    async def slowly(*arguments: Any) -> Any:
        connection = await opened_(*arguments)
        await asyncio.sleep(0.3)
        return connection

    monkeypatch.setattr(sessions, "opened", slowly)
    guest = await off(Guest, "Oona")
    sid = await opened(poll, guest)
    entering = asyncio.create_task(poll(guest, sid, post="40"))
    await asyncio.sleep(0.1)
    await poll(guest, sid, post="1")
    await entering
    assert not list(connections)


# --- Those who do not read


def test_a_backlog_knows_its_length() -> None:
    async def fill() -> None:
        backlog = Backlog()
        for _ in range(backlogs.MOST_EVENTS):
            backlog.put_nowait(None)
        assert not backlog.is_too_long
        backlog.put_nowait(None)
        assert backlog.is_too_long
        backlog.clear()
        backlog.put_nowait(Packet(4, "x"))
        backlog.put_nowait(Packet(4, "x" * 3 * backlogs.MOST_BYTES))
        assert not backlog.is_too_long
        backlog.put_nowait(Packet(4, "x" * (backlogs.MOST_BYTES - 1)))
        assert not backlog.is_too_long
        backlog.put_nowait(Packet(4, "x"))
        assert backlog.is_too_long
        backlog.get_nowait()
        backlog.get_nowait()
        assert backlog.bytes == backlogs.MOST_BYTES and not backlog.is_too_long

    asyncio.run(fill())


async def test_who_does_not_read_is_told_and_ended_and_catches_up(server: str, tab: NewTab, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backlogs, "LAST_WORD_SECONDS", 8)
    monkeypatch.setattr(backlogs, "MOST_BYTES", 2**17)
    host, sefu = await off(table, 2)
    talking = await tab(host).open()
    await talking.enter()
    async with RawSocket(server, cookies=cookie_of(sefu), receive_buffer=4096) as raw:
        await raw.connect({"game_code": sefu.code})
        await until(lambda: len([each for each in connections if each.viewer]) == 2)
        said = 0
        while len(list(connections)) == 2:
            said += 1
            await talking.done("chat_message", text="\U0001f600" * 500)
            assert said < 200
        heard = await raw.until_ended(seconds=20)
    assert "SLOW_CONSUMER" in str(heard)
    read = json.loads([each for each in heard if each.startswith('42["chat_message"')][-1][2:])[1]["seq"]
    again = await tab(sefu).open(auth={"game_code": sefu.code, "last_seq": read})
    caught_up = await again.heard.until("reconnect_sync")
    assert [entry["data"]["seq"] for entry in caught_up["events"]] == list(range(read + 1, said + 3))
