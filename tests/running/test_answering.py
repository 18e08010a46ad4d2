"""How requests of Django's are answered: each in one thread that stays, and nobody waits for a thread without bound."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.signals import request_finished, request_started
from django.http import HttpRequest, HttpResponse

from arcane_site import answering
from arcane_site.answering import CHUNK, Answering
from games import health
from realtime import work

# Whoever had to wait for a thread has the database wait less.
pytestmark = pytest.mark.django_db(transaction=True)

Message = dict[str, Any]


class Asked:
    """One request, and what was sent for it."""

    def __init__(self, path: str, *body: bytes, method: str = "GET", headers: dict[str, str] | None = None) -> None:
        pairs = [(name.encode(), value.encode()) for name, value in {"host": "127.0.0.1", **(headers or {})}.items()]
        self.scope = {
            "type": "http", "method": method, "path": path, "raw_path": path.encode(), "query_string": b"", "headers": pairs,
            "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 80), "scheme": "http", "http_version": "1.1",
        }  # fmt: skip
        parts = body or (b"",)
        self._coming: list[Message] = [
            {"type": "http.request", "body": part, "more_body": number + 1 < len(parts)} for number, part in enumerate(parts)
        ]
        self.sent: list[Message] = []

    async def of(self, application: Answering) -> "Asked":
        await application(self.scope, self._receive, self._send)
        return self

    def goes_before_it_is_whole(self) -> "Asked":
        self._coming = [{"type": "http.request", "body": b"{", "more_body": True}, {"type": "http.disconnect"}]
        return self

    @property
    def status(self) -> int:
        return int(self.sent[0]["status"])

    @property
    def body(self) -> bytes:
        return b"".join(message["body"] for message in self.sent[1:])

    async def _receive(self) -> Message:
        return self._coming.pop(0)

    async def _send(self, message: Message) -> None:
        self.sent.append(message)


@pytest.fixture
def threads() -> Iterator[list[int]]:
    """In which thread each request began and ended, in turn."""
    seen: list[int] = []

    def note(**_: Any) -> None:
        seen.append(threading.get_ident())

    request_started.connect(note)
    request_finished.connect(note)
    yield seen
    request_started.disconnect(note)
    request_finished.disconnect(note)


async def test_each_request_is_answered_in_one_of_a_few_threads(threads: list[int]) -> None:
    application = Answering()
    for _ in range(3 * answering.THREADS_ASIDE):
        assert (await Asked("/healthz").of(application)).status == 200
    begun, ended = threads[::2], threads[1::2]
    assert begun == ended and len(begun) == 3 * answering.THREADS_ASIDE
    assert len(set(begun)) <= answering.THREADS_ASIDE and threading.get_ident() not in begun


async def test_a_body_may_come_in_parts() -> None:
    headers = {"content-type": "application/json", "content-length": "2"}
    whole = await Asked("/api/nothing", b"{}", method="POST", headers=headers).of(Answering())
    parts = await Asked("/api/nothing", b"{", b"}", method="POST", headers=headers).of(Answering())
    assert whole.status == parts.status == 404
    assert whole.body == parts.body


async def test_whoever_goes_before_they_have_asked_is_not_answered() -> None:
    assert (await Asked("/api/nothing", method="POST").goes_before_it_is_whole().of(Answering())).sent == []


async def test_a_file_comes_in_pieces(settings: Any, tmp_path: Path) -> None:
    settings.STATIC_ROOT = tmp_path
    content = bytes(range(256)) * 1024 + b"the end"
    (tmp_path / "long.bin").write_bytes(content)
    asked = await Asked("/static/long.bin").of(Answering())
    assert asked.status == 200 and asked.body == content
    assert max(len(message["body"]) for message in asked.sent[1:]) <= CHUNK
    assert [message.get("more_body", False) for message in asked.sent[1:]] == [True] * (len(asked.sent) - 2) + [False]


async def test_what_breaks_is_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health.urlpatterns[0], "callback", _broken)
    assert (await Asked("/healthz").of(Answering())).status == 500


async def test_an_address_that_is_none_is_refused() -> None:
    asked = Asked("/x")
    asked.scope["headers"] = [(b"host", b"127.0.0.1"), (b"content-length", b"many")]
    assert (await asked.of(Answering())).status == 404


@pytest.mark.parametrize(("path", "kind"), [("/api/nothing", "application/json"), ("/nothing", "text/html")])
async def test_nobody_waits_without_bound_for_a_thread(path: str, kind: str, all_busy: Callable[[], Answering]) -> None:
    application = all_busy()
    asked = await Asked(path).of(application)
    assert asked.status == 503
    assert dict(asked.sent[0]["headers"])[b"Content-Type"].decode().startswith(kind)


async def test_that_the_process_is_up_is_told_while_all_threads_are_busy(all_busy: Callable[[], Answering]) -> None:
    assert (await Asked("/healthz").of(all_busy())).status == 200


@pytest.fixture
def all_busy(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], Answering]]:
    """An application whose only thread for requests has something to do until the test is over."""
    over = threading.Event()
    monkeypatch.setattr(answering, "THREADS", 1)
    monkeypatch.setattr(work, "WAIT_SECONDS", 0.1)

    def busy() -> Answering:
        application = Answering()
        application._threads._pool.submit(over.wait)
        return application

    yield busy
    over.set()


def _broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("on purpose")
