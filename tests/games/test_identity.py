"""Who somebody is, to the API."""

import logging
import unicodedata
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.test import Client

from games.models import Person
from tests.games.guests import Guest, table

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("Oona", "Oona"),
        ("  Oona \n", "Oona"),
        ("Ma\u0301rta", "Márta"),
        ("An  Bo", "An  Bo"),
        ("ab", "ab"),
        ("x" * 20, "x" * 20),
        ("北斗", "北斗"),
        ("<b>O</b>", "<b>O</b>"),
        ("--", "--"),
        ("می\u200cخواهم", "می\u200cخواهم"),
    ],
)
def test_takes_a_name(given: str, kept: str) -> None:
    guest = Guest()
    assert guest.post("set_username", username=given).told == {"username": kept}
    assert guest.get("session_info").told["username"] == kept
    assert unicodedata.is_normalized("NFC", kept)


@pytest.mark.parametrize(
    "name",
    [
        "",
        " ",
        "x",
        " x ",
        "x" * 21,
        "a\u202eb",
        "a\u200bb",
        "a\u0000b",
        "a\x07b",
        "\u200d\u200d",
        "\u0301\u0301",
        "a\ue000b",
        7,
        None,
        [],
        {},
        True,
    ],
)
def test_refuses_what_is_no_name(name: object) -> None:
    guest = Guest()
    assert guest.post("set_username", username=name).code == "VALIDATION_ERROR"
    assert guest.get("session_info").told["authenticated"] is False
    assert not Person.objects.exists()


def test_misses_a_name() -> None:
    assert Guest().post("set_username").code == "MISSING_FIELD"


def test_a_second_name_is_the_same_person() -> None:
    guest = Guest("Oona")
    assert guest.post("set_username", username="Una").told == {"username": "Una"}
    assert Person.objects.get().name == "Una"


def test_a_new_name_gets_a_new_session_key() -> None:
    guest = Guest()
    guest.client.session["anything"] = 1
    guest.get("csrf-token")
    before = guest.client.session.session_key
    guest.post("set_username", username="Oona")
    assert guest.client.cookies["sessionid"].value != before


def test_a_new_name_leaves_seats_as_they_are() -> None:
    host, _ = table(2)
    host.post("set_username", username="Sefu")
    assert [player["player_name"] for player in host.read("game_state")["players"]] == ["Oona", "Sefu"]


def test_session_info_of_a_stranger() -> None:
    told = Guest().get("session_info").told
    assert told == {"username": None, "authenticated": False, "has_account": False, "game_code": None, "player_id": None, "games": []}


def test_session_info_tells_the_latest_game_and_the_open_ones() -> None:
    guest = Guest("Oona").create()
    first = guest.code
    guest.create(max_players=2)
    told = guest.get("session_info").told
    assert (told["game_code"], told["player_id"], told["has_account"]) == (guest.code, guest.seat, False)
    assert [each["game_code"] for each in told["games"]] == [guest.code, first]
    assert told["games"][0] == {
        "game_code": guest.code,
        "host_name": "Oona",
        "player_id": guest.seat,
        "player_name": "Oona",
        "phase": "lobby",
        "turn_number": 0,
        "max_players": 2,
        "max_turns": 8,
        "turn_seconds": 0,
        "your_move": False,
    } | {name: told["games"][0][name] for name in ("allow_spectators", "auto_resolve", "is_public") if name in told["games"][0]}


def test_session_info_says_whose_move_it_is() -> None:
    host, sefu = table(2)
    host.act("start_game")
    host.act("generate_scenario")
    assert host.get("session_info").told["games"][0]["your_move"] is True
    host.act("make_choice", choice="hold")
    assert host.get("session_info").told["games"][0]["your_move"] is False
    assert sefu.get("session_info").told["games"][0]["your_move"] is True


def test_session_info_forgets_what_was_left_or_finished() -> None:
    guest = Guest("Oona").create()
    guest.act("end_game")
    assert guest.get("session_info").told["games"] == []
    guest.create()
    guest.act("leave_game")
    told = guest.get("session_info").told
    assert told["games"] == []


def test_an_account_takes_its_guest_along() -> None:
    guest = Guest("Oona").create()
    user = User.objects.create_user("oona", password="long-enough-words")
    guest.client.force_login(user)
    told = guest.get("session_info").told
    assert (told["has_account"], told["player_id"]) == (True, guest.seat)
    elsewhere = Guest()
    elsewhere.client.force_login(user)
    assert elsewhere.get("session_info").told["player_id"] == guest.seat


def test_a_deactivated_account_is_nobody() -> None:
    user = User.objects.create_user("oona", password="long-enough-words")
    guest = Guest()
    guest.client.force_login(user)
    guest.create()
    User.objects.update(is_active=False)
    assert guest.get("game_state", game_code=guest.code).code in {"AUTH_REQUIRED", "SESSION_EXPIRED"}


def test_an_ended_session_is_told_apart_from_none() -> None:
    guest = Guest("Oona").create()
    guest.client.session.flush()
    assert guest.get("game_state").code == "SESSION_EXPIRED"
    assert Guest().get("game_state").code == "AUTH_REQUIRED"


def test_csrf_token() -> None:
    answer = Client().get("/api/csrf-token")
    assert answer.json()["csrf_token"]
    assert "csrftoken" in answer.cookies


def test_browser_errors_are_noted_in_one_line(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, logger="games.browser"):
        assert Guest().post("log_client_error", message="it\nbroke\x1b[31m" + "x" * 900, url="/game").told == {}
    (record,) = [each for each in caplog.records if each.name == "games.browser"]
    said = record.getMessage()
    assert "it" in said and "\n" not in said and "\x1b" not in said and len(said) < 500


def test_a_browser_error_that_is_told_again_is_noted_once(caplog: pytest.LogCaptureFixture) -> None:
    guest, told = Guest("Oona"), {"message": "it broke", "cmd_id": str(uuid4())}
    with caplog.at_level(logging.WARNING, logger="games.browser"):
        assert guest.post("log_client_error", **told).told == {}
        assert guest.post("log_client_error", **told).told == {"replayed": True}
        assert guest.post("log_client_error", **{**told, "message": "it broke anew"}).code == "IDEMPOTENCY_MISMATCH"
    assert len([each for each in caplog.records if each.name == "games.browser"]) == 1


def test_whoever_has_no_name_complains_as_often_as_they_send(caplog: pytest.LogCaptureFixture) -> None:
    guest, told = Guest(), {"message": "it broke", "cmd_id": str(uuid4())}
    with caplog.at_level(logging.WARNING, logger="games.browser"):
        assert [guest.post("log_client_error", **told).told for _ in range(2)] == [{}, {}]
    assert len([each for each in caplog.records if each.name == "games.browser"]) == 2


@pytest.mark.parametrize(
    "body", [{}, {"message": None}, {"message": 3}, {"message": "x" * 2001}, {"message": "x", "stack": 1}, {"message": "x", "url": []}]
)
def test_a_browser_error_has_to_be_readable(body: dict[str, object]) -> None:
    assert Guest().post("log_client_error", **body).code in {"VALIDATION_ERROR", "MISSING_FIELD"}
