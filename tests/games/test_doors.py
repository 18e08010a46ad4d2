"""What a request has to be before anything is looked at: method, page, size, kind, JSON."""

import json
from urllib.parse import urlencode

import pytest
from django.test import Client

from games.errors import ErrorCode
from games.models import Event
from tests.games.calls import READS, WRITES
from tests.games.guests import Guest, at_turn

pytestmark = pytest.mark.django_db

DEEP = '{"choice": ' + "[" * 40 + "]" * 40 + "}"
DEEPER = '{"choice": ' + "[" * 7000 + "]" * 7000 + "}"
POISON = {
    "no JSON": "{",
    "a word": "hold",
    "NaN": '{"choice": NaN}',
    "Infinity": '{"choice": Infinity}',
    "minus Infinity": '{"choice": -Infinity}',
    "a huge float": '{"turn_number": 1e999, "choice": "hold"}',
    "a huge integer": '{"turn_number": ' + "9" * 5000 + ', "choice": "hold"}',
    "a large integer": '{"turn_number": 99999999999999999999, "choice": "hold"}',
    "deep": DEEP,
    "deeper": DEEPER,
    "NUL": '{"choice": "a\\u0000b"}',
    "a lone surrogate": '{"choice": "\\ud800"}',
    "a lone surrogate in a key": '{"\\udfff": 1, "choice": "hold"}',
    "NUL in what nobody reads": '{"choice": "hold", "more": ["\\u0000"]}',
    "a list": '["hold"]',
    "a string": '"hold"',
    "a number": "1",
    "null": "null",
    "two values": '{"choice": "hold"} {"choice": "take"}',
}


@pytest.mark.parametrize("body", POISON.values(), ids=POISON.keys())
def test_poison_is_refused_and_changes_nothing(body: str) -> None:
    _, sefu = at_turn(2)
    count = Event.objects.count()
    assert sefu.send("make_choice", body, query=f"?game_code={sefu.code}").code == "VALIDATION_ERROR"
    assert Event.objects.count() == count


@pytest.mark.parametrize("body", [b"\xff\xfe{\x00}\x00", b'{"choice": "\xed\xa0\x80"}', b'{"choice": "\xc0\xaf"}'])
def test_what_is_no_utf8_is_refused(body: bytes) -> None:
    _, sefu = at_turn(2)
    assert sefu.send("make_choice", body, query=f"?game_code={sefu.code}").code == "VALIDATION_ERROR"


@pytest.mark.parametrize("call", WRITES)
def test_every_write_refuses_poison(call: str) -> None:
    guest = Guest("Oona").create()
    for body in (POISON["NaN"], POISON["a list"], POISON["no JSON"], POISON["deeper"]):
        assert guest.send(call, body).code == "VALIDATION_ERROR"


def test_of_two_equal_keys_one_counts() -> None:
    _, sefu = at_turn(2)
    assert sefu.send("make_choice", '{"choice": "give", "choice": "take"}').code is None
    assert sefu.read("game_state")["you"]["choice"] == "take"


@pytest.mark.parametrize(
    "content_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "", "application/jsonp"]
)
@pytest.mark.parametrize("call", ["make_choice", "set_username", "create_game"])
def test_only_json_is_read(call: str, content_type: str) -> None:
    assert Guest("Oona").send(call, '{"choice": "hold"}', content_type=content_type).code == "UNSUPPORTED_MEDIA_TYPE"


def test_json_may_name_its_charset() -> None:
    assert Guest().send("set_username", '{"username": "Oona"}', content_type="application/json; charset=utf-8").code is None


@pytest.mark.parametrize("size", [16 * 1024 + 1, 64 * 1024 + 1, 300 * 1024])
@pytest.mark.parametrize("call", ["make_choice", "log_client_error"])
def test_too_much_is_too_much(call: str, size: int) -> None:
    body = json.dumps({"message": "x", "more": ""})
    assert Guest("Oona").send(call, body[:-2] + "x" * (size - len(body)) + '"}').code == "PAYLOAD_TOO_LARGE"


def test_sixteen_kibibytes_are_read() -> None:
    body = json.dumps({"username": "Oona", "more": ""})
    assert Guest().send("set_username", body[:-2] + "x" * (16 * 1024 - len(body)) + '"}').code is None


@pytest.mark.parametrize("call", [*WRITES, *READS])
def test_a_query_of_more_than_a_thousand_parameters_is_refused(call: str) -> None:
    guest = Guest("Oona").create()
    many = {f"a{number}": "1" for number in range(1001)}
    if call in READS:
        assert guest.get(call, **many).code == "VALIDATION_ERROR"
    else:
        assert guest.send(call, json.dumps(WRITES[call]), query=f"?{urlencode(many)}").code == "VALIDATION_ERROR"


@pytest.mark.parametrize("call", WRITES)
def test_every_write_needs_the_token(call: str) -> None:
    guest = Guest(csrf=True)
    token = guest.get("csrf-token").told["csrf_token"]
    assert guest.send("set_username", '{"username": "Oona"}', HTTP_X_CSRFTOKEN=token).code is None
    count = Event.objects.count()
    body = json.dumps(WRITES[call])
    assert guest.send(call, body).code == "CSRF_FAILED"
    assert guest.send(call, body, HTTP_X_CSRFTOKEN="x" * 32).code == "CSRF_FAILED"
    assert Event.objects.count() == count
    token = guest.get("csrf-token").told["csrf_token"]
    assert guest.send(call, body, HTTP_X_CSRFTOKEN=token).code != "CSRF_FAILED"


def test_the_token_of_another_origin_does_not_count() -> None:
    guest = Guest(csrf=True)
    token = guest.get("csrf-token").told["csrf_token"]
    answer = guest.send("set_username", '{"username": "Oona"}', HTTP_X_CSRFTOKEN=token, HTTP_ORIGIN="https://elsewhere.example")
    assert answer.code == "CSRF_FAILED"


@pytest.mark.parametrize("method", ["get", "put", "patch", "delete"])
@pytest.mark.parametrize("call", WRITES)
def test_writes_answer_to_post_only(call: str, method: str) -> None:
    _answers_to_no(call, method)


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("call", READS)
def test_reads_answer_to_get_only(call: str, method: str) -> None:
    _answers_to_no(call, method)


def _answers_to_no(call: str, method: str) -> None:
    guest = Guest("Oona")
    response = getattr(guest.client, method)(f"/api/{call}")
    assert response.status_code == 405
    body = response.json()
    assert (body["status"], body["code"]) == ("error", "METHOD_NOT_ALLOWED")
    assert response["Allow"]


@pytest.mark.parametrize("call", ["nothing", "make_choice/", "../admin", "make_choice/1"])
def test_there_is_no_other_address(call: str) -> None:
    assert Client().get(f"/api/{call}").status_code == 404


def test_what_breaks_is_told_without_its_words(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    def breaks(*args: object, **kwargs: object) -> None:
        raise RuntimeError("the cellar key is under the mat")

    guest = Guest("Oona")
    monkeypatch.setattr("games.services.seats.create", breaks)
    answer = guest.post("create_game")
    assert answer.code == "INTERNAL_ERROR"
    assert "cellar" not in json.dumps(answer.body)
    assert any(answer.body["request_id"] in record.getMessage() for record in caplog.records)


def test_a_database_that_refuses_is_told_as_such(monkeypatch: pytest.MonkeyPatch) -> None:
    from django.db import OperationalError

    def breaks(*args: object, **kwargs: object) -> None:
        raise OperationalError("connection to server at 10.0.0.7 failed")

    guest = Guest("Oona")
    monkeypatch.setattr("games.services.seats.create", breaks)
    answer = guest.post("create_game")
    assert answer.code == "SERVICE_UNAVAILABLE"
    assert "10.0.0.7" not in json.dumps(answer.body)


def test_every_code_has_a_status_and_a_sentence() -> None:
    for code in ErrorCode:
        assert 400 <= code.status < 600
        assert code.message.endswith(".") and len(code.message) < 120


@pytest.mark.parametrize(
    ("content_type", "body", "code"),
    [
        ("application/x-www-form-urlencoded", "x" * 70_000, "PAYLOAD_TOO_LARGE"),
        ("application/x-www-form-urlencoded", "&".join(["a=1"] * 2000), "UNSUPPORTED_MEDIA_TYPE"),
        ("application/x-www-form-urlencoded; charset=utf-16", "a=1", "UNSUPPORTED_MEDIA_TYPE"),
        ("multipart/form-data; boundary=x", "--x\r\nContent", "CSRF_FAILED"),
        ("multipart/form-data", "a", "UNSUPPORTED_MEDIA_TYPE"),
    ],
)
def test_a_form_that_cannot_be_read_for_its_token_is_refused(content_type: str, body: str, code: str) -> None:
    guest = Guest(csrf=True)
    guest.get("csrf-token")
    assert guest.send("set_username", body, content_type=content_type).code == code
