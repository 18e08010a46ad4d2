"""The whole game in the test's own event loop, HTTP and sockets, so that single functions of it can be broken on purpose."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
import socketio
import uvicorn

from arcane_site.answering import Answering
from realtime import background, presence
from realtime.server import create_server
from tests.realtime.conftest import _forgotten  # noqa: F401  a fixture
from tests.realtime.sockets import until
from tests.support.ports import free_port


@pytest.fixture
def plain_stories(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.SCENARIO_SOURCE = "tests.games.storyteller:Storyteller"
    settings.RATE_LIMITS = False
    monkeypatch.setattr(presence, "GRACE_SECONDS", 0.4)


@pytest.fixture
async def whole_game(_forgotten: None, plain_stories: None) -> AsyncIterator[str]:  # noqa: F811
    """The address of a running server with both doors."""
    port = free_port()
    app = socketio.ASGIApp(create_server(), other_asgi_app=Answering())
    running = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_level="critical", lifespan="off", ws="wsproto"))
    task = asyncio.create_task(running.serve())
    await until(lambda: running.started)
    yield f"http://127.0.0.1:{port}"
    running.should_exit = running.force_exit = True
    await task
    for each in list(background._running):
        each.cancel()
    await asyncio.gather(*background._running, return_exceptions=True)
