"""What is asked at the console."""

import shutil
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from games.scenarios.pack import HOUSE
from tests.games.guests import at_turn, table


def said(name: str, *arguments: str) -> str:
    out = StringIO()
    call_command(name, *arguments, stdout=out)
    return out.getvalue()


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A pack of one situation that has nothing wrong with it."""
    theme = next(each for each in sorted(HOUSE.iterdir()) if each.is_dir() and any(each.glob("*.toml")))
    (tmp_path / theme.name).mkdir()
    shutil.copy(min(theme.glob("*.toml")), tmp_path / theme.name)
    return tmp_path


def test_a_sound_pack_is_praised(pack: Path) -> None:
    assert said("check_scenarios", str(pack)) == "situations: 1, complaints: none\n"


def test_complaints_are_told_one_on_a_line(pack: Path) -> None:
    shutil.move(next(pack.iterdir()), pack / "cheerful")
    with pytest.raises(CommandError, match=r"^\w+: lies in cheerful, but its theme is ") as caught:
        call_command("check_scenarios", str(pack))
    assert caught.value.returncode == 1


def test_a_folder_without_situations_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="no situation in this folder"):
        call_command("check_scenarios", str(tmp_path))


@pytest.mark.django_db
def test_games_that_are_not_over_are_listed_the_latest_first() -> None:
    waiting, playing, over = table(1), at_turn(3), table(2)
    over[0].act("end_game")
    head, *rows = said("live_games").splitlines()
    assert head.split() == ["code", "phase", "turn", "seats", "last", "activity"]
    assert [row.split()[:4] for row in rows] == [[playing[0].code, "scenario", "1/8", "3/8"], [waiting[0].code, "lobby", "0/8", "1/8"]]
    assert all(row.endswith("Z") for row in rows)
