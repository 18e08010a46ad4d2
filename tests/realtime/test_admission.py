"""What is looked at before there is a line: for whom the request is meant, who sends it, and on which of our transports it comes."""

from typing import Any

import aiohttp
import pytest

from realtime import announce
from realtime.lines import Line
from realtime.transport.session import Session
from tests.games.guests import Guest
from tests.realtime.sockets import NewTab, cookie_of, off

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]

WEBSOCKET, POLLING = "/socket.io/?EIO=4&transport=websocket", "/socket.io/?EIO=4&transport=polling"
OURS = ["codex.example", "codex.example:8443", "table.codex.example", "CODEX.example"]
OTHERS = ["elsewhere.example", "codex.example.elsewhere.example", "", "codex.example@elsewhere.example", "127.0.0.1"]


def lines() -> list[Line]:
    return list(announce.server().eio.lines._lines.values())


async def statuses(server: str, headers: dict[str, str]) -> list[int]:
    """What a websocket and long polling are answered with."""
    async with aiohttp.ClientSession() as http:
        try:
            async with http.ws_connect(f"{server}{WEBSOCKET}", headers=headers) as socket:
                opened = 101 if (await socket.receive_str()).startswith("0{") else 0
        except aiohttp.WSServerHandshakeError as refused:
            opened = refused.status
        async with http.get(f"{server}{POLLING}", headers=headers) as response:
            return [opened, response.status]


async def test_only_our_own_hosts_are_answered(server: str, settings: Any) -> None:
    settings.ALLOWED_HOSTS = [".codex.example"]
    assert [await statuses(server, {"Host": host}) for host in OURS] == [[101, 200]] * len(OURS)
    for host in OTHERS:
        opened, polled = await statuses(server, {"Host": host})
        assert opened in (400, 403) and polled == 400, host


@pytest.mark.parametrize("trusted", [True, False])
async def test_who_connects_is_who_a_trusted_proxy_says(tab: NewTab, settings: Any, trusted: bool) -> None:
    settings.TRUSTED_PROXIES = ["127.0.0.1"] if trusted else []
    guest = await off(Guest, "Oona")
    await tab(guest).open(headers={"X-Forwarded-For": "198.51.100.9, 203.0.113.7"})
    assert [line.address for line in lines()] == ["203.0.113.7" if trusted else "127.0.0.1"]
    assert lines()[0].cookie == cookie_of(guest).partition("=")[2]


async def test_both_transports_are_what_they_are_called(tab: NewTab, transport: str) -> None:
    await tab(await off(Guest, "Oona")).open()
    (socket,) = announce.server().eio.sockets.values()
    assert isinstance(socket, Session) is (transport == "fast")
