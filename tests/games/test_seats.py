"""Sitting down and standing up, over the HTTP API."""

import pytest

from games.models import Event, Game, Player
from tests.games.guests import Guest, at_turn, begun, events, names_told, table

pytestmark = pytest.mark.django_db

PLAYER = {"player_id", "player_name", "class"}


def test_create_lays_a_table() -> None:
    guest = Guest("Oona")
    told = guest.post("create_game").told
    assert set(told) == {"game_code", "player_id", "player_name", "invite_url"}
    assert told["player_name"] == "Oona"
    assert told["invite_url"] == f"http://testserver/join/{told['game_code']}"
    game = Game.objects.get(code=told["game_code"])
    assert (game.max_players, game.turn_seconds, game.max_turns, game.trust) == (4, 0, 8, 50)
    assert (game.auto_resolve, game.allow_spectators, game.is_public, game.phase) == (False, True, False, "lobby")
    assert game.host is not None and game.host.public_id == told["player_id"]


def test_create_takes_no_body_at_all() -> None:
    assert Guest("Oona").send("create_game", "", content_type="text/plain").code is None


def test_create_keeps_the_terms() -> None:
    terms = {"max_players": 2, "turn_seconds": 90, "max_turns": 3, "auto_resolve": True, "allow_spectators": False, "is_public": True}
    state = Guest("Oona").create(**terms).get("game_state").told
    assert {name: state[name] for name in terms} == terms


def test_join_takes_a_chair() -> None:
    host, guest = Guest("Oona").create(), Guest("Sefu")
    told = guest.post("join_game", game_code=f" {host.code.lower()} ").told
    assert set(told) == {"game_code", "player_id", "player_name", "invite_url", "players", "player_count"}
    assert (told["game_code"], told["player_name"], told["player_count"]) == (host.code, "Sefu", 2)
    assert [set(player) for player in told["players"]] == [PLAYER, PLAYER]
    assert [player["player_name"] for player in told["players"]] == ["Oona", "Sefu"]
    assert events(host)[-1]["data"]["player_id"] == told["player_id"]
    assert told["player_id"] != host.seat


@pytest.mark.parametrize("body", ["", "{}", '{"game_code": "%s"}'])
def test_which_table_may_stand_in_the_query_and_the_body_comes_first(body: str) -> None:
    host, other, guest = Guest("Oona").create(), Guest("Ines").create(), Guest("Sefu")
    query = other.code if "game_code" in body else host.code.lower()
    answer = guest.send("join_game", body.replace("%s", host.code), query=f"?game_code={query}")
    assert answer.told["game_code"] == host.code


def test_a_table_to_join_has_to_be_named() -> None:
    guest = Guest("Oona").create()
    for body, query in (("", ""), ("{}", ""), ("", "?game_code="), ("{}", "?game_code=")):
        answer = guest.send("join_game", body, query=query)
        assert (answer.code, answer.body.get("field")) == ("MISSING_FIELD", "game_code")


def test_joining_twice_is_the_same_seat() -> None:
    _, sefu = table(2)
    seq = Game.objects.get().seq
    assert sefu.post("join_game", game_code=sefu.code).told["player_id"] == sefu.seat
    assert Game.objects.get().seq == seq
    assert Player.objects.count() == 2


@pytest.mark.parametrize("place", [begun, at_turn])
def test_joining_again_is_possible_after_the_start(place: object) -> None:
    _, sefu = place(2)  # type: ignore[operator]
    assert sefu.post("join_game", game_code=sefu.code).told["player_id"] == sefu.seat


def test_coming_back_is_the_same_seat_told_again() -> None:
    host, sefu = table(2)
    sefu.act("leave_game")
    back = sefu.post("join_game", game_code=host.code).told
    assert back["player_id"] == sefu.seat
    assert names_told(host) == ["player_joined", "player_joined", "player_left", "player_joined"]


def test_coming_back_takes_another_chair_when_ones_own_is_taken() -> None:
    host, sefu = table(2)
    sefu.act("leave_game")
    ines = Guest("Ines").join(host.code)
    sefu.join(host.code)
    seats = {player["player_name"]: player["seat"] for player in host.read("game_state")["players"]}
    assert seats == {"Oona": 1, "Ines": 2, "Sefu": 3}
    assert ines.seat != sefu.seat


def test_coming_back_is_refused_once_the_story_has_begun() -> None:
    host, sefu = begun(2)
    sefu.act("leave_game")
    assert sefu.post("join_game", game_code=host.code).code == "GAME_ALREADY_STARTED"


def test_a_full_table_takes_nobody() -> None:
    host, sefu = table(2, max_players=2)
    assert Guest("Ines").post("join_game", game_code=host.code).code == "GAME_FULL"
    sefu.act("leave_game")
    assert Guest("Ines").post("join_game", game_code=host.code).code is None


@pytest.mark.parametrize(
    ("taken", "wanted"),
    [
        ("Oona", "Oona"),
        ("Oona", "oONA"),
        ("Márta", "Ma\u0301rta"),
        ("Oona", "Ｏｏｎａ"),
        ("STRASSE", "straße"),
        ("ﬁnn", "finn"),
        ("Io", "I\u200do"),
        ("K9", "\u212a9"),
    ],
)
def test_a_name_is_taken_once(taken: str, wanted: str) -> None:
    host = Guest(taken).create()
    assert Guest(wanted).post("join_game", game_code=host.code).code == "NAME_TAKEN"
    assert Player.objects.count() == 1


def test_the_name_of_somebody_who_left_is_free() -> None:
    host, sefu = table(2)
    sefu.act("leave_game")
    Guest("sefu").join(host.code)
    assert sefu.post("join_game", game_code=host.code).code == "NAME_TAKEN"


def test_kicked_is_for_good() -> None:
    host, sefu = table(2)
    assert host.act("kick_player", player_id=sefu.seat) == {}
    assert names_told(host)[-1] == "player_kicked"
    for call, body in [("join_game", {}), ("leave_game", {}), ("choose_class", {"class": "Bard"}), ("make_choice", {"choice": "hold"})]:
        assert sefu.post(call, game_code=host.code, **body).code == "KICKED"
    for call in ("game_state", "current_scenario", "my_whisper", "waiting_for", "replay"):
        assert sefu.get(call, game_code=host.code).code == "KICKED"
    assert sefu.get("game_state").code == "KICKED"


def test_who_is_kicked_from_one_table_still_sits_at_another() -> None:
    host, sefu = begun(2)
    newer = Guest("Ines").create()
    kicked = sefu.post("join_game", game_code=newer.code).told["player_id"]
    assert sefu.get("session_info").told["game_code"] == newer.code
    newer.act("kick_player", player_id=kicked)
    told = sefu.get("session_info").told
    assert (told["game_code"], told["player_id"]) == (host.code, sefu.seat)
    assert sefu.get("game_state").told["game_code"] == host.code
    assert sefu.get("game_state", game_code=newer.code).code == "KICKED"
    assert sefu.client.get("/game").headers["Location"] == f"/game?code={host.code}"
    sefu.act("leave_game")
    assert sefu.get("session_info").told["game_code"] == newer.code
    assert sefu.post("share_whisper").code == "KICKED"


def test_kick_and_transfer_need_somebody_at_the_table() -> None:
    host, sefu = table(2)
    elsewhere = Guest("Ines").create()
    sefu.act("leave_game")
    for call in ("kick_player", "transfer_host"):
        for player_id in (elsewhere.seat, sefu.seat, "nobody"):
            assert host.post(call, game_code=host.code, player_id=player_id).code == "VALIDATION_ERROR"


def test_the_host_cannot_be_kicked() -> None:
    host, _ = table(2)
    assert host.post("kick_player", game_code=host.code, player_id=host.seat).code == "VALIDATION_ERROR"


def test_transfer_hands_the_table_over() -> None:
    host, sefu = table(2)
    assert host.act("transfer_host", player_id=sefu.seat) == {}
    told = events(host)[-1]
    assert told["event"] == "host_changed"
    assert told["data"]["player_id"] == host.read("game_state")["host_id"] == sefu.seat
    assert host.post("start_game", game_code=host.code).code == "NOT_HOST"
    assert sefu.act("start_game") == {"phase": "resolved"}


def test_a_bot_cannot_host() -> None:
    host = Guest("Oona").create()
    bot = host.act("add_bot")
    assert set(bot) == {"player_id", "player_name", "player_count"}
    assert bot["player_count"] == 2
    assert host.post("transfer_host", game_code=host.code, player_id=bot["player_id"]).code == "VALIDATION_ERROR"
    assert host.act("kick_player", player_id=bot["player_id"]) == {}


def test_bots_take_chairs_until_the_table_is_full() -> None:
    host = Guest("Oona").create(max_players=8)
    names = [host.act("add_bot")["player_name"] for _ in range(7)]
    assert len(set(names)) == 7
    assert host.post("add_bot", game_code=host.code).code == "GAME_FULL"


def test_a_bot_does_not_take_a_persons_name() -> None:
    first = Guest("Nobody").create()
    name = first.act("add_bot")["player_name"]
    host = Guest(name.upper()).create()
    assert host.act("add_bot")["player_name"].casefold() != name.casefold()


def test_the_host_leaving_hands_the_table_to_a_person() -> None:
    host = Guest("Oona").create(max_players=8)
    host.act("add_bot")
    sefu, ines = Guest("Sefu").join(host.code), Guest("Ines").join(host.code)
    assert host.act("leave_game") == {}
    assert names_told(ines)[-2:] == ["player_left", "host_changed"]
    assert ines.read("game_state")["host_id"] == sefu.seat


@pytest.mark.parametrize("place", [table, begun, at_turn])
def test_the_last_person_leaving_ends_the_game(place: object) -> None:
    host, sefu = place(2)  # type: ignore[operator]
    if place is table:
        host.act("add_bot")
    sefu.act("leave_game")
    host.act("leave_game")
    game = Game.objects.get()
    assert (game.phase, game.end_reason) == ("finished", "abandoned")
    last = Event.objects.filter(game=game).last()
    assert last is not None and (last.name, last.seq) == ("game_over", game.seq)
    assert not game.turns.filter(resolved_at=None).exists()


def test_leaving_twice_finds_no_seat() -> None:
    host, sefu = table(2, allow_spectators=False)
    sefu.act("leave_game")
    assert sefu.post("leave_game", game_code=host.code).code == "NOT_IN_GAME"
    assert sefu.post("leave_game").code == "NO_GAME"


@pytest.mark.parametrize("name", ["Fighter", "Mage", "Thief", "Ranger", "Cleric", "Bard"])
def test_choose_class(name: str) -> None:
    host, _ = table(2)
    assert host.act("choose_class", **{"class": name}) == {"class": name}
    told = events(host)[-1]
    assert (told["event"], told["data"]["player_id"], told["data"]["class"]) == ("class_chosen", host.seat, name)


def test_two_may_have_one_class_and_one_may_think_again() -> None:
    host, sefu = table(2)
    for guest, name in [(host, "Mage"), (sefu, "Mage"), (host, "Bard"), (host, "Bard")]:
        guest.act("choose_class", **{"class": name})
    assert [player["class"] for player in host.read("game_state")["players"]] == ["Bard", "Mage"]
    assert names_told(host).count("class_chosen") == 3


def test_public_tables_with_a_free_chair_are_listed() -> None:
    host = Guest("Oona").create(is_public=True, max_players=2, turn_seconds=60)
    Guest("Ines").create()
    (listed,) = Guest().get("games").told["games"]
    expected = {"game_code": host.code, "host_name": "Oona", "player_count": 1, "max_players": 2, "max_turns": 8, "turn_seconds": 60}
    assert expected.items() <= listed.items()
    sefu = Guest("Sefu").join(host.code)
    assert Guest().get("games").told["games"] == []
    sefu.act("leave_game")
    assert len(Guest().get("games").told["games"]) == 1
    host.act("start_game")
    assert Guest().get("games").told["games"] == []
