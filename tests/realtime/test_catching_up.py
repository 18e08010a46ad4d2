"""Whoever was away hears everything once and in order, whichever way they come back, whatever happens meanwhile."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from django.db import connections as databases

from games import outbox
from games.models import Player
from games.services import talk
from realtime import hearing, watch
from realtime.transport.backlog import MOST_BYTES
from tests.games.guests import Guest, at_turn, table
from tests.realtime.sockets import NewTab, Poll, Tab, off, opened, post, until
from tests.realtime.test_rooms import inside

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]

Way = Callable[[NewTab, Guest, int], Awaitable[Tab]]


async def by_auth(tab: NewTab, guest: Guest, seq: int) -> Tab:
    return await tab(guest).open(auth={"game_code": guest.code, "last_seq": seq})


async def by_reconnect(tab: NewTab, guest: Guest, seq: int) -> Tab:
    page = await tab(guest).open()
    await page.done("reconnect", game_code=guest.code, player_id=guest.seat, last_seq=seq)
    return page


async def by_joining(tab: NewTab, guest: Guest, seq: int) -> Tab:
    page = await tab(guest).open()
    await page.done("join_game_room", game_code=guest.code, last_seq=seq)
    return page


ABSENCE = 1200
"""How many lines are said while somebody is away."""
WAYS: list[Way] = [by_auth, by_reconnect, by_joining]


class Listener:
    """What a client makes of what it hears: the log, from where it left off. Fails where the log is broken.

    ``strict``: no repeats at all. Otherwise a sync may tell again what was on its way when it was asked for.
    """

    def __init__(self, page: Tab, seq: int, *, strict: bool = True) -> None:
        self.page, self.seq, self.read, self.strict = page, seq, 0, strict

    def listen(self) -> int:
        for heard in self.page.heard.all[self.read :]:
            self.read += 1
            if heard.event == "reconnect_sync":
                for event in heard.data["events"]:
                    if self.strict or event["data"]["seq"] > self.seq:
                        self._take(event["event"], event["data"]["seq"])
                assert heard.data["seq"] == self.seq
            elif isinstance(heard.data, dict) and "seq" in heard.data and heard.event not in ("whisper", "presence_update", "pong"):
                own = heard.event == "player_joined" and heard.data["seq"] <= self.seq
                if not own:
                    self._take(heard.event, heard.data["seq"])
        return self.seq

    def _take(self, name: str, seq: int) -> None:
        assert seq == self.seq + 1, f"{name} {seq} after {self.seq}"
        self.seq = seq


@pytest.mark.parametrize("way", WAYS)
async def test_every_way_back_tells_the_same(tab: NewTab, way: Way) -> None:
    host, sefu = await off(at_turn, 2)
    for guest in (host, sefu):
        await post(guest, "make_choice", choice="hold")
    for since in (0, 3, 6):
        page = await way(tab, sefu, since)
        sync = await page.heard.until("reconnect_sync")
        state = await off(sefu.read, "game_state", since=since)
        assert sync["events"] == state["events"]
        assert [event["data"]["seq"] for event in sync["events"]] == list(range(since + 1, 7))
        assert set(sync) == set(state)
        assert (sync["you"]["choice"], sync["you"]["player_id"], sync["role"]) == ("hold", sefu.seat, "player")


@pytest.mark.parametrize("way", WAYS)
async def test_a_long_absence_is_told_whole(tab: NewTab, way: Way) -> None:
    """It is longer than what may wait for somebody who reads slowly: one long telling does not count as that."""
    host, sefu = await off(table, 2)
    await off(_talk, host, ABSENCE, 500)
    page = await way(tab, sefu, 0)
    sync = await page.heard.until("reconnect_sync")
    assert len(json.dumps(sync["events"], ensure_ascii=False).encode()) > MOST_BYTES
    listener = Listener(page, 0)
    assert listener.listen() == sync["seq"] == ABSENCE + 2
    await post(host, "choose_class", **{"class": "Bard"})
    await page.heard.until("class_chosen")
    assert listener.listen() == ABSENCE + 3
    assert "error" not in page.heard.names()


async def test_a_long_absence_is_told_whole_by_long_polling(poll: Poll) -> None:
    host, sefu = await off(table, 2)
    await off(_talk, host, ABSENCE, 500)
    sid = await opened(poll, sefu)
    await poll(sefu, sid, post=f"40{json.dumps({'game_code': sefu.code, 'last_seq': 0})}")
    heard: list[str] = []
    while not (syncs := [packet for packet in heard if packet.startswith('42["reconnect_sync"')]):
        heard += (await poll(sefu, sid))[1].split("\x1e")
    assert len(syncs[0].encode()) > MOST_BYTES
    assert [event["data"]["seq"] for event in json.loads(syncs[0][2:])[1]["events"]] == list(range(1, ABSENCE + 3))
    await post(host, "choose_class", **{"class": "Bard"})
    while not any(packet.startswith('42["class_chosen"') for packet in heard):
        status, text = await poll(sefu, sid)
        assert status == 200
        heard += text.split("\x1e")
    assert not [packet for packet in heard if packet.startswith('42["error"')]


async def test_without_last_seq_there_are_no_events(tab: NewTab) -> None:
    host, _ = await off(at_turn, 2)
    page = await tab(host).open(auth={"game_code": host.code})
    assert (await page.heard.until("reconnect_sync"))["events"] == []
    page = await tab(host).open()
    await page.done("reconnect", game_code=host.code)
    assert (await page.heard.until("reconnect_sync"))["events"] == []
    page = await tab(host).open()
    await page.enter()
    assert "reconnect_sync" not in page.heard.names()


@pytest.mark.parametrize(
    ("auth", "code"),
    [
        ({"game_code": "ZZZZZZ"}, "INVALID_GAME"),
        ({"game_code": 7}, "VALIDATION_ERROR"),
        ({"game_code": "ZZZZZZ", "last_seq": -1}, "VALIDATION_ERROR"),
    ],
)
async def test_a_wish_that_cannot_be_granted_is_told(tab: NewTab, auth: Any, code: str) -> None:
    from socketio.exceptions import ConnectionError as Refused

    page = tab(await off(Guest, "Oona"))
    try:
        await page.open(auth=auth)
        assert (await page.heard.until("error"))["code"] == code
    except Refused:
        assert page.refused["data"]["code"] == code


@pytest.mark.parametrize("leaves", [True, False])
@pytest.mark.parametrize("others_inside", [True, False])
async def test_coming_back_again_and_again_while_others_talk(tab: NewTab, others_inside: bool, leaves: bool) -> None:
    host, sefu, ines = await off(table, 3)
    if others_inside:
        await inside(tab, host)
    page = await tab(ines).open()
    listener = Listener(page, 0, strict=leaves)
    talking = [asyncio.create_task(off(_talk, guest, 100)) for guest in (host, sefu)]
    for number in range(50):
        name = "reconnect" if number % 2 else "join_game_room"
        syncs = len(page.heard.of("reconnect_sync"))
        await page.done(name, game_code=ines.code, last_seq=listener.listen())
        await until(lambda syncs=syncs: len(page.heard.of("reconnect_sync")) > syncs)
        if leaves and number < 49:
            await page.done("leave_game_room")
            await page.done("ping")  # what was on its way when it left has arrived
    await asyncio.gather(*talking)
    await until(lambda: listener.listen() == 203)


async def test_wishes_that_overtake_each_other_miss_nothing(tab: NewTab) -> None:
    host, sefu, ines = await off(table, 3)
    page = await tab(ines).open()
    talking = asyncio.create_task(off(_talk, host, 60))
    answers = await asyncio.gather(*(page.ask("join_game_room", game_code=ines.code) for _ in range(10)))
    assert all(answer["ok"] for answer in answers)
    await talking
    last = (await off(sefu.read, "game_state"))["seq"]
    await post(sefu, "choose_class", **{"class": "Bard"})
    await page.heard.until("class_chosen", seq=last + 1)
    told = page.heard.of("chat_message")
    assert [each["seq"] for each in told] == sorted({each["seq"] for each in told})


async def test_different_tables_in_turn(tab: NewTab) -> None:
    (host,), guest = await off(table, 1), await off(Guest, "Sefu")
    await off(guest.create)
    first = guest.code
    page = await tab(guest).open(auth={"game_code": first, "last_seq": 0})
    await page.heard.until("reconnect_sync", game_code=first)
    await off(guest.join, host.code)
    await page.done("reconnect", game_code=host.code, last_seq=0)
    await page.heard.until("reconnect_sync", game_code=host.code)
    await off(lambda: guest.post("choose_class", game_code=first, **{"class": "Bard"}).told)
    await off(lambda: guest.post("choose_class", game_code=host.code, **{"class": "Mage"}).told)
    assert (await page.heard.until("class_chosen"))["class"] == "Mage"
    assert len(page.heard.of("class_chosen")) == 1


async def test_what_was_not_published_is_repaired(tab: NewTab, monkeypatch: pytest.MonkeyPatch) -> None:
    host, sefu = await off(table, 2)
    pages = await inside(tab, host, sefu)
    listeners = [Listener(page, 2) for page in pages]
    count = iter(range(1000))
    monkeypatch.setattr(outbox, "_listeners", [lambda published: hearing.hear(published) if next(count) % 3 else None])
    await asyncio.gather(*(off(_talk, guest, 30) for guest in (host, sefu)))
    await until(lambda: all(listener.listen() == 62 for listener in listeners))


async def test_the_last_fact_is_repaired_though_nothing_follows(tab: NewTab, monkeypatch: pytest.MonkeyPatch) -> None:
    host, _ = await off(table, 2)
    (page,) = await inside(tab, host)
    monkeypatch.setattr(outbox, "_listeners", [])
    await off(_talk, host, 1)
    assert (await page.heard.until("chat_message", seconds=3 * watch.HEARD_SECONDS))["seq"] == 3
    assert (await page.done("ping"))["seq"] == 3


async def test_whoever_has_read_what_the_room_has_not_heard_yet_hears_it_once(
    tab: NewTab, quiet_watch: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    host, sefu = await off(table, 2)
    (page,) = await inside(tab, host)
    held: list[outbox.Published] = []
    monkeypatch.setattr(outbox, "_listeners", [held.append])
    await off(_talk, host, 3)
    late = await tab(sefu).open(auth={"game_code": host.code, "last_seq": 0})
    listeners = [Listener(page, 2), Listener(late, 0)]
    await until(lambda: listeners[1].listen() == 5)
    for published in held:
        hearing.hear(published)
    await until(lambda: listeners[0].listen() == 5)
    await late.done("ping")
    assert listeners[1].listen() == 5


async def test_facts_published_in_disorder_are_told_in_order(tab: NewTab, quiet_watch: None, monkeypatch: pytest.MonkeyPatch) -> None:
    host, sefu = await off(table, 2)
    (page,) = await inside(tab, host)
    listener, held = Listener(page, 2), []
    monkeypatch.setattr(outbox, "_listeners", [held.append])
    await off(_talk, sefu, 6)
    for published in [*reversed(held), *held]:
        hearing.hear(published)
    await until(lambda: listener.listen() == 8)
    await page.done("ping")
    assert listener.listen() == 8


def _talk(guest: Guest, count: int, length: int = 0) -> None:
    person = Player.objects.select_related("person").get(public_id=guest.seat).person
    assert person is not None
    try:
        for number in range(count):
            talk.say(person=person, code=guest.code, text=f"{guest.name} {number}".ljust(length, "é"))
    finally:
        databases.close_all()
