"""Django's requests, each answered in one thread from its beginning to its end.

Django's own handler for ASGI makes a thread for each request, which opens a database connection of its own, and goes to and fro between it
and the event loop at middleware and views. Here a few threads stay, and so do their connections.
"""

import io
from collections.abc import Iterator
from contextvars import copy_context
from functools import partial
from typing import Any, NamedTuple

from django.core.exceptions import RequestAborted
from django.core.handlers.asgi import ASGIHandler, get_script_prefix
from django.core.handlers.base import BaseHandler
from django.core.signals import request_started
from django.db import OperationalError
from django.http import HttpResponseBase
from django.urls import set_script_prefix

from games.api.middleware import unavailable
from realtime.work import Threads

THREADS = 12
THREADS_ASIDE = 2
CHUNK = 64 * 1024
WITHOUT_DATABASE = ("/static/", "/healthz")
"""What is answered aside from the rest: it must not wait for those who wait for a database that does not answer."""


class Answer(NamedTuple):
    """A response as it goes out. ``pieces`` gives the body where it is not there as a whole; then ``response`` is to be closed."""

    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes
    pieces: Iterator[bytes] | None
    response: HttpResponseBase


class Answering(ASGIHandler):
    """The ASGI application of the pages and the API."""

    def __init__(self) -> None:
        BaseHandler.__init__(self)
        self.load_middleware(is_async=False)
        self._threads = Threads(THREADS, "request")
        self._aside = Threads(THREADS_ASIDE, "aside")

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answers one request. What was begun is carried out, also for a client that has gone meanwhile."""
        if scope["type"] != "http":
            raise ValueError(f"Django answers HTTP only, not {scope['type']}.")
        try:
            body = await self._received(receive)
        except RequestAborted:
            return
        threads = self._aside if scope["path"].startswith(WITHOUT_DATABASE) else self._threads
        try:
            answer = await threads.run(partial(copy_context().run, self._answer, scope, body))
        except OperationalError as error:  # no thread was free
            answer = self._refusal(scope, error)
        await send({"type": "http.response.start", "status": answer.status, "headers": answer.headers})
        if answer.pieces is not None:
            await self._send_pieces(answer.pieces, answer.response, send)
        await send({"type": "http.response.body", "body": answer.body})

    async def _received(self, receive: Any) -> Any:
        """The body as a file. Most come in one message; Django's own way is for the others."""
        first = await receive()
        if first["type"] == "http.request" and not first.get("more_body"):
            return io.BytesIO(first.get("body", b""))
        came = iter([first])

        async def again() -> Any:
            return next(came, None) or await receive()

        return await self.read_body(again)

    def _answer(self, scope: Any, body: Any) -> Answer:
        set_script_prefix(get_script_prefix(scope))
        request_started.send(sender=type(self), scope=scope)
        request, refused = self.create_request(scope, body)
        response: Any = self.get_response(request) if request is not None else refused
        response._handler_class = type(self)
        if response.streaming:
            response.block_size = CHUNK
            return Answer(response.status_code, _headers(response), b"", iter(response), response)
        answer = Answer(response.status_code, _headers(response), response.content, None, response)
        response.close()
        return answer

    def _refusal(self, scope: Any, error: OperationalError) -> Answer:
        request, refused = self.create_request(scope, io.BytesIO())
        response: Any = unavailable(request, error) if request is not None else refused
        return Answer(response.status_code, _headers(response), response.content, None, response)

    async def _send_pieces(self, pieces: Iterator[bytes], response: HttpResponseBase, send: Any) -> None:
        try:
            while piece := await self._aside.run(partial(next, pieces, b"")):
                await send({"type": "http.response.body", "body": piece, "more_body": True})
        finally:
            await self._aside.run(response.close)


def _headers(response: HttpResponseBase) -> list[tuple[bytes, bytes]]:
    """In the case that they were given in: some clients mind, who should not."""
    plain = [(name.encode("ascii"), value.encode("latin-1")) for name, value in response.items()]
    return plain + [(b"Set-Cookie", cookie.output(header="").strip().encode("ascii")) for cookie in response.cookies.values()]
