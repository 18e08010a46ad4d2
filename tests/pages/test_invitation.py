"""The door of a table, and the QR code that leads to it."""

import io
import re

import pytest
import segno
from django.test import Client

from games.models import Game, Person
from games.rules.phases import Phase
from games.services import seats
from tests.pages.seating import guest, named, table

pytestmark = pytest.mark.django_db


@pytest.fixture
def host() -> Person:
    return guest("Pavel")


def refusal_on(client: Client, code: str) -> str:
    found = re.search(r'data-refusal="([A-Z_]*)"', client.get(f"/join/{code}").content.decode())
    assert found
    return found[1]


def test_tells_a_stranger_whose_table_it_is_and_asks_for_a_name(client: Client, host: Person) -> None:
    game = table(host, max_players=3)
    seats.join(person=guest("Amina"), code=game.code)
    response = client.get(f"/join/{game.code}")
    page = response.content.decode()
    assert response.status_code == 200
    assert "<bdi>Pavel</bdi>’s table</h1>" in page
    assert "2 of 3 chairs are taken: <bdi>Pavel</bdi> and <bdi>Amina</bdi>." in page
    assert 'id="take-chair-btn"' in page
    assert re.search(r'id="name-field">', page)


def test_somebody_known_needs_only_the_chair(client: Client, host: Person) -> None:
    named(client, "Oona")
    page = client.get(f"/join/{table(host).code}").content.decode()
    assert re.search(r'id="name-field" hidden>', page)
    assert page.count("is-next") - page.count('class="button is-next" href="/"') == 1


def test_the_code_may_be_written_small(client: Client, host: Person) -> None:
    assert client.get(f"/join/{table(host).code.lower()}").status_code == 200


def test_whoever_sits_here_goes_back_to_the_table(client: Client, host: Person) -> None:
    game = table(host)
    seats.join(person=named(client, "Oona"), code=game.code)
    page = client.get(f"/join/{game.code}").content.decode()
    assert f'href="/game?code={game.code}"' in page
    assert "chair-form" not in page


@pytest.mark.parametrize("code", ["QQQQQ2", "AB", "ABCDEFGH"])
def test_a_code_of_no_table_is_not_found_and_says_so(client: Client, code: str) -> None:
    assert client.get(f"/join/{code}").status_code == 404
    assert refusal_on(client, code) == "INVALID_GAME"


def test_a_full_table_is_told_before_anybody_tries(client: Client, host: Person) -> None:
    assert refusal_on(client, table(host, max_players=1).code) == "GAME_FULL"


@pytest.mark.parametrize(("phase", "code"), [(Phase.RESOLVED, "GAME_ALREADY_STARTED"), (Phase.FINISHED, "GAME_FINISHED")])
def test_a_story_that_has_begun_takes_nobody(client: Client, host: Person, phase: Phase, code: str) -> None:
    game = table(host)
    Game.objects.filter(pk=game.pk).update(phase=phase)
    assert refusal_on(client, game.code) == code


def test_whoever_was_sent_away_is_told(client: Client, host: Person) -> None:
    game = table(host)
    seat = seats.join(person=named(client, "Oona"), code=game.code)
    seats.kick(person=host, code=game.code, player_id=seat.player_id)
    assert refusal_on(client, game.code) == "KICKED"


@pytest.mark.parametrize("allowed", [True, False])
def test_watching_is_offered_only_where_it_is_allowed(client: Client, host: Person, allowed: bool) -> None:
    page = client.get(f"/join/{table(host, max_players=1, allow_spectators=allowed).code}").content.decode()
    assert ("data-may-watch" in page) is allowed


def test_the_qr_code_leads_to_the_invitation(client: Client) -> None:
    response = client.get("/join/r7km2p/qr.svg", headers={"host": "testserver"})
    expected = io.BytesIO()
    segno.make_qr("http://testserver/join/R7KM2P").save(
        expected, kind="svg", border=4, xmldecl=False, svgclass=None, lineclass=None, omitsize=True, dark="#14181a", light="#ffffff"
    )
    assert response["Content-Type"] == "image/svg+xml"
    assert response.content == expected.getvalue()
    assert b"style=" not in response.content
    assert b"class=" not in response.content


def test_the_qr_code_has_a_ground_of_its_own_and_a_quiet_margin(client: Client) -> None:
    picture = client.get("/join/R7KM2P/qr.svg").content.decode()
    size = segno.make_qr("http://testserver/join/R7KM2P").symbol_size(border=4)[0]
    assert f'viewBox="0 0 {size} {size}"' in picture
    assert f'fill="#fff" d="M0 0h{size}v{size}h-{size}z"' in picture
