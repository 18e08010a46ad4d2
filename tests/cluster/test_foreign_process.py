"""What a choice costs a process that holds nobody of its game, beside the same with python-socketio's own manager.

What a choice really sends through Redis is caught and sent again many times; counted is the CPU time that the operating system gives.
"""

import asyncio
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from secrets import token_urlsafe
from time import sleep
from typing import Any

import pytest
import socketio
from redis import Redis

from tests.conftest import NewPlayer, NewSite
from tests.support.site import ROOT

Messages = Sequence[tuple[str, bytes]]
OURS, STOCK = 50_000, 2_000
"""How many choices each is told of."""
PAUSE = 0.002
"""Seconds from one choice to the next where they are heard: as in real life each comes alone."""
MOST_MICROSECONDS = 5.0
QUIET = 1.0


@pytest.fixture
def caught(redis_url: str) -> Iterator[Any]:
    """Every message since the last call."""
    pubsub = Redis.from_url(redis_url).pubsub()
    pubsub.psubscribe("*")

    def since() -> Messages:
        found: list[tuple[str, bytes]] = []
        while (told := pubsub.get_message(timeout=0.5)) is not None:
            if told["type"] == "pmessage":
                found.append((told["channel"].decode(), told["data"]))
        return found

    yield since
    pubsub.close()


def cpu_of(pid: int) -> float:
    """Seconds of CPU that all threads of a process have taken, as exactly as the system knows."""
    return sum(int(each.read_text().split()[0]) for each in Path(f"/proc/{pid}/task").glob("*/schedstat")) / 1e9


async def until_quiet(pid: int) -> float:
    """CPU seconds once a process has nothing to do any more, and how many it then takes in ``QUIET`` seconds."""
    before = cpu_of(pid)
    while True:
        await asyncio.sleep(QUIET)
        now = cpu_of(pid)
        if now - before < 0.1 * QUIET:
            return now
        before = now


async def microseconds_each(pid: int, redis: Redis, messages: Messages, times: int, *, pause: float = 0) -> float:
    """CPU time of a process for each time that all these messages are sent, without what it takes anyway."""
    clock = asyncio.get_running_loop().time
    before = await until_quiet(pid)
    idle = (await until_quiet(pid) - before) / QUIET
    began, before = clock(), cpu_of(pid)
    await asyncio.to_thread(send, redis, messages, times, pause)
    after = await until_quiet(pid)
    return (after - before - idle * (clock() - began)) / times * 1e6


def send(redis: Redis, messages: Messages, times: int, pause: float) -> None:
    for _ in range(times):
        for channel, data in messages:
            redis.publish(channel, data)
        sleep(pause)


@contextmanager
def stock_process(redis: Redis, url: str) -> Iterator[int]:
    process = subprocess.Popen([sys.executable, "-m", "tests.cluster.stock", url], cwd=ROOT)
    try:
        while not dict(redis.pubsub_numsub("socketio"))[b"socketio"]:
            assert process.poll() is None
        yield process.pid
    finally:
        process.kill()
        process.wait()


@pytest.mark.timeout(300)
async def test_a_choice_costs_nothing_where_nobody_plays_its_game(
    new_site: NewSite, new_player: NewPlayer, redis_url: str, new_postgres_database: Any, caught: Any
) -> None:
    database, key, redis = new_postgres_database(), token_urlsafe(60), Redis.from_url(redis_url)
    one, other = (new_site(database_url=database, redis_url=redis_url, SECRET_KEY=key) for _ in range(2))
    here, there = await new_player("Oona", at=one), await new_player("Sefu", at=other)
    for player in (here, there):
        await player.create_game()
        await player.start_game()
        await player.generate_scenario()
        await player.enter()
    await until_quiet(other.pid)
    caught()
    await here.make_choice("I wait.")
    told = await here.until("player_chose")
    ours = await microseconds_each(other.pid, redis, [each for each in caught() if b"player_chose" in each[1]], OURS)
    stock = await stocks(redis, redis_url, caught, told)
    print(f"\nforeign_process_us_per_choice {ours:.2f}, with the stock manager {stock:.0f}")
    assert (await there.ask("chat_message", text="I am still here."))["ok"]
    assert ours <= MOST_MICROSECONDS < stock


async def stocks(redis: Redis, url: str, caught: Any, data: Any) -> float:
    manager = socketio.AsyncRedisManager(url, write_only=True)
    with stock_process(redis, url) as pid:
        caught()
        await manager.emit("player_chose", data, room="game:1")
        await manager.pubsub.aclose()
        await manager.redis.aclose()
        return await microseconds_each(pid, redis, [each for each in caught() if each[0] == "socketio"], STOCK, pause=PAUSE)
