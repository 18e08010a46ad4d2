"""The state before an operation, and the events it told, make the state after it: for every operation, and for long random evenings.

The steps of the told evenings are kept in ``tests/fixtures/law`` for the browser's reducer. ``RECORD=1 pytest tests/games/test_law.py``
writes them anew.
"""

import json
import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from django.utils import timezone

from games.models import Game, Turn
from games.scenarios.model import Chosen
from games.services import talk
from games.services.waking import wake
from tests.games.guests import Guest, table
from tests.games.law import Witness, names_of, plain

pytestmark = pytest.mark.django_db

FOLDER = Path(__file__).parent.parent / "fixtures" / "law"


def later(seconds: float) -> None:
    """Time passes, and the server looks at the open turn."""
    turn = Turn.objects.filter(resolved_at=None).first()
    if turn is not None:
        wake(turn_id=turn.pk, now=timezone.now() + timedelta(seconds=seconds))


def an_evening() -> Witness:
    """From the first chair to the last turn."""
    oona = Guest("Oona").create(max_turns=2, max_players=4)
    sefu = Guest("Sefu")
    witness = Witness(oona.code, beside=sefu)
    see = witness.see
    see("join", lambda: sefu.join(oona.code))
    see("choose class", lambda: sefu.act("choose_class", **{"class": "Bard"}))
    see("another class", lambda: sefu.act("choose_class", **{"class": "Mage"}))
    ines = Guest("Ines")
    see("join", lambda: ines.join(oona.code))
    see("leave before the start", lambda: sefu.act("leave_game"))
    see("come back", lambda: sefu.join(oona.code))
    see("add a bot", lambda: oona.act("add_bot"))
    bot = witness.state["players"][3]["player_id"]
    see("kick a bot", lambda: oona.act("kick_player", player_id=bot))
    see("hand over", lambda: oona.act("transfer_host", player_id=sefu.seat))
    see("start", lambda: sefu.act("start_game"))
    see("generate", lambda: sefu.act("generate_scenario"))
    see("read aloud", lambda: sefu.act("share_whisper"))
    see("read aloud", lambda: oona.act("share_whisper"))
    see("choose", lambda: sefu.act("make_choice", choice="give"))
    see("say", lambda: talk.say(person=_person(ines), code=oona.code, text="Well?"))
    see("choose in own words", lambda: ines.act("make_choice", choice="Wait for the tide."))
    see("resolve with force", lambda: sefu.act("resolve_turn", force=True))
    see("generate", lambda: sefu.act("generate_scenario"))
    see("the host leaves", lambda: sefu.act("leave_game"))
    see("kick", lambda: oona.act("kick_player", player_id=ines.seat))
    see("choose", lambda: oona.act("make_choice", choice="take"))
    see("resolve to the end", lambda: oona.act("resolve_turn"))
    see("leave after the end", lambda: oona.act("leave_game"))
    return witness


def by_itself() -> Witness:
    """Deadlines, bots, and a table that resolves by itself."""
    oona, sefu, ines = table(3, turn_seconds=60, auto_resolve=True, max_players=4)
    oona.act("add_bot")
    witness = Witness(oona.code, beside=sefu)
    see = witness.see
    see("start", lambda: oona.act("start_game"))
    see("generate", lambda: oona.act("generate_scenario"))
    see("choose", lambda: sefu.act("make_choice", choice="hold"))
    see("the bot chooses", lambda: later(30))
    see("the deadline passes", lambda: later(61))
    see("generate", lambda: oona.act("generate_scenario"))
    see("the bot chooses", lambda: later(30))
    see("choose", lambda: sefu.act("make_choice", choice="hold"))
    see("choose", lambda: oona.act("make_choice", choice="hold"))
    see("the last one awaited leaves", lambda: ines.act("leave_game"))
    see("generate", lambda: oona.act("generate_scenario"))
    see("choose", lambda: oona.act("make_choice", choice="hold"))
    see("leave with the slip laid down", lambda: oona.act("leave_game"))
    see("the last person leaves", lambda: sefu.act("leave_game"))
    return witness


def broken_trust() -> Witness:
    oona, sefu = table(2)
    Game.objects.update(trust=1)
    witness = Witness(oona.code, beside=sefu)
    witness.see("start", lambda: oona.act("start_game"))
    witness.see("generate", lambda: oona.act("generate_scenario"))
    witness.see("resolve with force", lambda: oona.act("resolve_turn", force=True))
    return witness


def ended_by_the_host() -> Witness:
    oona, sefu = table(2, turn_seconds=60)
    witness = Witness(oona.code, beside=sefu)
    witness.see("start", lambda: oona.act("start_game"))
    witness.see("generate", lambda: oona.act("generate_scenario"))
    witness.see("choose", lambda: sefu.act("make_choice", choice="hold"))
    witness.see("end", lambda: oona.act("end_game"))
    return witness


EVENINGS: dict[str, Callable[[], Witness]] = {
    "an_evening": an_evening,
    "by_itself": by_itself,
    "broken_trust": broken_trust,
    "ended_by_the_host": ended_by_the_host,
}


@pytest.mark.parametrize("name", EVENINGS)
def test_holds_and_is_recorded(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("games.scenarios.bots.decide", lambda scenario, seat, **_: Chosen(seat, option_id="hold", shared=True))
    steps = EVENINGS[name]().steps
    recorded = plain(steps, names_of(steps))
    for step in recorded:
        _sort_shared(step)
    text = json.dumps(recorded, ensure_ascii=False, separators=(",", ":")).replace('{"operation"', '\n{"operation"') + "\n"
    path = FOLDER / f"{name}.json"
    if os.environ.get("RECORD"):
        FOLDER.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    assert path.is_file() and path.read_text() == text, "the recorded evening is stale: RECORD=1 pytest tests/games/test_law.py"


def test_every_fact_occurs() -> None:
    told = {event["event"] for path in FOLDER.glob("*.json") for step in json.loads(path.read_text()) for event in step["events"]}
    from games.wire.base import Fact

    assert set(Fact.registry) - told == {"deadline_changed", "announcement"}


@pytest.mark.parametrize("seed", range(4))
def test_holds_on_random_evenings(seed: int) -> None:
    chance = Random(seed)
    terms = {"auto_resolve": chance.random() < 0.5, "turn_seconds": chance.choice([0, 60]), "max_turns": 4, "max_players": 5}
    people = table(3, **terms)
    witness = Witness(people[0].code)
    for _ in range(45):
        guest = chance.choice(people)
        operation, body = chance.choice(_operations(chance, witness))
        if operation == "later":
            witness.see(operation, lambda: later(chance.choice([5, 70])))
        else:
            witness.see(f"{guest.name}: {operation} {body}", lambda: guest.post(operation, game_code=witness.state["game_code"], **body))  # noqa: B023
    assert witness.state["seq"] > 5


def _operations(chance: Random, witness: Witness) -> list[tuple[str, dict[str, object]]]:
    somebody = chance.choice(witness.state["players"] or [{"player_id": "nobody"}])["player_id"]
    often = [("make_choice", {"choice": chance.choice(["hold", "give", "take", "wait"])}), ("generate_scenario", {})]
    seldom: list[tuple[str, dict[str, object]]] = [
        ("leave_game", {}),
        ("kick_player", {"player_id": somebody}),
        ("transfer_host", {"player_id": somebody}),
        ("resolve_turn", {}),
        ("resolve_turn", {"force": True}),
        ("start_game", {}),
        ("share_whisper", {}),
        ("join_game", {}),
        ("add_bot", {}),
        ("choose_class", {"class": chance.choice(["Bard", "Mage"])}),
        ("later", {}),
    ]
    return [*often, *often, *often, *seldom]


def _person(guest: Guest) -> object:
    from games.models import Player

    return Player.objects.get(public_id=guest.seat).person


def _sort_shared(step: dict[str, object]) -> None:
    """Ids are drawn, and so is their order."""
    scene = step["after"]["scenario"]  # type: ignore[index]
    if scene:
        scene["shared"].sort()
