"""A command that is asked again while the first asking is still under way has one effect and one answer."""

from typing import Any
from uuid import uuid4

import pytest

from games.models import Turn
from games.services import scenes
from tests.games.guests import begun

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain_stories")]


def test_a_scene_that_came_meanwhile_is_the_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    host, _ = begun(2)
    ask, cmd_id, first = scenes.ask, str(uuid4()), []

    def ask_while_another_asks(**who: Any) -> Any:
        monkeypatch.setattr(scenes, "ask", ask)
        first.append(host.act("generate_scenario", cmd_id=cmd_id))
        return ask(**who)

    monkeypatch.setattr(scenes, "ask", ask_while_another_asks)
    assert host.act("generate_scenario", cmd_id=cmd_id) == {**first[0], "replayed": True}
    assert Turn.objects.count() == 1


def test_a_scene_that_another_command_opened_meanwhile_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    host, _ = begun(2)
    ask = scenes.ask

    def ask_while_another_asks(**who: Any) -> Any:
        monkeypatch.setattr(scenes, "ask", ask)
        host.act("generate_scenario", cmd_id=str(uuid4()))
        return ask(**who)

    monkeypatch.setattr(scenes, "ask", ask_while_another_asks)
    assert host.post("generate_scenario", game_code=host.code, cmd_id=str(uuid4())).code == "TURN_OPEN"
