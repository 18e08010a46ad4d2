"""Everybody chooses at the very same moment, one of them from two tabs: one choice each, one of them the last, one resolution."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from time import monotonic

import pytest
from django.db import connection, connections

from games.errors import GameError
from games.models import Person
from games.services import scenes, seats, turns
from games.wire.answers import Progress
from tests.faults import stored
from tests.faults.checker import violations

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres, pytest.mark.usefixtures("plain_stories")]

NAMES = ("Oona", "Sefu", "Ines", "Marek")
TURNS_OF_A_GAME = 50
LATE = {"ALREADY_CHOSEN", "TURN_RESOLVED", "GAME_FINISHED"}

Answer = Progress | str
Race = Callable[[list[Callable[[], Progress]]], list[Answer]]


@contextmanager
def starting_line(count: int) -> Iterator[Race]:
    """Threads that act together, each on a database connection of its own for the whole time."""
    gate = threading.Barrier(count)

    def act(each: Callable[[], Progress]) -> Answer:
        gate.wait(30)
        try:
            return each()
        except GameError as error:
            return error.code.name

    def part(_: int) -> None:
        gate.wait(30)
        connections.close_all()

    with ThreadPoolExecutor(count) as pool:
        yield lambda acts: list(pool.map(act, acts))
        list(pool.map(part, range(count)))


def play(race: Race, count: int, seen: Counter[str]) -> None:
    """One game of so many turns, each of them a race."""
    people = [Person.objects.create(name=name) for name in NAMES]
    code = seats.create(person=people[0], terms=seats.Terms(auto_resolve=True, max_turns=TURNS_OF_A_GAME)).game_code
    for person in people[1:]:
        seats.join(person=person, code=code)
    turns.start(person=people[0], code=code)
    for number in range(1, count + 1):
        scenes.generate(person=people[0], code=code)
        hurried = people[number % len(people)]
        answers = race(
            [partial(turns.choose, person=person, code=code, choice="hold", turn_number=number) for person in [*people, hurried]]
        )
        made = [answer for answer in answers if isinstance(answer, Progress)]
        assert len(made) == len(people), answers
        assert [answer.all_submitted for answer in made].count(True) == 1, answers
        assert sorted(answer.choices_submitted for answer in made) == [1, 2, 3, 4]
        late = [answer for answer in answers if isinstance(answer, str)]
        assert set(late) <= LATE, late
        seen.update(late)


def raced(total: int) -> None:
    """So many raced turns, and what the database holds of them."""
    began, seen, left = monotonic(), Counter[str](), total
    with starting_line(len(NAMES) + 1) as race:
        while left:
            play(race, min(left, TURNS_OF_A_GAME), seen)
            left -= min(left, TURNS_OF_A_GAME)
    kept = stored.in_django()
    last = [event for game in kept.games.values() for event in game.events if event["data"].get("all_submitted")]
    seconds = monotonic() - began
    print(
        f"\n{connection.vendor}: {total} raced turns, {total * (len(NAMES) + 1)} submissions in {seconds:.0f} s: {kept.of('player_chose')}"
    )
    print(f"choices told, {len(last)} of them the last, {kept.of('turn_resolution')} resolutions; too late: {dict(seen)}")
    assert violations([], kept) == []
    assert (len(last), kept.of("turn_resolution"), kept.of("player_chose")) == (total, total, total * len(NAMES))
    assert sum(len(game.choices) for game in kept.games.values()) == total * len(NAMES)


def test_fifty_raced_turns() -> None:
    raced(50)


@pytest.mark.long
@pytest.mark.timeout(1200)
def test_two_thousand_raced_turns() -> None:
    raced(2000)
