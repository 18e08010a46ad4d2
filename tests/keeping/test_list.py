"""The list of games."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import connection
from django.db.models.sql.compiler import SQLCompiler
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from games.models import Ban, Game, PersonSession, Player, Turn
from realtime import presence
from realtime.desk.counters import counters
from realtime.desk.rows import rows_of
from tests.games.guests import Guest, at_turn, table
from tests.keeping.people import keeper, listed

pytestmark = pytest.mark.django_db


def row(client: Client, guest: Guest) -> dict[str, str]:
    """The cells of one game by the name of the column, without tags."""
    found = next(each for each in re.findall(r"<tr>.*?</tr>", listed(client), re.DOTALL) if guest.code in each)
    cells = re.findall(r'class="field-(\w+)[^"]*"[^>]*>(.*?)</t[dh]>', found, re.DOTALL)
    return {name: re.sub(r"<.*?>", "", text).replace("\xa0", " ") for name, text in cells}


def codes(client: Client, **query: str) -> set[str]:
    return set(re.findall(r'/change/[^"]*">([A-Z0-9]{6})</a>', listed(client, **query)))


def test_says_how_a_game_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    host, guest, _ = people = at_turn(3, turn_seconds=3600)
    host.act("make_choice", choice="hold")
    Turn.objects.update(opened_at=timezone.now() - timedelta(minutes=12))
    monkeypatch.setattr(presence, "online", lambda game_id: {guest.seat})
    told = row(keeper(), host)
    assert (told["phase"], told["turn"], told["trust_in_words"], told["seats"]) == ("scenario", "1/8", "50, steady", "3/8")
    assert told["online"] == people[1].name
    assert told["waited_for"] == f"{people[1].name}, {people[2].name}, for 12 minutes"
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d", told["deadline"])
    assert told["last_activity"] < told["deadline"]


def test_the_host_is_waited_for_when_all_have_chosen() -> None:
    host, guest = at_turn()
    for each in (host, guest):
        each.act("make_choice", choice="hold")
    assert row(keeper(), host)["waited_for"].startswith("the host, for ")


def test_costs_the_same_however_many_games_there_are() -> None:
    client = keeper()
    at_turn(2)
    listed(client)
    with CaptureQueriesContext(connection) as few:
        listed(client)
    for count in (1, 2, 3, 4):
        at_turn(count)
    with CaptureQueriesContext(connection) as many:
        listed(client)
    assert len(many) == len(few) <= 12


class TestTenThousandGames:
    """However many there are, a page of the list is a fixed number of statements, and none brings more rows than the page shows."""

    ROWS = 10_000
    MOST_FETCHED = 500

    @pytest.fixture
    def many(self) -> Guest:
        host, *_ = at_turn(2)
        now = timezone.now()
        games = Game.objects.bulk_create(
            [Game(code=f"{number:06}", phase="scenario", turn_number=1, is_public=number % 2 == 0) for number in range(self.ROWS)], 500
        )
        players = [
            Player(game=game, name=name, name_key=name, seat=seat, seated_at=now)
            for game in games
            for seat, name in enumerate(("Ines", "Marek"), 1)
        ]
        Player.objects.bulk_create(players, 500)
        Turn.objects.bulk_create(
            [Turn(game=game, number=1, scenario_id=f"scene_{game.code}", scenario={}, opened_seq=1, opened_at=now) for game in games], 500
        )
        return host

    QUERIES: tuple[dict[str, str], ...] = (
        {},
        {"p": "150"},
        {"q": "004242"},
        {"q": "marek"},
        {"look": "stuck"},
        {"look": "abandoned"},
        {"phase__exact": "scenario"},
        {"is_public__exact": "1"},
    )

    def test_stay_quick(self, many: Guest, monkeypatch: pytest.MonkeyPatch) -> None:
        client, fetched = keeper(), []
        read = SQLCompiler.execute_sql

        def noting(compiler: Any, *args: Any, **kwargs: Any) -> Any:
            rows = read(compiler, *args, **kwargs)
            if rows is None or isinstance(rows, (int, tuple)):
                return rows
            found = list(rows)
            fetched.append(sum(len(each) for each in found))
            return iter(found)

        monkeypatch.setattr(SQLCompiler, "execute_sql", noting)
        for query in self.QUERIES:
            fetched.clear()
            with CaptureQueriesContext(connection) as asked:
                listed(client, **query)
            assert len(asked) <= 14, query
            assert fetched and max(fetched) <= self.MOST_FETCHED, query

    def test_stay_quick_for_whoever_watches(self, many: Guest, django_assert_max_num_queries: Any) -> None:
        shown = list(Game.objects.order_by("-active_at").values_list("pk", flat=True)[:50])
        with django_assert_max_num_queries(8):
            assert len(rows_of(shown)) == 50
            counters()


@pytest.mark.parametrize(
    ("change", "stuck"),
    [
        ({"opened_at": timedelta(hours=-25)}, True),
        ({"deadline": timedelta(minutes=-1)}, True),
        ({"opened_at": timedelta(hours=-25), "resolved_at": timedelta()}, False),
        ({"deadline": timedelta(minutes=1)}, False),
        ({}, False),
    ],
)
def test_stuck_is_what_is_open_too_long(change: dict[str, timedelta], stuck: bool) -> None:
    host, _ = at_turn()
    Turn.objects.update(**{field: timezone.now() + shift for field, shift in change.items()})
    assert codes(keeper(), look="stuck") == ({host.code} if stuck else set())


def test_silent_and_abandoned_games_can_be_found() -> None:
    silent, left, busy = table(1)[0], table(1)[0], table(1)[0]
    left.act("leave_game")
    Game.objects.filter(code=silent.code).update(active_at=timezone.now() - timedelta(days=8))
    client = keeper()
    assert codes(client) == {silent.code, left.code, busy.code}
    assert codes(client, look="silent") == {silent.code}
    assert codes(client, look="abandoned") == {left.code}
    assert codes(client, phase__exact="finished") == {left.code}


def test_every_column_has_a_name() -> None:
    at_turn()
    heads = re.findall(r'<th scope="col" class="[^"]*column-(\w+)', page := listed(keeper()))
    assert {"turn", "seats", "online", "spectators", "waited_for", "deadline", "last_activity", "process"} <= set(heads)
    assert not re.search(r"<span>\s*--\s*</span>", page)


def test_games_are_found_by_code_and_by_who_plays() -> None:
    one, other = table(2)[0], table(1)[0]
    client = keeper()
    assert codes(client, q=one.code.lower()) == {one.code}
    assert codes(client, q="sefu") == {one.code}
    assert other.code in codes(client, q="oona")


@pytest.mark.parametrize(
    "address",
    [
        "game/?seed__startswith=a",
        "game/?story__contains=x",
        "game/?turns__choices__option_id=hold",
        "choice/?option_id=hold",
        "whisper/?text__contains=vespertine",
        "turn/?scenario__contains=vespertine",
        "command/?answer__contains=x",
    ],
)
def test_secrets_cannot_be_guessed_through_the_address(address: str) -> None:
    at_turn()[0].act("make_choice", choice="hold")
    assert keeper().get(f"/admin/games/{address}").status_code == 400


def test_every_model_can_be_looked_at_and_none_changed(admin_client: Client) -> None:
    at_turn()[0].act("make_choice", choice="hold")
    for model in set(apps.get_app_config("games").get_models()) - {Ban, PersonSession}:
        name = model._meta.model_name
        assert admin.site.is_registered(model)
        assert admin_client.get(f"/admin/games/{name}/").status_code == 200
        assert admin_client.get(f"/admin/games/{name}/add/").status_code == 403
        if (kept := model._default_manager.first()) is not None:
            address = f"/admin/games/{name}/{kept.pk}"
            assert admin_client.get(f"{address}/change/").status_code == 200
            assert admin_client.post(f"{address}/change/", {}).status_code == 403
            assert admin_client.post(f"{address}/delete/", {"post": "yes"}).status_code == 403


def test_sessions_are_not_shown_for_their_key_is_all_that_is_needed_to_be_somebody() -> None:
    assert not admin.site.is_registered(PersonSession)


def test_players_stay_outside(client: Client, django_user_model: Any) -> None:
    client.force_login(django_user_model.objects.create_user("player"))
    assert client.get("/admin/games/game/").status_code == 302


def test_the_front_has_the_name_of_the_house(admin_client: Client) -> None:
    page = admin_client.get("/admin/").content.decode()
    assert "<h1>The Arcane Codex</h1>" in page
