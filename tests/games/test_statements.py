"""What a choice costs the database: few statements, none of which goes through a whole table."""

from uuid import uuid4

import pytest

from games.models import Event, Game
from games.services import bans
from tests.games.guests import Guest, at_turn, play_turn
from tests.support.statements import Asked, noted, whole_table_reads

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]

MOST = 5
WHO = ["games_personsession"]
"""Read before the transaction: whose session this is, and the person with it."""


@pytest.fixture(autouse=True)
def bans_are_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """They are read once a second, by whoever comes then: not by whoever is looked at here."""
    monkeypatch.setattr(bans, "FRESH_SECONDS", 3600)
    monkeypatch.setattr(bans, "_kept", None)


def choosing(guest: Guest, choice: str, **more: str) -> Asked:
    with noted() as asked:
        guest.act("make_choice", choice=choice, **more)
    return asked


def tables_read(asked: Asked) -> list[str]:
    return [statement.split(" FROM ")[1].split()[0].strip('"') for statement, _ in asked.read]


@pytest.mark.parametrize("choice", ["hold", "words of one’s own"])
def test_a_choice_takes_five_statements_at_most(choice: str) -> None:
    host, sefu, _ = at_turn(3)
    assert len(choosing(host, choice).stored) == MOST - 1
    asked = choosing(sefu, choice, cmd_id=str(uuid4()))
    assert len(asked.stored) == MOST
    assert tables_read(asked) == WHO


def test_no_statement_goes_through_a_whole_table() -> None:
    host, _ = at_turn(2)
    asked = choosing(host, "hold", cmd_id=str(uuid4()))
    found = {statement: whole_table_reads(statement, parameters) for statement, parameters in [*asked.stored, *asked.read]}
    assert not any(found.values()), found


def test_the_price_does_not_rise_with_a_games_age() -> None:
    people = at_turn(2, max_turns=9)
    young = choosing(people[0], "hold")
    people[1].act("make_choice", choice="hold")
    people[0].act("resolve_turn")
    for _ in range(5):
        play_turn(people)
    people[0].act("generate_scenario")
    old = choosing(people[0], "hold")
    assert [statement for statement, _ in old.stored] == [statement for statement, _ in young.stored]


def test_what_is_counted_ahead_is_what_was_told() -> None:
    """Opening a table counts one fact. Commands that tell none, one or three leave the number of the last."""
    host, sefu = at_turn(2, auto_resolve=True, max_turns=1)
    for guest, call, more in ((host, "make_choice", 1), (host, "join_game", 0), (sefu, "make_choice", 3), (sefu, "end_game", 0)):
        before = Game.objects.get().seq
        guest.post(call, game_code=guest.code, **({"choice": "hold"} if call == "make_choice" else {}))
        assert Game.objects.get().seq == before + more == Event.objects.count()
