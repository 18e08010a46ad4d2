"""Commands that come while somebody writes share one commit of SQLite, and nothing else."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from typing import Any

import pytest
from django.db import IntegrityError, OperationalError, connection, connections
from django.db.backends.sqlite3.base import DatabaseWrapper

from games import outbox
from games.errors import ErrorCode, GameError
from games.models import Choice, Event, Game, Person
from games.services import together, turns
from games.services.table import opened
from tests.games.guests import Guest, at_turn

pytestmark = pytest.mark.django_db(transaction=True)

Act = Callable[[], Any]


@pytest.fixture(autouse=True)
def _on_sqlite() -> None:
    assert connection.vendor == "sqlite"


@pytest.fixture
def commits(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Which threads have committed, in turn."""
    made: list[int] = []
    commit = DatabaseWrapper._commit

    def noted(self: Any) -> Any:
        made.append(threading.get_ident())
        return commit(self)

    monkeypatch.setattr(DatabaseWrapper, "_commit", noted)
    return made


@pytest.fixture
def told() -> Iterator[list[str]]:
    """What was published, as it was published."""
    heard: list[str] = []

    def hear(published: outbox.Published) -> None:
        heard.extend(fact.name for fact in published.facts)

    outbox.listen(hear)
    yield heard
    outbox._listeners.remove(hear)


@contextmanager
def in_line(acts: Sequence[Act]) -> Iterator[list["Future[Any]"]]:
    """Lets all acts stand in line behind somebody who writes; within, they are carried out."""
    free, writes = threading.Event(), threading.Event()

    def write() -> None:
        writes.set()
        assert free.wait(20)

    def act(each: Act) -> Any:
        try:
            return together.stored(each)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts) + 1) as pool:
        first = pool.submit(act, write)
        assert writes.wait(20)
        waiting = []
        for number, each in enumerate(acts, 1):
            waiting.append(pool.submit(act, each))
            until(lambda number=number: len(together._waiting) == number)  # type: ignore[misc]
        free.set()
        first.result(20)
        yield waiting


def until(condition: Callable[[], bool]) -> None:
    for _ in range(2000):
        if condition():
            return
        time.sleep(0.01)
    raise AssertionError("never")


def choosing(guest: Guest) -> Act:
    person = Person.objects.get(name=guest.name)
    return partial(turns.choose, person=person, code=guest.code, choice="hold")


def test_what_waits_is_committed_at_once(commits: list[int], told: list[str]) -> None:
    guests = at_turn(4)
    commits.clear()
    told.clear()
    with in_line([choosing(guest) for guest in guests]) as waiting:
        submitted = [each.result(20).choices_submitted for each in waiting]
    assert sorted(submitted) == [1, 2, 3, 4]
    assert len(commits) == 2  # of whoever wrote before, and of all who waited
    assert told == ["player_chose"] * 4
    assert Choice.objects.count() == 4
    assert list(Event.objects.values_list("seq", flat=True)) == list(range(1, Game.objects.get().seq + 1))


def test_who_is_refused_is_refused_alone(commits: list[int], told: list[str]) -> None:
    host, sefu, ines = at_turn(3)
    before = Game.objects.get().seq
    commits.clear()
    told.clear()
    with in_line([choosing(host), choosing(host), choosing(sefu), _fail, choosing(ines)]) as waiting:
        errors = [each.exception(20) for each in waiting]
    assert [type(each) for each in errors if each] == [GameError, ZeroDivisionError]
    assert {each.code for each in errors if isinstance(each, GameError)} == {ErrorCode.ALREADY_CHOSEN}
    assert len(commits) == 2
    assert told == ["player_chose"] * 3
    assert Game.objects.get().seq == before + 3 == Event.objects.count()


def test_half_of_a_command_is_not_stored() -> None:
    host, sefu = at_turn(2)

    def half() -> None:
        choosing_host()
        raise GameError(ErrorCode.NOT_HOST)

    choosing_host = choosing(host)
    with in_line([half, choosing(sefu)]) as waiting:
        assert isinstance(waiting[0].exception(20), GameError)
        assert waiting[1].result(20).choices_submitted == 1
    assert Choice.objects.get().player.name == sefu.name


def test_nothing_is_told_or_answered_when_the_commit_fails(monkeypatch: pytest.MonkeyPatch, told: list[str]) -> None:
    guests = at_turn(3)
    before = Event.objects.count()
    told.clear()
    acts = [choosing(guest) for guest in guests]
    with monkeypatch.context() as patched, in_line([partial(_break_commits, patched), *acts]) as waiting:
        errors = [each.exception(20) for each in waiting]
    assert [type(each) for each in errors] == [OperationalError] * 4
    assert told == []
    assert (Choice.objects.count(), Event.objects.count()) == (0, before)
    with in_line(acts) as waiting:  # and the next are carried out as if nothing had been
        assert sorted(each.result(20).choices_submitted for each in waiting) == [1, 2, 3]


def test_what_only_the_commit_finds_wrong_is_the_fault_of_one(told: list[str]) -> None:
    host, sefu = at_turn(2)
    told.clear()
    with in_line([choosing(host), _leave_an_orphan, choosing(sefu)]) as waiting:
        errors = [each.exception(20) for each in waiting]
    assert [type(each) for each in errors if each] == [IntegrityError]
    assert Choice.objects.count() == 2
    assert told == ["player_chose"] * 2


def test_who_has_waited_too_long_is_not_carried_out_afterwards(monkeypatch: pytest.MonkeyPatch) -> None:
    host, sefu = at_turn(2)
    monkeypatch.setitem(connection.settings_dict, "OPTIONS", {**connection.settings_dict["OPTIONS"], "timeout": 0.2})
    free, writes = threading.Event(), threading.Event()
    act = choosing(host)
    writer = threading.Thread(target=_write_until, args=(free, writes))
    writer.start()
    try:
        assert writes.wait(20)
        with pytest.raises(OperationalError, match="locked"):
            together.stored(act)
    finally:
        free.set()
        writer.join(20)
    assert choosing(sefu)().choices_submitted == 1
    assert together._waiting == []


def test_within_a_transaction_there_is_no_other() -> None:
    host, sefu = at_turn(2)

    def both() -> None:
        together.stored(choosing_host)
        together.stored(choosing_sefu)
        raise GameError(ErrorCode.NOT_HOST)

    choosing_host, choosing_sefu = choosing(host), choosing(sefu)
    with pytest.raises(GameError):
        together.stored(both)
    assert Choice.objects.count() == 0
    with opened(host.code) as table:
        assert together.stored(lambda: table.game.code) == host.code


def _write_until(free: threading.Event, writes: threading.Event) -> None:
    def write() -> None:
        writes.set()
        assert free.wait(20)

    try:
        together.stored(write)
    finally:
        connections.close_all()


def _fail() -> None:
    raise ZeroDivisionError


def _leave_an_orphan() -> None:
    """A row whose person is nobody: SQLite looks at that when it commits."""
    player = Game.objects.get().players.all()[0]
    with connection.cursor() as cursor:
        cursor.execute("UPDATE games_player SET person_id = %s WHERE id = %s", ["0" * 32, player.pk])


def _break_commits(patched: pytest.MonkeyPatch) -> None:
    def refuse(self: Any) -> None:
        raise OperationalError("disk I/O error")

    patched.setattr(DatabaseWrapper, "_commit", refuse)
