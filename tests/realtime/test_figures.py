"""What ``/metrics`` tells, while a table plays."""

import time
from typing import Any

import pytest
from django.db import OperationalError

from games import samples
from games.counters import counts, loop_lag
from games.errors import GameError
from games.metrics import COUNTED, registry
from games.models import Event
from realtime import channel, door, drain, hearing, history
from tests.games.guests import Guest, table
from tests.realtime.sockets import NewTab, off, post, until

pytestmark = pytest.mark.django_db(transaction=True)


async def figures() -> dict[str, float]:
    return await off(lambda: samples.figures(registry()))


async def test_each_figure_of_a_game_moves(tab: NewTab) -> None:
    host, sefu = await off(table, 2)
    before = await figures()
    pages = [await tab(guest).open() for guest in (host, sefu)]
    for page in pages:
        await page.enter()
    await post(host, "start_game")
    await pages[0].heard.until("game_started")
    await tab(host).open(auth={"game_code": host.code, "last_seq": 1})
    await until(lambda: counts["caught_up"] > before["codex_catch_ups_total"])
    after = await figures()
    grown = {name: after[name] - before.get(name, 0) for name in after}
    told = grown["codex_events_told_total"]
    assert told >= 1 and grown["codex_event_lag_seconds_count"] == told
    assert (grown["codex_connections"], grown["codex_people"], grown["codex_rooms"], grown["codex_catch_ups_total"]) == (3, 2, 1, 1)
    assert after["codex_waiting_packets"] >= 0 and after["codex_channel_shared"] == after["codex_draining"] == 0


async def test_how_late_the_event_loop_is(tab: NewTab) -> None:
    page = await tab(await off(Guest, "Oona")).open()
    await page.done("ping")
    before = loop_lag.count
    await until(lambda: loop_lag.count > before)
    sums, counted = loop_lag.sum, loop_lag.count
    time.sleep(0.8)  # noqa: ASYNC251  somebody does on the event loop what belongs into a thread
    await until(lambda: loop_lag.count > counted)
    assert loop_lag.sum - sums > 0.25
    assert (await figures())["codex_loop_lag_seconds_count"] >= counted


async def test_what_was_missed_and_read_is_counted(tab: NewTab, monkeypatch: pytest.MonkeyPatch) -> None:
    host, _ = await off(table, 2)
    page = await tab(host).open()
    await page.enter()
    before = await figures()
    await off(_commit_unheard, host, monkeypatch)
    await history.look()
    await page.heard.until("game_started")
    after = await figures()
    assert after["codex_gaps_total"] > before["codex_gaps_total"]
    assert after["codex_events_repaired_total"] > before["codex_events_repaired_total"]
    assert await off(Event.objects.filter(name="game_started").count) == 1


def _commit_unheard(host: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as deaf:
        deaf.setattr(hearing, "_receive", lambda published: None)
        host.act("start_game")


async def test_a_database_that_fails_is_counted() -> None:
    async def fail() -> Any:
        raise OperationalError("gone")

    before = (await figures())["codex_database_errors_total"]
    with pytest.raises(GameError):
        await door.carefully(fail, "fail")
    assert (await figures())["codex_database_errors_total"] == before + 1


async def test_ending_and_the_channel_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drain, "_draining", True)
    monkeypatch.setattr(channel, "is_heard", lambda: True)
    told = await figures()
    assert told["codex_draining"] == told["codex_channel_heard_now"] == 1


def test_every_figure_says_what_it_is() -> None:
    families = {family.name: family for family in registry().collect()}
    assert all(family.documentation for family in families.values())
    assert {name for name, _ in COUNTED.values()} <= set(families)
