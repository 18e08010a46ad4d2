"""Every answer under /api/ is JSON that no cache keeps."""

import pytest
from django.http import HttpResponse, JsonResponse
from django.test import Client, RequestFactory

from games.api.middleware import api_answers
from tests.games.calls import READS
from tests.games.guests import Guest


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/api/games", "/api/session_info", "/api/nothing", "/api/openapi.json", "/api/docs", "/api/my_whisper"])
def test_no_cache_keeps_an_answer(client: Client, path: str) -> None:
    assert client.get(path).headers["Cache-Control"] == "no-store"


def test_pages_keep_their_own_rules(client: Client) -> None:
    assert "no-store" not in api_answers(lambda request: HttpResponse("page"))(RequestFactory().get("/lobby")).headers


@pytest.mark.parametrize("path", ["/api/nothing", "/api/", "/api/games/7", "/api/make_choice/"])
def test_an_unknown_address_is_told_in_json(client: Client, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 404
    assert response.json() == {"status": "error", "code": "INVALID_GAME", "message": "There is nothing at this address."}


def test_pages_that_are_not_there_stay_pages(client: Client) -> None:
    response = client.get("/apix")
    assert response.status_code == 404
    assert response.headers["Content-Type"].startswith("text/html")


@pytest.mark.parametrize(("method", "path", "allow"), [("get", "/api/make_choice", "POST"), ("post", "/api/games", "GET, HEAD")])
def test_another_method_is_refused_in_json(client: Client, method: str, path: str, allow: str) -> None:
    response = getattr(client, method)(path)
    assert (response.status_code, response.json()["code"]) == (405, "METHOD_NOT_ALLOWED")
    assert response.headers["Allow"] == allow


@pytest.mark.django_db
@pytest.mark.parametrize("call", READS)
def test_the_head_of_what_may_be_read_may_be_asked_for_alone(call: str) -> None:
    guest = Guest("Oona").create()
    whole, head = guest.client.get(f"/api/{call}"), guest.client.head(f"/api/{call}")
    assert (head.status_code, head.content) == (whole.status_code, b"")
    if call not in ("csrf-token", "game_state"):  # a token, a time
        assert head.headers == whole.headers


def test_what_is_written_has_no_head(client: Client) -> None:
    response = client.head("/api/make_choice")
    assert (response.status_code, response.headers["Allow"]) == (405, "POST")


@pytest.mark.django_db
def test_what_the_game_refuses_is_left_as_it_is(client: Client) -> None:
    assert client.get("/api/my_whisper").json()["code"] == "AUTH_REQUIRED"


def test_a_host_that_is_not_ours_is_refused_in_json(client: Client) -> None:
    response = client.get("/api/games", headers={"Host": "elsewhere.example"})
    assert (response.status_code, response.json()["code"]) == (400, "VALIDATION_ERROR")


@pytest.mark.django_db
@pytest.mark.parametrize("body", ["--x\r\nContent-Disposition: form-data; name=a\r\n\r\nb\r\n--x--\r\n", "--x\r\nbroken"])
def test_a_form_is_refused_whole_or_broken(body: str) -> None:
    client = Client(enforce_csrf_checks=True)
    token = client.get("/api/csrf-token").json()["csrf_token"]
    headers = {"X-CSRFToken": token}
    response = client.post("/api/set_username", body, content_type="multipart/form-data; boundary=x", headers=headers)
    assert (response.status_code, response.json()["code"]) == (415, "UNSUPPORTED_MEDIA_TYPE")


def test_json_of_a_view_is_never_replaced() -> None:
    told = api_answers(lambda request: JsonResponse({"code": "INVALID_GAME"}, status=404))(RequestFactory().get("/api/x"))
    assert told.content == b'{"code": "INVALID_GAME"}'
