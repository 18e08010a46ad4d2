"""Limits that several processes share in Redis, and what happens without it."""

import asyncio
import logging
from time import monotonic
from typing import Any
from uuid import uuid4

import pytest
from redis.exceptions import ConnectionError as RedisConnectionError

from games.errors import GameError
from realtime import limits
from realtime.limits import Rate, SharedBuckets
from realtime.limits.rate import Caller
from tests.conftest import NewPlayer, NewSite
from tests.games.guests import Guest, table
from tests.realtime.sockets import NewTab, off
from tests.support.ports import free_port

RATE = Rate(burst=3, per_second=5)


def test_two_processes_count_as_one(redis_url: str) -> None:
    one, other, key = SharedBuckets(redis_url), SharedBuckets(redis_url), uuid4()
    waits = [buckets.spend([(key, RATE)]) for buckets in (one, other, one, other)]
    assert waits[:3] == [0, 0, 0]
    assert 0 < waits[3] <= 0.2
    assert one.levels([(key, RATE)])[0] < 1
    assert other.levels([(uuid4(), RATE)]) == [3]
    assert other.spend([(uuid4(), RATE)]) == 0


def test_one_act_takes_of_each_bucket_or_of_none(redis_url: str) -> None:
    buckets, own, shared = SharedBuckets(redis_url), (uuid4(), RATE), (uuid4(), Rate(burst=1, per_second=0.1))
    assert buckets.spend([own, shared]) == 0
    assert 9 < buckets.spend([own, shared]) <= 10
    assert buckets.levels([own, shared])[0] >= 2


async def test_shared_buckets_fill_again(redis_url: str) -> None:
    buckets, key = SharedBuckets(redis_url), uuid4()
    while not buckets.spend([(key, RATE)]):
        pass
    await asyncio.sleep(buckets.spend([(key, RATE)]) + 0.02)
    assert buckets.spend([(key, RATE)]) == 0
    assert buckets.spend([(key, RATE)]) > 0
    await asyncio.sleep(1)
    assert [bool(buckets.spend([(key, RATE)])) for _ in range(4)] == [False, False, False, True]


async def test_what_nobody_spends_from_is_forgotten(redis_url: str) -> None:
    buckets, key = SharedBuckets(redis_url), uuid4()
    buckets.spend([(key, RATE)])
    kept = f"limit:{key}"
    assert 0 < buckets._redis.pttl(kept) <= 600
    await asyncio.sleep(0.8)
    assert not buckets._redis.exists(kept)


def test_without_redis_each_process_counts_for_itself(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        now = [0.0]
        buckets = SharedBuckets(f"redis://127.0.0.1:{free_port()}/0", clock=lambda: now[0])
        assert [bool(buckets.spend([("a", RATE)])) for _ in range(4)] == [False, False, False, True]
        now[0] += 6
        assert buckets.levels([("a", RATE)]) == [3]
        for _ in range(20):
            now[0] += 6
            buckets.spend([("a", RATE)])
    assert len(caplog.records) == 1 and "Redis did not answer" in caplog.text


def test_redis_is_used_again_when_it_is_back(redis_url: str, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    now, key = [0.0], uuid4()
    buckets = SharedBuckets(redis_url, clock=lambda: now[0])
    with caplog.at_level(logging.INFO):
        with monkeypatch.context() as broken:
            broken.setattr(buckets, "_script", away)
            assert buckets.spend([(key, RATE)]) == 0
        assert buckets.levels([(key, RATE)]) == [2]  # ours, until it is time to ask again
        now[0] += 6
        assert buckets.spend([(uuid4(), RATE)]) == 0
        assert buckets.levels([(key, RATE)]) == [3]
    said = [record.getMessage() for record in caplog.records]
    assert len(said) == 2
    assert "limits are counted by each process for itself" in said[0] and "limits are shared again" in said[1]


def away(**_: Any) -> None:
    raise RedisConnectionError


@pytest.mark.django_db(transaction=True)
async def test_the_socket_counts_there_too(tab: NewTab, redis_url: str, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.RATE_LIMITS = True
    monkeypatch.setattr(limits, "_buckets", SharedBuckets(redis_url))
    _, sefu = await off(table, 2)
    page = await tab(sefu).open()
    await page.enter()
    answers = [await page.ask("typing", is_typing=True) for _ in range(int(limits.TYPING.burst) + 1)]
    assert answers[-1]["error"]["code"] == "RATE_LIMITED"
    stranger = await tab(await off(Guest, "Ines")).open()
    for _ in range(int(limits.WRONG_CODES.burst)):
        assert (await stranger.ask("join_game_room", game_code="ZZZZZZ"))["error"]["code"] == "INVALID_GAME"
        await asyncio.sleep(0.1)
    assert (await stranger.ask("join_game_room", game_code=sefu.code))["error"]["code"] == "RATE_LIMITED"
    with pytest.raises(GameError):
        limits.require("wrong_code", Caller(await off(_person, stranger.guest), "elsewhere"))


def _person(guest: Guest) -> Any:
    from games.models import Person

    return Person.objects.get(name=guest.name).pk


async def test_two_servers_share_what_somebody_may_do(
    new_site: NewSite, new_player: NewPlayer, redis_url: str, new_postgres_database: Any
) -> None:
    database, key = new_postgres_database(), "one key for both " + "0123456789" * 5
    one, other = (new_site(database_url=database, redis_url=redis_url, RATE_LIMITS="on", SECRET_KEY=key) for _ in range(2))
    ines = await new_player("Ines", at=one)
    await ines.create_game()
    twin = await new_player(at=other)
    twin._http.cookie_jar.update_cookies({"sessionid": ines.cookie("sessionid")}, twin._http._base_url)
    await twin.get("csrf-token")
    began = monotonic()
    tries = [player.post("choose_class", **{"class": name}) for player in (ines, twin) for name in ["Bard", "Mage"] * 20]
    done = sum(not isinstance(each, Exception) for each in await asyncio.gather(*tries, return_exceptions=True))
    assert 20 <= done <= 20 + 10 * (monotonic() - began) + 1
