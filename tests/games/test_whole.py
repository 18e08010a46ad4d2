"""Who waits for the one writer of SQLite does not wait for ever."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection, connections

from games.models import Event
from games.services.whole import whole
from tests.games.guests import table

pytestmark = pytest.mark.django_db(transaction=True)


@contextmanager
def somebody_writes() -> Iterator[None]:
    """Another thread of this process in the middle of a command."""
    inside, done = threading.Event(), threading.Event()

    def write() -> None:
        try:
            with whole():
                inside.set()
                done.wait(30)
        finally:
            connections.close_all()

    writer = threading.Thread(target=write)
    writer.start()
    assert inside.wait(10)
    try:
        yield
    finally:
        done.set()
        writer.join(10)


def test_a_writer_that_stands_still_keeps_nobody_waiting_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    host, sefu = table(2)
    patience: dict[str, Any] = {**connection.settings_dict["OPTIONS"], "timeout": 0.2}
    monkeypatch.setitem(connection.settings_dict, "OPTIONS", patience)
    with somebody_writes():
        told = Event.objects.count()
        assert sefu.post("choose_class", **{"class": "Bard"}).code == "SERVICE_UNAVAILABLE"
        assert Event.objects.count() == told
    assert sefu.post("choose_class", **{"class": "Bard"}).code is None
    assert host.read("game_state")["phase"] == "lobby"
