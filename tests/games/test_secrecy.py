"""Nobody gets a whisper or an open choice that is not theirs, by whatever call, while the story lasts."""

import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest

from games.models import Choice, Person, Whisper
from tests.games.calls import READS, READS_OF_A_TABLE
from tests.games.guests import Guest, begun, events

pytestmark = pytest.mark.django_db

CHOSEN = "I hide the copper key under the third stone, says "


@pytest.fixture(params=["house", "tests.games.storyteller:Storyteller"])
def source(request: pytest.FixtureRequest, settings: Any) -> None:
    settings.SCENARIO_SOURCE = request.param


@pytest.fixture
def logged() -> Iterator[list[str]]:
    """Everything that any logger was given, however unimportant."""
    lines: list[str] = []

    class Note(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(self.format(record))

    note, root = Note(logging.DEBUG), logging.getLogger()
    before = root.level
    root.addHandler(note)
    root.setLevel(logging.DEBUG)
    logging.getLogger("django.db.backends").setLevel(logging.INFO)  # statements, which carry everything, are printed by no setting of ours
    yield lines
    root.removeHandler(note)
    root.setLevel(before)


def look_around(guest: Guest, code: str) -> None:
    """Asks for everything that can be asked for."""
    for call in READS:
        guest.get(call, **({"game_code": code} if call in READS_OF_A_TABLE else {}))
    guest.get("game_state", game_code=code, since=0)
    guest.post("join_game", game_code=code)
    guest.post("start_game", game_code=code)


def test_while_the_story_lasts_everybody_knows_their_own_only(source: None, logged: list[str]) -> None:
    people = begun(4)
    host, sefu, ines, marek = people
    host.act("kick_player", player_id=marek.seat)
    watching, stranger = Guest("Yun"), Guest()
    everybody = [*people, watching, stranger]
    seated = [host, sefu, ines]
    for number in (1, 2):
        for guest in everybody:
            guest.heard.clear()
        host.act("generate_scenario")
        for guest in seated:
            guest.read("my_whisper")
            guest.act("make_choice", choice=f"{CHOSEN}{guest.name} in night {number}.")
            for each in everybody if guest in (host, ines) else ():
                look_around(each, host.code)
        whispers = {whisper.player.name: whisper.text for whisper in Whisper.objects.filter(turn__number=number)}
        assert len(set(whispers.values())) == len(seated)
        for guest in everybody:
            heard = "\n".join(guest.heard)
            for name, whisper in whispers.items():
                own = guest.name == name and guest in seated
                assert (_as_sent(whisper) in heard) is own, f"{guest.name} and the whisper of {name}"
                assert (f"{CHOSEN}{name} in night {number}" in heard) is own, f"{guest.name} and the choice of {name}"
            assert not [word for word in ("untold", '"deed"', '"wins"', '"reason":"untold', '"situation"') if word in heard]
        host.act("resolve_turn")
    lines = "\n".join(logged)
    assert CHOSEN not in lines
    assert not [whisper for whisper in Whisper.objects.all() if whisper.text in lines]
    assert not [whisper for whisper in Whisper.objects.all() if whisper.text[:30] in str(whisper) or whisper.text[:30] in repr(whisper)]
    assert not [choice for choice in Choice.objects.all() if CHOSEN in str(choice)]


def _as_sent(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)[1:-1]


def test_resolved_choices_are_known_and_whispers_still_are_not(source: None) -> None:
    host, sefu = begun(2)
    host.act("generate_scenario")
    for guest in (host, sefu):
        guest.act("make_choice", choice=f"{CHOSEN}{guest.name}.")
    host.act("resolve_turn")
    watching = Guest("Yun")
    look_around(watching, host.code)
    heard = "\n".join(watching.heard)
    assert all(f"{CHOSEN}{name}" in heard for name in ("Oona", "Sefu"))
    assert not [whisper for whisper in Whisper.objects.all() if _as_sent(whisper.text) in heard]


def test_a_whisper_read_aloud_is_everybodys(source: None) -> None:
    host, sefu = begun(2)
    host.act("generate_scenario")
    sefu.act("share_whisper")
    watching = Guest("Yun")
    look_around(watching, host.code)
    texts = {whisper.player.name: _as_sent(whisper.text) for whisper in Whisper.objects.all()}
    heard = "\n".join(watching.heard)
    assert texts["Sefu"] in heard and texts["Oona"] not in heard


@pytest.mark.parametrize("how", ["end_game", "leave_game"])
def test_once_finished_all_is_told(source: None, how: str) -> None:
    host, sefu = begun(2)
    host.act("generate_scenario")
    sefu.act("make_choice", choice=f"{CHOSEN}Sefu.")
    if how == "leave_game":
        sefu.act(how)
    host.act(how)
    watching = Guest("Yun")
    watching.get("replay", game_code=host.code)
    heard = "\n".join(watching.heard)
    assert f"{CHOSEN}Sefu." in heard
    assert all(_as_sent(whisper.text) in heard for whisper in Whisper.objects.all())


def test_no_fact_holds_a_secret_or_says_who_somebody_is(source: None) -> None:
    host, sefu = begun(2)
    host.act("generate_scenario")
    for guest in (host, sefu):
        guest.act("make_choice", choice=f"{CHOSEN}{guest.name}.")
    logged = str(events(host))
    assert CHOSEN not in logged
    assert not [whisper for whisper in Whisper.objects.all() if whisper.text in logged]
    everything = "\n".join([*host.heard, *sefu.heard])
    assert not [person for person in Person.objects.all() if str(person.pk) in everything or person.pk.hex in everything]
    keys = [guest.client.session.session_key or "" for guest in (host, sefu)]
    assert not [key for key in keys if key in everything]
