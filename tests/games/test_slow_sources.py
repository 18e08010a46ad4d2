"""A source that takes its time: the table is free meanwhile, and nobody asks it twice."""

import threading
from collections.abc import Callable, Iterator

import pytest
from django.db import connection

from games.models import Game, Person
from games.scenarios.model import Scenario, ScenarioError, ScenarioRequest
from games.services import scenes, seats, talk, teller, turns
from tests.games.guests import begun

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]


class Slow:
    """Tells a scene once it is let; ``asked`` is set when somebody waits for it."""

    def __init__(self, tell: Callable[[ScenarioRequest], Scenario]) -> None:
        self.tell = tell
        self.asked, self.let = threading.Event(), threading.Event()

    def __call__(self, request: ScenarioRequest) -> Scenario:
        self.asked.set()
        assert self.let.wait(20)
        return self.tell(request)


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Iterator[Slow]:
    source = Slow(teller.generated)
    monkeypatch.setattr(teller, "generated", source)
    yield source
    source.let.set()


def table() -> tuple[Person, Person, str]:
    ines, marek = (Person.objects.create(name=name) for name in ("Ines", "Marek"))
    code = seats.create(person=ines, terms=seats.Terms()).game_code
    seats.join(person=marek, code=code)
    turns.start(person=ines, code=code)
    return ines, marek, code


def asking(person: Person, code: str) -> threading.Thread:
    def ask() -> None:
        try:
            scenes.generate(person=person, code=code)
        finally:
            connection.close()

    thread = threading.Thread(target=ask)
    thread.start()
    return thread


def test_the_table_is_free_while_a_scene_is_written(slow: Slow) -> None:
    ines, marek, code = table()
    thread = asking(ines, code)
    assert slow.asked.wait(20)
    assert talk.say(person=marek, code=code, text="Is it coming?").seq
    with pytest.raises(scenes.GameError) as refused:
        scenes.ask(person=ines, code=code)
    assert refused.value.code.name == "GENERATION_IN_PROGRESS"
    assert 0 < refused.value.extra["retry_after"] <= scenes.MOST_SECONDS
    slow.let.set()
    thread.join(20)
    assert Game.objects.get(code=code).turn_number == 1


def test_who_stands_up_meanwhile_is_whispered_nothing(slow: Slow) -> None:
    ines, marek, code = table()
    thread = asking(ines, code)
    assert slow.asked.wait(20)
    seats.leave(person=marek, code=code)
    slow.let.set()
    thread.join(20)
    game = Game.objects.get(code=code)
    assert [whisper.player.name for whisper in game.turns.get().whispers.all()] == ["Ines"]


def test_a_source_that_fails_may_be_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def silent(request: ScenarioRequest) -> Scenario:
        raise ScenarioError("nobody is there")

    host, _ = begun(2)
    monkeypatch.setattr(teller, "generated", silent)
    assert host.post("generate_scenario").code == "GENERATION_FAILED"
    monkeypatch.undo()
    assert host.post("generate_scenario").code is None
