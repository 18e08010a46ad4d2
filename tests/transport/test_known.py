"""The transport is used where the libraries are inside as it knows them, and nowhere else."""

import logging
from typing import Any

import pytest
from engineio.async_socket import AsyncSocket

from arcane_site.servers import uvicorn
from realtime import announce
from realtime.server import create_server
from realtime.transport import known
from realtime.transport.protocol import EngineWire


@pytest.fixture(autouse=True)
def _server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(announce, "_server", None)
    create_server()


def test_what_is_installed_is_known() -> None:
    assert known.strange() == []


def test_every_part_exists() -> None:
    assert all(known.digest_of(name) for name in known.KNOWN)
    assert known.digest_of("engineio:no_such_thing") == ""


def test_ours_is_used(settings: Any) -> None:
    settings.REALTIME_TRANSPORT = "fast"
    assert uvicorn.websocket_protocol().func is EngineWire


def test_uvicorns_is_used_where_that_is_wished(settings: Any) -> None:
    settings.REALTIME_TRANSPORT = "stock"
    assert uvicorn.websocket_protocol() == "websockets-sansio"


def test_a_library_that_has_changed_is_noticed_and_said_in_one_line(
    settings: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    settings.REALTIME_TRANSPORT = "fast"

    async def close(self: Any, wait: bool = True, abort: bool = False, reason: Any = None) -> None:
        """Closes otherwise."""

    monkeypatch.setattr(AsyncSocket, "close", close)
    monkeypatch.delattr(AsyncSocket, "poll")
    with caplog.at_level(logging.WARNING):
        assert uvicorn.websocket_protocol() == "websockets-sansio"
    (said,) = caplog.messages
    assert said == "the fast transport is not used, since it does not know this engineio.socket:close, engineio.socket:poll"
