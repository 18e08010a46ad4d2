"""What is deleted when the house is tidied, and what is not."""

import sqlite3
import uuid
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from games.management.commands import purge_games
from games.models import Command, Event, Game, Person, PersonSession, Player
from tests.games.guests import Guest, at_turn, table
from tests.running.test_commands import said
from tests.support.site import ROOT, Site

pytestmark = pytest.mark.django_db


def over(*, days: int) -> str:
    host = table(2)[0]
    host.act("end_game")
    Game.objects.filter(code=host.code).update(finished_at=timezone.now() - timedelta(days=days))
    return str(host.code)


def asked(guest: Guest, *, hours: int) -> uuid.UUID:
    person = Person.objects.get(seats__public_id=guest.seat)
    made = Command.objects.create(person=person, cmd_id=uuid.uuid4(), fingerprint="x")
    Command.objects.filter(pk=made.pk).update(at=timezone.now() - timedelta(hours=hours))
    return made.cmd_id


def test_nothing_is_deleted_without_yes() -> None:
    old = over(days=31)
    assert said("purge_games", "--finished-before", "30").splitlines()[0] == "games: 1 would be deleted"
    assert Game.objects.filter(code=old).exists()


def test_games_long_over_go_with_all_that_is_theirs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(purge_games, "AT_ONCE", 2)
    old = [over(days=31) for _ in range(5)]
    fresh, playing = over(days=29), at_turn(2)[0].code
    assert said("purge_games", "--finished-before", "30", "--yes").splitlines()[0] == "games: 5"
    assert set(Game.objects.values_list("code", flat=True)) == {fresh, playing}
    for kind in (Player, Event):
        assert not kind.objects.filter(game__code__in=old).exists()
        assert kind.objects.filter(game__code=fresh).exists()


def test_answers_are_kept_for_a_day_and_while_their_player_plays() -> None:
    done, playing = table(2), at_turn(2)
    done[0].act("end_game")
    asked(done[0], hours=25)
    kept = {asked(done[0], hours=23), asked(playing[0], hours=25)}
    mine = Command.objects.filter(fingerprint="x")
    said("purge_games", "--finished-before", "30", "--yes")
    assert set(mine.values_list("cmd_id", flat=True)) == kept


def test_sessions_go_when_they_have_ended() -> None:
    table(2)
    one, other = PersonSession.objects.all()[:2]
    PersonSession.objects.filter(pk=one.pk).update(expire_date=timezone.now() - timedelta(minutes=1))
    assert said("purge_games", "--finished-before", "30", "--yes").splitlines()[-1] == "sessions: 1"
    assert PersonSession.objects.filter(pk=other.pk).exists()


def test_the_copy_that_the_handbook_describes_holds_the_games(tmp_path: Path) -> None:
    line = next(each for each in (ROOT / "docs" / "operations.md").read_text().splitlines() if each.startswith("sqlite3 "))
    statement = line.split('"')[1]
    site = Site(tmp_path)
    site.manage("migrate", "-v0")
    source, copy = tmp_path / "site.sqlite3", tmp_path / "copy.sqlite3"
    with sqlite3.connect(source) as written:
        written.execute("INSERT INTO games_person (id, name, created_at) VALUES ('1', 'Oona', '2026-01-01')")
    with sqlite3.connect(source) as reading:
        reading.execute(statement.replace("copy.sqlite3", str(copy)))
    with sqlite3.connect(copy) as back:
        assert back.execute("SELECT name FROM games_person").fetchall() == [("Oona",)]
        assert back.execute("PRAGMA integrity_check").fetchone() == ("ok",)
