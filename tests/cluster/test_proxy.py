"""A game through nginx, on two processes, by the code that ``make cluster`` runs."""

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, suppress
from time import monotonic

import aiohttp
import pytest

from deploy import cluster
from tests.support.official import OfficialClient
from tests.support.player import Player, RefusedError
from tests.support.raw import RawSocket


@pytest.fixture(scope="module")
def proxied(tmp_path_factory: pytest.TempPathFactory) -> Iterator[cluster.Cluster]:
    with cluster.running(2, tmp_path_factory.mktemp("cluster"), RATE_LIMITS="off") as made:
        yield made


@pytest.fixture
async def pair(proxied: cluster.Cluster) -> AsyncIterator[tuple[Player, Player]]:
    async with AsyncExitStack() as after:
        oona, marek = [await after.enter_async_context(Player(proxied.url)) for _ in range(2)]
        await oona.set_username("Oona")
        await marek.set_username("Marek")
        await oona.create_game()
        await marek.join_game(oona.code)
        yield oona, marek


async def play_a_turn(oona: Player, marek: Player) -> None:
    await oona.generate_scenario()
    await oona.until("new_scenario")
    await marek.until("new_scenario")
    assert (await oona.ask("choice_submitted", choice="I wait."))["ok"]
    await marek.make_choice("I listen.")
    await oona.resolve_turn()
    assert await marek.until("turn_resolution")


async def test_long_polling_finds_the_process_that_keeps_its_line(pair: tuple[Player, Player], proxied: cluster.Cluster) -> None:
    headers, address = {"Cookie": pair[0].cookies}, f"{proxied.url}/socket.io/?EIO=4&transport=polling"
    keepers = set()
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar(), headers=headers) as http:
        for _ in range(6):
            async with http.get(address) as response:
                sid = (await response.text()).split('"sid":"')[1].split('"')[0]
            keepers.add(sid.partition("-")[0])
            async with http.post(f"{address}&sid={sid}", data="40") as response:
                assert response.status == 200
            async with http.get(f"{address}&sid={sid}") as response:
                assert (await response.text()).startswith("40{")
    assert keepers == {"1", "2"}


@pytest.mark.parametrize("transport", ["websocket", "polling"])
async def test_a_turn_is_played(pair: tuple[Player, Player], transport: str) -> None:
    oona, marek = pair
    for player in pair:
        await player.connect(transport=transport, auth={"game_code": oona.code, "last_seq": 0})
    await oona.start_game()
    await play_a_turn(oona, marek)


@pytest.mark.parametrize("transport", ["websocket", "polling"])
async def test_the_official_clients_play_a_turn(pair: tuple[Player, Player], proxied: cluster.Cluster, transport: str) -> None:
    async with AsyncExitStack() as after:
        oona, marek = pair
        hers, his = [await after.enter_async_context(OfficialClient(version="4.8", transport=transport)) for _ in pair]
        for client, player in ((hers, oona), (his, marek)):
            await client.connect(proxied.url, headers={"Cookie": player.cookies}, auth={"game_code": oona.code, "last_seq": 0})
            assert await client.until("connect") == {"transport": transport}
        await oona.start_game()
        await oona.generate_scenario()
        for client in (hers, his):
            assert (await client.until("new_scenario"))["scenario_id"] == (await client.until("whisper"))["scenario_id"]
            assert (await client.ask("choice_submitted", choice="I wait."))["ok"]
        await oona.resolve_turn()
        for client in (hers, his):
            await client.until("turn_resolution")
            heard = client.heard.logged()
            assert heard == sorted(set(heard))


async def test_a_rolling_restart_is_not_noticed(pair: tuple[Player, Player], proxied: cluster.Cluster) -> None:
    _, marek = pair
    rolling = asyncio.create_task(asyncio.to_thread(proxied.roll))
    said, longest = 0, 0.0
    while not rolling.done():
        began = monotonic()
        for player in pair:
            await player.post("choose_class", **{"class": ("Mage", "Bard")[said % 2]})
        said, longest = said + 1, max(longest, monotonic() - began)
        await asyncio.sleep(0.1)
    await rolling
    assert longest < 10
    events = (await marek.replay())["events"]
    assert [each["data"]["seq"] for each in events] == list(range(1, len(events) + 1))
    assert sum(each["event"] == "class_chosen" for each in events) == 2 * said


def test_whoever_sends_a_header_drop_by_drop_is_cut_off(proxied: cluster.Cluster) -> None:
    host, _, port = proxied.url.removeprefix("http://").partition(":")
    with socket.create_connection((host, int(port)), timeout=15) as slow:
        slow.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n")
        with suppress(ConnectionResetError):
            assert slow.recv(100) == b""


def test_figures_are_not_for_the_world(proxied: cluster.Cluster) -> None:
    host, _, port = proxied.url.removeprefix("http://").partition(":")
    with socket.create_connection((host, int(port)), timeout=5) as world:
        world.sendall(f"GET /metrics HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
        assert b" 404 " in world.recv(100)


async def test_what_the_proxy_refuses_is_refused_as_everywhere(pair: tuple[Player, Player]) -> None:
    with pytest.raises(RefusedError) as refused:
        await pair[0].post("make_choice", choice="x" * 200_000)
    assert (refused.value.code, refused.value.status) == ("PAYLOAD_TOO_LARGE", 413)


async def test_without_limits_the_proxy_counts_nobody(proxied: cluster.Cluster) -> None:
    """As the contract says of ``RATE_LIMITS=off``; with them it is 200 connections."""
    async with AsyncExitStack() as after:
        for _ in range(210):
            raw = await after.enter_async_context(RawSocket(proxied.url))
        await raw.hear("0{")
