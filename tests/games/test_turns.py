"""The course of a story, over the HTTP API."""

import pytest

from games.models import Choice, Game, Turn
from tests.games.guests import Guest, at_turn, begun, events, names_told, play_turn, table
from tests.games.storyteller import whisper_for

pytestmark = pytest.mark.django_db

SCENE = {"scenario_id", "theme", "title", "turn_number", "public_scene", "options"}
STATE_OF_SCENE = SCENE | {"deadline", "resolved", "choices_submitted", "total_players", "waiting_for", "shared"}


def test_start_begins_the_story() -> None:
    host, sefu = table(2)
    sefu.act("choose_class", **{"class": "Fighter"})
    assert host.act("start_game") == {"phase": "resolved"}
    told = events(host)[-1]
    assert told["event"] == "game_started"
    assert [player["class"] for player in told["data"]["players"]] == ["Mage", "Fighter"]
    assert host.read("game_state")["game_started"] is True


def test_everybody_gets_a_class_of_their_own_while_there_are_any() -> None:
    people = begun(8)
    classes = [player["class"] for player in people[0].read("game_state")["players"]]
    assert len(set(classes[:6])) == 6
    assert None not in classes


def test_one_player_is_enough() -> None:
    host = Guest("Oona").create()
    host.act("start_game")
    host.act("generate_scenario")
    assert host.act("make_choice", choice="hold")["all_submitted"] is True
    assert host.act("resolve_turn")["trust"] == 50


def test_generate_opens_a_turn() -> None:
    host, sefu = begun(2)
    told = host.act("generate_scenario")
    assert set(told) == SCENE
    assert (told["turn_number"], told["theme"]) == (1, "greed")
    assert told["options"] == [{"id": name, "text": f"To {name}."} for name in ("hold", "give", "take")]
    scene = sefu.read("current_scenario")["scenario"]
    assert set(scene) == STATE_OF_SCENE
    assert {name: scene[name] for name in SCENE} == told
    assert (scene["resolved"], scene["deadline"], scene["choices_submitted"], scene["total_players"]) == (False, None, 0, 2)
    assert sorted(scene["waiting_for"]) == sorted([host.seat, sefu.seat]) == sorted(sefu.read("waiting_for")["waiting_for"])
    data = events(host)[-1]["data"]
    assert events(host)[-1]["event"] == "new_scenario"
    assert {"scenario_id", "theme", "turn_number", "deadline", "message", "seq", "timestamp"} <= set(data)


def test_no_scene_yet() -> None:
    host, _ = begun(2)
    assert host.read("current_scenario") == {"scenario": None}
    assert host.read("waiting_for") == {"waiting_for": []}


def test_everybody_hears_their_own_whisper() -> None:
    for guest in at_turn(3):
        told = guest.read("my_whisper")
        assert set(told) == {"scenario_id", "whisper", "shared"}
        assert (told["whisper"], told["shared"]) == (whisper_for(guest.name or "", 1), False)
        assert guest.read("game_state")["you"]["whisper"] == told["whisper"]


def test_reading_aloud_tells_it_word_for_word_once() -> None:
    host, sefu = at_turn(2)
    assert sefu.act("share_whisper") == {}
    told = events(host)[-1]
    assert (told["event"], told["data"]["player_id"], told["data"]["player_name"]) == ("whisper_shared", sefu.seat, "Sefu")
    assert told["data"]["whisper"] == whisper_for("Sefu", 1)
    assert sefu.read("my_whisper")["shared"] is True
    assert host.read("current_scenario")["scenario"]["shared"] == [sefu.seat]
    assert sefu.post("share_whisper", game_code=sefu.code).code == "ALREADY_SHARED"
    assert host.act("share_whisper") == {}


@pytest.mark.parametrize(
    ("choice", "option", "text"),
    [
        ("give", "give", "To give."),
        ("Give", None, "Give"),
        ("To give.", None, "To give."),
        (" burn\nit ", None, "burn\nit"),
        ("x" * 1000, None, "x" * 1000),
        ("ａ\u0301", None, "ａ\u0301"),
        ("\u202eא", None, "\u202eא"),
        ("🜍", None, "🜍"),
    ],
)
def test_choose(choice: str, option: str | None, text: str) -> None:
    host, sefu = at_turn(2)
    told = sefu.act("make_choice", choice=choice)
    assert told == {"choices_submitted": 1, "total_players": 2, "all_submitted": False, "waiting_for": [host.seat]}
    assert sefu.read("game_state")["you"]["choice"] == (option or text)
    data = events(host)[-1]["data"]
    assert {name: data[name] for name in told} == told
    assert set(data) == {*told, "player_id", "player_name", "seq", "timestamp"}
    host.act("make_choice", choice="hold")
    revealed = host.act("resolve_turn")["choices"][1]
    assert revealed == {"player_id": sefu.seat, "player_name": "Sefu", "choice": option, "text": text, "hesitated": False}


def test_a_choice_cannot_be_taken_back() -> None:
    _, sefu = at_turn(2)
    sefu.act("make_choice", choice="give")
    for choice in ("give", "take"):
        assert sefu.post("make_choice", game_code=sefu.code, choice=choice).code == "ALREADY_CHOSEN"
    assert Choice.objects.get().option_id == "give"


def test_a_stale_page_is_told() -> None:
    (guest,) = at_turn(1)
    for number in (0, 2, 7):
        assert guest.post("make_choice", game_code=guest.code, choice="hold", turn_number=number).code == "STALE_TURN"
    assert guest.act("make_choice", choice="hold", turn_number=1)["all_submitted"] is True
    guest.act("resolve_turn")
    assert guest.post("make_choice", game_code=guest.code, choice="hold", turn_number=1).code == "TURN_RESOLVED"
    guest.act("generate_scenario")
    assert guest.post("make_choice", game_code=guest.code, choice="hold", turn_number=1).code == "STALE_TURN"


def test_resolve_turns_the_slips_over() -> None:
    host, sefu = at_turn(2)
    host.act("make_choice", choice="give")
    sefu.act("make_choice", choice="take")
    told = host.act("resolve_turn")
    assert {"turn_number", "outcome", "choices", "trust_change", "trust"} <= set(told)
    assert (told["turn_number"], told["trust_change"], told["trust"]) == (1, 0 + 4 - 6, 48)
    assert sum(reason["change"] for reason in told["reasons"]) == told["trust_change"]
    assert [each["choice"] for each in told["choices"]] == ["give", "take"]
    data = events(host)[-1]["data"]
    assert events(host)[-1]["event"] == "turn_resolution"
    assert {name: data[name] for name in told if name != "phase"} == {name: value for name, value in told.items() if name != "phase"}
    assert sefu.read("game_state")["trust"] == 48
    assert sefu.read("current_scenario")["scenario"]["resolved"] is True


def test_resolve_waits_for_everybody() -> None:
    host, sefu = at_turn(2)
    host.act("make_choice", choice="hold")
    refused = host.post("resolve_turn", game_code=host.code)
    assert refused.code == "CHOICES_PENDING"
    assert refused.body["waiting_for"] == [sefu.seat]
    assert Turn.objects.get().resolved_at is None


def test_force_lets_the_rest_hesitate() -> None:
    host, sefu = at_turn(2)
    host.act("make_choice", choice="hold")
    told = host.act("resolve_turn", force=True)
    assert told["choices"][1] == {"player_id": sefu.seat, "player_name": "Sefu", "choice": None, "text": "", "hesitated": True}
    assert told["trust_change"] == -2
    assert sefu.read("game_state")["you"]["choice"] is None
    assert Choice.objects.get(hesitated=True).player.name == "Sefu"


def test_whoever_left_is_not_waited_for() -> None:
    host, sefu, ines = at_turn(3)
    sefu.act("leave_game")
    scene = host.read("current_scenario")["scenario"]
    assert (scene["total_players"], set(scene["waiting_for"])) == (2, {host.seat, ines.seat})
    host.act("make_choice", choice="hold")
    assert ines.act("make_choice", choice="hold")["all_submitted"] is True
    assert len(host.act("resolve_turn")["choices"]) == 2


def test_a_slip_laid_down_stays_when_its_owner_leaves() -> None:
    host, sefu = at_turn(2)
    sefu.act("make_choice", choice="give")
    sefu.act("leave_game")
    assert host.act("make_choice", choice="hold") == {"choices_submitted": 2, "total_players": 2, "all_submitted": True, "waiting_for": []}
    assert [each["player_name"] for each in host.act("resolve_turn")["choices"]] == ["Oona", "Sefu"]


def test_the_table_resolves_by_itself_when_asked_to() -> None:
    host, sefu = at_turn(2, auto_resolve=True)
    host.act("make_choice", choice="hold")
    assert sefu.act("make_choice", choice="hold")["all_submitted"] is True
    assert names_told(host)[-2:] == ["player_chose", "turn_resolution"]
    assert host.read("game_state")["phase"] == "resolved"
    assert host.post("resolve_turn", game_code=host.code).code == "TURN_RESOLVED"


@pytest.mark.parametrize("call", ["leave_game", "kick_player"])
def test_the_table_resolves_by_itself_when_the_last_one_awaited_goes(call: str) -> None:
    host, sefu, ines = at_turn(3, auto_resolve=True)
    for guest in (host, ines):
        guest.act("make_choice", choice="hold")
    if call == "leave_game":
        sefu.act(call)
    else:
        host.act(call, player_id=sefu.seat)
    gone = "player_left" if call == "leave_game" else "player_kicked"
    assert names_told(host)[-2:] == [gone, "turn_resolution"]
    assert len(host.read("game_state")["resolution"]["choices"]) == 2


def test_resolving_the_hosts_leaving_hands_over_first() -> None:
    host, sefu = at_turn(2, auto_resolve=True)
    sefu.act("make_choice", choice="hold")
    host.act("leave_game")
    assert names_told(sefu)[-3:] == ["player_left", "host_changed", "turn_resolution"]


def test_the_last_turn_ends_the_game() -> None:
    people = begun(2, max_turns=2)
    assert play_turn(people)["phase"] == "resolved"
    told = play_turn(people)
    assert told["phase"] == "finished"
    assert names_told(people[0])[-2:] == ["turn_resolution", "game_over"]
    over = events(people[0])[-1]["data"]
    assert {"reason", "trust", "epilogue", "seq", "timestamp"} <= set(over)
    assert (over["reason"], over["trust"]) == ("max_turns", told["trust"])
    ending = people[1].read("game_state")["ending"]
    assert {name: over[name] for name in ending} == ending


def test_broken_trust_ends_the_game() -> None:
    host, sefu = people = begun(2)
    Game.objects.update(trust=3)
    assert play_turn(people, "take")["trust"] == 1
    host.act("generate_scenario")
    host.act("make_choice", choice="take")
    told = host.act("resolve_turn", force=True)
    assert (told["trust"], told["trust_change"], told["phase"]) == (0, -1, "finished")
    assert events(sefu)[-1]["data"]["reason"] == "trust_broken"


def test_the_host_ends_the_game() -> None:
    host, sefu = at_turn(2)
    assert sefu.post("end_game", game_code=host.code).code == "NOT_HOST"
    assert host.act("end_game") == {"phase": "finished"}
    assert events(host)[-1]["data"]["reason"] == "ended_by_host"
    scene = host.read("current_scenario")["scenario"]
    assert (scene["resolved"], scene["waiting_for"]) == (True, [])


def test_a_teller_with_nothing_to_tell_changes_nothing(settings: object) -> None:
    host, _ = begun(2)
    seq = Game.objects.get().seq
    settings.SCENARIO_SOURCE = "tests.games.storyteller:Silent"  # type: ignore[attr-defined]
    assert host.post("generate_scenario", game_code=host.code).code == "GENERATION_FAILED"
    assert (Game.objects.get().seq, Game.objects.get().phase, Turn.objects.count()) == (seq, "resolved", 0)
    settings.SCENARIO_SOURCE = "tests.games.storyteller:Storyteller"  # type: ignore[attr-defined]
    assert host.act("generate_scenario")["turn_number"] == 1
