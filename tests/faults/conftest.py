"""The whole game in the test's own event loop, HTTP and sockets, so that single functions of it can be broken on purpose."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import socketio

from arcane_site.answering import Answering
from realtime import presence
from realtime.server import create_server
from tests.realtime.conftest import _forgotten  # noqa: F401  a fixture
from tests.support.serving import serving


@pytest.fixture
def plain_stories(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.SCENARIO_SOURCE = "tests.games.storyteller:Storyteller"
    settings.RATE_LIMITS = False
    monkeypatch.setattr(presence, "GRACE_SECONDS", 0.4)


@pytest.fixture
async def whole_game(_forgotten: None, plain_stories: None) -> AsyncIterator[str]:  # noqa: F811
    """The address of a running server with both doors."""
    async with serving(socketio.ASGIApp(create_server(), other_asgi_app=Answering())) as url:
        yield url
