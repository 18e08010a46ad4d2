"""The pages for those who watch, and for those who read a story again."""

import re

import pytest
from django.test import Client

from games.models import Game, Person
from games.services import seats
from tests.pages.seating import guest, named, table

pytestmark = pytest.mark.django_db

PAGES = ("/watch/{}", "/watch/{}?screen=table", "/replay/{}")


@pytest.fixture
def host() -> Person:
    return guest("Pavel")


def refusal_on(client: Client, path: str) -> tuple[int, str]:
    answer = client.get(path)
    found = re.search(r'data-refusal="([A-Z_]*)"', answer.content.decode())
    assert found
    return answer.status_code, found[1]


@pytest.mark.parametrize("page", PAGES)
def test_a_stranger_is_asked_for_a_name_and_nothing_else(client: Client, host: Person, page: str) -> None:
    answer = client.get(page.format(table(host).code))
    assert answer.status_code == 200
    assert "<bdi>Pavel</bdi>’s table" in answer.content.decode()
    assert answer.content.decode().count("is-next is-large") == 1
    assert "socketio_client" not in answer.content.decode()


@pytest.mark.parametrize(("page", "module"), [*zip(PAGES, ("table/table.js", "table/screen.js", "replay/replay.js"), strict=True)])
def test_somebody_with_a_name_sees_the_page_at_once(client: Client, host: Person, page: str, module: str) -> None:
    named(client, "Yun")
    answer = client.get(page.format(table(host).code.lower()))
    assert answer.status_code == 200
    assert f"js/{module}" in answer.content.decode()
    assert answer["Cache-Control"].startswith("max-age=0, no-cache, no-store")


@pytest.mark.parametrize("page", PAGES)
def test_a_table_without_watchers_shows_nothing(client: Client, host: Person, page: str) -> None:
    named(client, "Yun")
    assert refusal_on(client, page.format(table(host, allow_spectators=False).code)) == (403, "NOT_IN_GAME")


@pytest.mark.parametrize("page", PAGES)
def test_there_is_no_such_table(client: Client, page: str) -> None:
    assert refusal_on(client, page.format("QQQQQ2")) == (404, "INVALID_GAME")


@pytest.mark.parametrize("page", PAGES)
def test_who_was_made_to_stand_up_does_not_watch(client: Client, host: Person, page: str) -> None:
    game = table(host)
    seat = seats.join(person=named(client, "Oona"), code=game.code)
    seats.kick(person=host, code=game.code, player_id=seat.player_id)
    assert refusal_on(client, page.format(game.code)) == (403, "KICKED")


def test_whoever_sits_here_is_led_to_their_chair_but_may_show_the_screen(client: Client) -> None:
    game = table(named(client, "Oona"), allow_spectators=False)
    assert client.get(f"/watch/{game.code}")["Location"] == f"/game?code={game.code}"
    assert "js/table/screen.js" in client.get(f"/watch/{game.code}?screen=table").content.decode()
    assert client.get(f"/replay/{game.code}").status_code == 200


def test_the_shared_screen_has_no_place_for_a_secret(client: Client, host: Person) -> None:
    named(client, "Yun")
    page = client.get(f"/watch/{table(host).code}?screen=table").content.decode()
    for hook in ("whisper", "choices", "sealed", "chat-input"):
        assert f'id="{hook}"' not in page


def test_the_screens_qr_code_leads_to_the_page_for_watching(client: Client, host: Person) -> None:
    code = table(host).code
    watching, joining = client.get(f"/watch/{code}/qr.svg"), client.get(f"/join/{code}/qr.svg")
    assert watching["Content-Type"] == "image/svg+xml"
    assert watching.content != joining.content


def test_writes_are_not_taken_here(client: Client, host: Person) -> None:
    code: str = Game.objects.get(pk=table(host).pk).code
    for page in PAGES:
        assert client.post(page.format(code)).status_code == 405
