"""The log of a game: numbered without gaps, stored with the change it tells of, told again to whoever missed it."""

import re
from typing import Any

import pytest

from games import outbox
from games.models import Choice, Event, Game, Player, Turn, Whisper
from games.services import talk
from games.services.table import Table
from games.wire.base import Fact
from tests.games.guests import Guest, at_turn, begun, events, play_turn, table

pytestmark = pytest.mark.django_db

MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")


def test_counts_from_one_without_gaps() -> None:
    people = begun(3, max_turns=2)
    for _ in range(2):
        play_turn(people)
    told = events(people[2])
    assert [event["data"]["seq"] for event in told] == list(range(1, len(told) + 1))
    assert people[2].read("game_state")["seq"] == len(told)
    assert all(MOMENT.fullmatch(event["data"]["timestamp"]) for event in told)
    assert {event["event"] for event in told} <= set(Fact.registry)


def test_each_game_counts_for_itself() -> None:
    for host in (table(2)[0], table(3)[0]):
        told = events(host)
        assert [event["data"]["seq"] for event in told] == list(range(1, len(told) + 1))


def test_is_as_declared() -> None:
    people = begun(2, max_turns=1)
    people[0].act("generate_scenario")
    people[1].act("share_whisper")
    for guest in people:
        guest.act("make_choice", choice="hold")
    people[0].act("resolve_turn")
    for event in events(people[0]):
        data = {name: value for name, value in event["data"].items() if name not in ("seq", "timestamp")}
        assert Fact.registry[event["event"]].model_validate(data).to_wire() == data


CHANGES: dict[str, tuple[Any, str, dict[str, Any]]] = {
    "join": (table, "join_game", {}),
    "leave": (table, "leave_game", {}),
    "choose class": (table, "choose_class", {"class": "Bard"}),
    "add a bot": (table, "add_bot", {}),
    "start": (table, "start_game", {}),
    "generate": (begun, "generate_scenario", {}),
    "choose": (at_turn, "make_choice", {"choice": "hold"}),
    "read aloud": (at_turn, "share_whisper", {}),
    "resolve": (at_turn, "resolve_turn", {"force": True}),
    "end": (at_turn, "end_game", {}),
}


def rows() -> list[Any]:
    return [list(kind.objects.order_by("pk").values()) for kind in (Game, Player, Turn, Whisper, Choice, Event)]


@pytest.mark.parametrize("when", ["before the events are stored", "after"])
@pytest.mark.parametrize("change", CHANGES)
def test_a_crash_before_the_commit_leaves_neither_change_nor_event(change: str, when: str, monkeypatch: pytest.MonkeyPatch) -> None:
    place, call, body = CHANGES[change]
    host = place(2)[0]
    who = Guest("Yun") if call == "join_game" else host
    before, save, published = rows(), Table._save, []

    def crash(table: Table) -> None:
        if when == "after":
            save(table)
        raise RuntimeError("the lights go out")

    monkeypatch.setattr(Table, "_save", crash)
    monkeypatch.setattr(outbox, "publish", published.append)
    assert who.post(call, game_code=host.code, **body).code == "INTERNAL_ERROR"
    assert rows() == before
    assert published == []


def test_is_published_after_the_commit_only(django_capture_on_commit_callbacks: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    host = Guest("Oona").create()
    published: list[outbox.Published] = []
    monkeypatch.setattr(outbox, "_listeners", [published.append])
    with django_capture_on_commit_callbacks() as callbacks:
        Guest("Sefu").join(host.code)
        assert published == []
    for callback in callbacks:
        callback()
    ((fact,),) = [each.facts for each in published]
    assert (fact.name, fact.seq) == ("player_joined", 2)
    assert fact.data == Event.objects.get(seq=2).data


def test_since_tells_what_was_missed() -> None:
    host, _ = at_turn(2)
    seq = host.read("game_state")["seq"]
    for since in range(seq + 2):
        told = host.read("game_state", since=since)["events"]
        assert [event["data"]["seq"] for event in told] == list(range(since + 1, seq + 1))
    assert host.read("game_state")["events"] == []


def test_however_many_were_missed_all_are_told() -> None:
    host = Guest("Oona").create()
    person = Player.objects.get().person
    assert person is not None
    for number in range(1200):
        talk.say(person=person, code=host.code, text=f"{number}")
    for since in (0, 1, 700):
        state = host.read("game_state", since=since)
        assert [event["data"]["seq"] for event in state["events"]] == list(range(since + 1, 1202))
    assert state["seq"] == 1201
    assert host.read("replay")["events"][700:] == state["events"]


def test_replay_tells_all() -> None:
    host, sefu = people = begun(2, max_turns=2)
    play_turn(people)
    told = sefu.read("replay")
    assert (told["game_code"], told["phase"], told["seq"]) == (host.code, "resolved", len(told["events"]))
    assert told["events"] == events(host)
    assert told["turns"] == []
    host.act("generate_scenario")
    host.act("make_choice", choice="Wait for the tide.")
    host.act("resolve_turn", force=True)
    first, second = Guest("Yun").get("replay", game_code=host.code).told["turns"]
    assert [each["whisper"] for each in first["whispers"]] == ["Only Oona knows: vespertine-1.", "Only Sefu knows: vespertine-1."]
    assert [(each["choice"], each["text"], each["hesitated"]) for each in second["choices"]] == [
        (None, "Wait for the tide.", False),
        (None, "", True),
    ]


def test_the_state_is_never_of_two_moments(monkeypatch: pytest.MonkeyPatch) -> None:
    host, sefu = at_turn(2)
    person, real = Player.objects.get(public_id=sefu.seat).person, Turn.objects.filter
    assert person is not None
    said: list[int] = []

    def interrupted(*args: Any, **kwargs: Any) -> Any:
        if "number" in kwargs and len(said) < 2:
            said.append(talk.say(person=person, code=host.code, text="!").seq)
        return real(*args, **kwargs)

    monkeypatch.setattr(Turn.objects, "filter", interrupted)
    state = host.read("game_state", since=0)
    assert len(said) == 2
    assert (state["seq"], len(state["events"])) == (said[-1], said[-1])
