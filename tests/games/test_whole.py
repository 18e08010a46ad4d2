"""Who waits for the one writer of SQLite does not wait for ever, and not once more for each thing that is waited for."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Any

import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.db import OperationalError, connection, connections

from games.models import Event
from games.services import patience
from games.services.whole import whole
from games.sessions import SessionStore
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


@contextmanager
def another_process_writes() -> Iterator[None]:
    """SQLite's own lock is taken."""
    other = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other.execute("ROLLBACK")
        other.close()


def waits_of_sqlite() -> int:
    """Milliseconds."""
    with connection.cursor() as cursor:
        return int(cursor.execute("PRAGMA busy_timeout").fetchone()[0])


def test_all_waits_of_one_piece_of_work_are_one_wait() -> None:
    usual = waits_of_sqlite()
    assert usual == patience.patience() * 1000
    with patience.since(monotonic() - patience.patience() + 1):
        assert 0 < waits_of_sqlite() <= 1000
        with whole():
            assert waits_of_sqlite() <= 1000
        with patience.since(monotonic()):
            assert waits_of_sqlite() <= 1000, "it counts from the first moment"
        assert 0 < waits_of_sqlite() <= 1000
    assert waits_of_sqlite() == usual
    with another_process_writes(), patience.since(monotonic() - 2 * patience.patience()):
        began = monotonic()
        with pytest.raises(OperationalError), whole():
            pass
        assert monotonic() - began < patience.patience() / 2
    assert waits_of_sqlite() == usual
    with whole():
        pass


def test_a_session_that_cannot_be_kept_was_not_deleted() -> None:
    session = SessionStore()
    session["told"] = 1
    session.save()
    with another_process_writes(), patience.since(monotonic() - patience.patience()), pytest.raises(OperationalError):
        session.save()
    session.save()
    SessionStore(session.session_key).delete()
    with pytest.raises(UpdateError):
        session.save()


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
