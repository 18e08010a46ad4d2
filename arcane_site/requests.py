"""Gives every request of HTTP its id, and tells it in ``X-Request-ID``."""

import logging
import re
from collections.abc import Awaitable, Callable, Mapping
from time import perf_counter
from typing import Any

import structlog
from django.conf import settings

from games import tracing
from realtime.addresses import is_behind_proxy

HEADER = b"x-request-id"
WELL_FORMED = re.compile(r"[A-Za-z0-9_-]{8,64}")
MOST_OF_PATH = 100

Application = Callable[[Any, Any, Any], Awaitable[None]]

log = structlog.stdlib.get_logger("codex.requests")


def named(application: Application) -> Application:
    """An ASGI application whose requests have an id: the one that a trusted proxy gave, where it is well formed, or a new one."""

    async def answer(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await application(scope, receive, send)
            return
        with tracing.Request(given(scope)) as request_id:
            status, began = 0, perf_counter()

            async def send_named(message: Any) -> None:
                nonlocal status
                if message["type"] == "http.response.start":
                    status = message["status"]
                    message["headers"] = [*message.get("headers", ()), (HEADER, request_id.encode())]
                await send(message)

            try:
                await application(scope, receive, send_named)
            finally:
                if settings.LOG_REQUESTS:
                    _log(scope, status, perf_counter() - began)

    return answer


def given(scope: Mapping[str, Any]) -> str | None:
    """The id that stands in the request, if it may be believed."""
    said = [value.decode("latin-1") for name, value in scope["headers"] if name.lower() == HEADER]
    return said[0] if len(said) == 1 and WELL_FORMED.fullmatch(said[0]) and is_behind_proxy(scope) else None


def _log(scope: Mapping[str, Any], status: int, seconds: float) -> None:
    """One line. The query is left out: it may hold the id of a line."""
    level = logging.ERROR if status >= 500 and status != 503 else logging.INFO
    log.log(level, "request", method=scope["method"], path=scope["path"][:MOST_OF_PATH], status=status, ms=round(seconds * 1000, 1))
