"""Whatever number of processes look for due turns, each is woken once, and nobody waits in line for it."""

from collections.abc import Iterator
from datetime import timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection, connections, transaction
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from games import deadlines
from games.models import Event, Game, Turn
from tests.conftest import NewPlayer, NewSite
from tests.games.guests import at_turn

CLOCKS = 6
TURNS = 20

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def unlimited(settings: Any) -> None:
    settings.RATE_LIMITS = False
    settings.SCENARIO_SOURCE = "tests.games.storyteller:Storyteller"


@pytest.fixture
def due() -> Iterator[None]:
    for _ in range(TURNS):
        at_turn(1, turn_seconds=60)
    past = timezone.now() - timedelta(seconds=1)
    Turn.objects.update(deadline=past, wake_at=past)
    yield
    connections.close_all()


def all_at_once(count: int) -> list[int]:
    """How many turns each of so many clocks has woken."""
    woken, barrier = [0] * count, Barrier(count)

    def look(number: int) -> None:
        barrier.wait()
        while Turn.objects.filter(resolved_at=None).exists():
            woken[number] += deadlines.run_due()
        connections.close_all()

    threads = [Thread(target=look, args=(number,)) for number in range(count)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return woken


@pytest.mark.postgres
@pytest.mark.usefixtures("due")
def test_each_turn_is_woken_by_one() -> None:
    assert sum(all_at_once(CLOCKS)) == TURNS
    assert Event.objects.filter(name="turn_resolution").count() == TURNS


@pytest.mark.postgres
@pytest.mark.usefixtures("due")
def test_who_finds_the_table_locked_passes_by() -> None:
    if not connection.features.has_select_for_update_skip_locked:
        assert deadlines.run_due() == TURNS  # SQLite has one lock for everything, and waits for it
        return
    locked = Game.objects.order_by("pk").first()
    assert locked is not None
    with transaction.atomic():
        Game.objects.select_for_update().get(pk=locked.pk)
        woken: list[int] = []
        other = Thread(target=lambda: (woken.append(deadlines.run_due()), connections.close_all()))
        other.start()
        other.join()
    assert woken == [TURNS - 1]
    assert deadlines.run_due() == 1


@pytest.mark.postgres
@pytest.mark.usefixtures("due")
def test_who_comes_second_asks_once() -> None:
    deadlines.run_due()
    with CaptureQueriesContext(connection) as asked:
        assert deadlines.run_due() == 0
    assert len(asked) == 1


@pytest.mark.postgres
def test_the_clock_of_one_machine_does_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    at_turn(1, turn_seconds=600)
    with monkeypatch.context() as stepped:
        stepped.setattr(timezone, "now", lambda: real() + timedelta(hours=1))
        assert deadlines.run_due() == 0
    Turn.objects.update(deadline=F("deadline") - timedelta(hours=1), wake_at=F("wake_at") - timedelta(hours=1))
    with monkeypatch.context() as stepped:
        stepped.setattr(timezone, "now", lambda: real() - timedelta(hours=2))
        assert deadlines.run_due() == 1
    assert Turn.objects.get().resolved_at is not None


real = timezone.now


async def test_a_deadline_outlives_the_process_that_set_it(
    new_site: NewSite, new_player: NewPlayer, redis_url: str, new_postgres_database: Any
) -> None:
    database = new_postgres_database()
    one, other = (new_site(database_url=database, redis_url=redis_url, SECRET_KEY="k" + "0123456789" * 6) for _ in range(2))
    host = await new_player("Oona", at=one)
    await host.create_game(turn_seconds=3)
    await host.start_game()
    await host.generate_scenario()
    one.kill()
    watcher = await new_player("Sefu", at=other)
    watcher.code = host.code
    await watcher.enter()
    assert (await watcher.until("turn_resolution"))["choices"][0]["hesitated"]
    one.start()
    assert [event["event"] for event in (await watcher.get("replay", game_code=host.code))["events"]].count("turn_resolution") == 1
