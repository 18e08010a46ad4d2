"""A source that fails in whatever way: one refusal, a traceback in the log, and nothing has changed."""

from typing import Any

import pytest

from games.models import Choice, Event, Game, Turn
from tests.games.guests import Guest, at_turn, begun

pytestmark = pytest.mark.django_db

SOURCES = "tests.games.storyteller:"


def stored() -> list[Any]:
    """All but when somebody last did something: the host did ask."""
    rows = [list(model.objects.order_by("pk").values()) for model in (Event, Choice, Turn)]
    return [*rows, [{**game, "active_at": None} for game in Game.objects.order_by("pk").values()]]


class Failing:
    """Has one source tell the stories, and then the usual one again."""

    def __init__(self, settings: Any, caplog: pytest.LogCaptureFixture) -> None:
        self._settings, self._caplog = settings, caplog

    def refuses(self, source: str, guest: Guest, call: str, **body: Any) -> None:
        before = stored()
        self._settings.SCENARIO_SOURCE = SOURCES + source
        self._caplog.clear()
        assert guest.post(call, game_code=guest.code, **body).code == "GENERATION_FAILED"
        assert stored() == before
        (line,) = [each for each in self._caplog.records if each.name == "games.services.teller"]
        assert "the source could not tell" in line.getMessage() and SOURCES + source in line.getMessage()
        assert line.exc_info or "exc_info" in line.getMessage()
        self._settings.SCENARIO_SOURCE = SOURCES + "Storyteller"
        guest.act(call, **body)


@pytest.fixture
def failing(settings: Any, caplog: pytest.LogCaptureFixture) -> Failing:
    return Failing(settings, caplog)


@pytest.mark.parametrize("source", ["scene_raises", "scene_is_none", "cannot_be_made", "Silent", "nobody"])
def test_no_scene_comes(failing: Failing, source: str) -> None:
    failing.refuses(source, begun(2)[0], "generate_scenario")


@pytest.mark.parametrize("source", ["outcome_raises", "outcome_is_none", "cannot_be_made", "nobody"])
def test_no_outcome_comes(failing: Failing, source: str) -> None:
    failing.refuses(source, at_turn(2)[0], "resolve_turn", force=True)


@pytest.mark.parametrize("source", ["outcome_raises", "outcome_is_none"])
def test_the_last_choice_is_not_taken_where_no_outcome_comes(failing: Failing, source: str) -> None:
    host, sefu = at_turn(2, auto_resolve=True)
    host.act("make_choice", choice="hold")
    failing.refuses(source, sefu, "make_choice", choice="hold")


@pytest.mark.parametrize("source", ["epilogue_raises", "epilogue_is_none"])
def test_no_epilogue_comes(failing: Failing, source: str) -> None:
    failing.refuses(source, at_turn(2)[0], "end_game")
    failing.refuses(source, at_turn(2, max_turns=1)[0], "resolve_turn", force=True)
