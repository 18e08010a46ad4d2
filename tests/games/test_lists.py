"""The lists of tables: what is free is found however much else there is, and a list has an end."""

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from games.lists import MOST_TABLES, own_tables
from games.models import Game, Person, Player
from games.rules.phases import Phase
from tests.games.guests import Guest, at_turn, table

pytestmark = pytest.mark.django_db


def lay(count: int, *, person: Person | None = None, **terms: object) -> None:
    """So many tables, each with one player."""
    games = Game.objects.bulk_create(Game(code=f"T{number:05d}", is_public=True, **terms) for number in range(count))
    Player.objects.bulk_create(
        Player(game=game, person=person, name="Yun", name_key="yun", seat=1, seated_at=timezone.now()) for game in games
    )


def listed() -> list[str]:
    return [each["game_code"] for each in Guest().get("games").told["games"]]


@pytest.mark.postgres
def test_a_free_table_is_listed_however_many_newer_ones_are_full() -> None:
    host = Guest("Oona").create(is_public=True)
    Game.objects.update(created_at=timezone.now() - timedelta(days=1))
    lay(MOST_TABLES + 1, max_players=1)
    assert listed() == [host.code]


@pytest.mark.postgres
def test_the_newest_of_the_free_tables_are_listed() -> None:
    lay(MOST_TABLES)
    host = Guest("Oona").create(is_public=True)
    codes = listed()
    assert len(codes) == MOST_TABLES and codes[0] == host.code


@pytest.mark.postgres
def test_a_chair_that_was_left_is_free() -> None:
    host, sefu = table(2, is_public=True, max_players=2)
    assert listed() == []
    sefu.act("leave_game")
    (found,) = host.get("games").told["games"]
    assert (found["game_code"], found["player_count"], found["max_players"]) == (host.code, 1, 2)


@pytest.mark.postgres
def test_ones_own_tables_are_read_at_once_up_to_a_bound(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    oona = at_turn(2)[0]
    person = Player.objects.get(public_id=oona.seat).person
    assert person is not None
    lay(MOST_TABLES, person=person, phase=Phase.SCENARIO, turn_number=1)
    with django_assert_num_queries(1):
        found = own_tables(person)
    assert len(found) == MOST_TABLES and all(each["your_move"] for each in found)
    assert len(oona.get("session_info").told["games"]) == MOST_TABLES
