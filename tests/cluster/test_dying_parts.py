"""A database that dies, stands still or is locked: who asks is told so within a bounded time, and afterwards every thread works."""

import asyncio
import os
import signal
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.cluster.cluster import Cluster, cluster_of
from tests.conftest import NewPlayer, NewSite
from tests.support.player import Player, RefusedError
from tests.support.services import Postgres

AWAY = "SERVICE_UNAVAILABLE"


def processes_of(postgres: Postgres) -> list[int]:
    """The server and everybody that it has begotten."""
    assert postgres._process is not None
    children = [int(path.parent.name) for path in Path("/proc").glob("[0-9]*/stat") if _parent(path) == postgres._process.pid]
    return [postgres._process.pid, *children]


def _parent(stat: Path) -> int:
    try:
        return int(stat.read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0


@contextmanager
def standing_still(postgres: Postgres) -> Iterator[None]:
    """It answers nobody, and closes nothing."""
    stopped = processes_of(postgres)
    for each in stopped:
        os.kill(each, signal.SIGSTOP)
    try:
        yield
    finally:
        for each in stopped:
            os.kill(each, signal.SIGCONT)


@contextmanager
def dead(postgres: Postgres) -> Iterator[None]:
    postgres.crash()
    try:
        yield
    finally:
        postgres.start()


@asynccontextmanager
async def evening(folder: Path, new_player: NewPlayer) -> AsyncIterator[tuple[Cluster, Player]]:
    """One server, and a host in the room."""
    async with cluster_of(1, folder) as cluster:
        (worker,) = cluster.workers
        worker.expect("database|deadlines|^Traceback|histor")
        host = await new_player("Oona", at=worker)
        await host.create_game(turn_seconds=2)
        await host.enter()
        yield cluster, host
        assert worker.running


async def refused_over_http(player: Player) -> str:
    with pytest.raises(RefusedError) as refused:
        await player.choose_class("Bard")
    assert refused.value.status == 503
    return str(refused.value.code)


async def answer_of_page(player: Player, path: str) -> tuple[int, str]:
    async with player._http.get(path) as response:
        return response.status, await response.text()


async def until_done(act: Callable[[], Any]) -> Any:
    """What an act gives once it succeeds; until then it may only be refused as unavailable."""
    async with asyncio.timeout(30):
        while True:
            answer = await answered(act)
            if answer.get("ok", True):
                return answer
            assert answer["error"]["code"] == AWAY, answer
            await asyncio.sleep(0.1)


async def answered(act: Callable[[], Any]) -> Any:
    try:
        return await act()
    except RefusedError as error:
        return {"ok": False, "error": {"code": error.code}}


@pytest.mark.parametrize("fault", [dead, standing_still])
async def test_a_postgres_that_is_away(tmp_path: Path, new_player: NewPlayer, fault: Any) -> None:
    async with evening(tmp_path, new_player) as (cluster, host):
        said = [await host.ask("chat_message", text=f"before {number}") for number in range(5)]
        with fault(cluster.postgres):
            by_http, by_socket, page = await asyncio.gather(
                refused_over_http(host), host.ask("chat_message", text="meanwhile"), answer_of_page(host, "/lobby")
            )
            assert by_http == by_socket["error"]["code"] == AWAY
            assert page[0] == 503 and "Nothing has changed" in page[1]
        await until_done(lambda: host.ask("chat_message", text="afterwards"))
        await until_done(lambda: host.choose_class("Bard"))
        told = [event["data"]["text"] for event in (await host.replay())["events"] if event["event"] == "chat_message"]
        assert told == [f"before {number}" for number in range(len(said))] + ["afterwards"]
        await host.start_game()
        await host.generate_scenario()
        await host.until("turn_resolution")  # the clock's thread works too


async def test_a_table_that_somebody_has_locked(tmp_path: Path, new_player: NewPlayer) -> None:
    async with evening(tmp_path, new_player) as (cluster, host):
        with psycopg.connect(cluster.database_url) as other:
            other.execute("LOCK TABLE games_game IN ACCESS EXCLUSIVE MODE")
            by_http, by_socket = await asyncio.gather(refused_over_http(host), host.ask("chat_message", text="meanwhile"))
            other.rollback()
        assert by_http == by_socket["error"]["code"] == AWAY
        assert (await host.ask("chat_message", text="afterwards"))["ok"]
        assert [event["event"] for event in (await host.replay())["events"]] == ["player_joined", "chat_message"]


async def test_an_sqlite_that_somebody_has_locked(new_site: NewSite, new_player: NewPlayer) -> None:
    site = new_site(DATABASE_SECONDS="1")
    site.expect("database|deadlines|^Traceback|Service Unavailable")
    host = await new_player("Oona", at=site)
    await host.create_game()
    await host.enter()
    with sqlite3.connect(site.database_url.removeprefix("sqlite:///"), isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        by_http, by_socket = await asyncio.gather(refused_over_http(host), host.ask("chat_message", text="meanwhile"))
        other.execute("ROLLBACK")
    other.close()
    assert by_http == by_socket["error"]["code"] == AWAY
    await host.choose_class("Bard")
    assert (await host.ask("chat_message", text="afterwards"))["ok"]
    assert [event["event"] for event in (await host.replay())["events"]] == ["player_joined", "class_chosen", "chat_message"]
