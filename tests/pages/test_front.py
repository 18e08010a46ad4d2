"""The landing page and the list of tables."""

import html
import json
import re

import pytest
from django.test import Client

from tests.pages.seating import guest, named, table

pytestmark = pytest.mark.django_db

HOOKS = ("username-input", "set-username-btn", "create-game-btn", "join-code-input", "join-game-btn", "notification-container")


def told(page: str, name: str) -> list[dict[str, object]]:
    """The list that the page carries in a ``data-`` attribute."""
    found = re.search(rf'data-{name}="([^"]*)"', page)
    assert found
    return json.loads(html.unescape(found[1]))


@pytest.mark.parametrize("path", ["/", "/lobby"])
@pytest.mark.parametrize("name", ["", "Oona"])
def test_holds_the_hooks_that_others_rely_on(client: Client, path: str, name: str) -> None:
    if name:
        named(client, name)
    page = client.get(path)
    assert page.status_code == 200
    for hook in HOOKS:
        assert page.content.decode().count(f'id="{hook}"') == 1, hook


def test_gives_the_token_for_the_first_write(client: Client) -> None:
    assert "csrftoken" in client.get("/").cookies


def test_a_stranger_is_asked_for_a_name_and_offered_whatever_is_public(client: Client) -> None:
    host = guest("Pavel")
    open_table = table(host, is_public=True, max_players=6)
    table(host)
    page = client.get("/").content.decode()
    assert 'data-name=""' in page
    assert "is-known" not in page
    assert told(page, "own") == []
    assert [each["game_code"] for each in told(page, "open")] == [open_table.code]


def test_somebody_known_comes_back_to_their_own_tables(client: Client) -> None:
    own = table(named(client, "Oona"))
    page = client.get("/").content.decode()
    assert 'data-name="Oona"' in page
    assert "is-known" in page
    assert [each["game_code"] for each in told(page, "own")] == [own.code]


def test_a_name_is_text_and_nothing_else(client: Client) -> None:
    person = named(client, '"><script>x()')
    table(person, is_public=True)
    page = client.get("/").content.decode()
    assert "<script>x" not in page
    assert told(page, "open")[0]["host_name"] == person.name


def test_the_list_of_tables_needs_no_advertisement(client: Client) -> None:
    page = client.get("/lobby").content.decode()
    assert "<h1>Tables</h1>" in page
    assert "specimen" not in page


@pytest.mark.parametrize(("kept", "attribute"), [("candle", 'data-theme="candle"'), ("vellum", 'data-theme="vellum"'), ('x"y', None)])
def test_arrives_in_its_own_light(client: Client, kept: str, attribute: str | None) -> None:
    client.cookies["theme"] = kept
    root = client.get("/").content.decode().split("<head>")[0]
    assert (attribute in root) if attribute else ("data-theme" not in root)


@pytest.mark.parametrize("code", ["NO-SUCH-TABLE", "x" * 13, "%00", "%C3%84%C3%96%C3%9C", "../..", "a%0Ab"])
def test_no_code_breaks_a_page(client: Client, code: str) -> None:
    named(client, "Oona")
    for path in ("/game?code=", "/join/", "/watch/", "/replay/"):
        assert client.get(path + code).status_code == 404


def test_writes_are_not_taken_here(client: Client) -> None:
    assert client.post("/").status_code == 405
