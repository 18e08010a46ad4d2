"""A game as a file, and back: whoever looks sees the same as before."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.utils import timezone

from games import archives, deadlines, snapshots
from games.models import Choice, Event, Game, Player, Turn, Whisper
from games.services import keeping
from games.services.access import Viewer
from tests.games.guests import Guest, at_turn, begun, play_turn, table

pytestmark = pytest.mark.django_db
KINDS = (Game, Player, Turn, Whisper, Choice, Event)


def everything(code: str) -> dict[str, Any]:
    """What each viewer sees, and what is kept beyond that."""
    game = Game.objects.get(code=code)
    viewers = {player.public_id: player for player in game.players.all()} | {"": None}
    seen = {
        name: {
            "state": snapshots.game_state(Viewer(game, player), online=(), since=0).model_copy(update={"server_time": ""}).to_wire(),
            "whisper": (told := snapshots.my_whisper(Viewer(game, player))) and told.to_wire(),
            "scenario": (scene := snapshots.current_scenario(Viewer(game, player))) and scene.to_wire(),
            "replay": snapshots.replay(Viewer(game, player)),
        }
        for name, player in viewers.items()
    }
    return {"seen": seen, "kept": archives.file_of([archives.archived(game, secrets=True)])}


def read_back(text: str) -> None:
    for each in archives.read_file(text):
        archives.restore(each)


def in_the_lobby() -> list[Guest]:
    people = table(3, turn_seconds=60)
    people[2].act("leave_game")
    return people


def in_a_turn() -> list[Guest]:
    people = begun(3, turn_seconds=60)
    play_turn(people)
    people[0].act("generate_scenario")
    people[0].act("make_choice", choice="I count the coins twice.")
    people[1].act("share_whisper")
    people[0].act("kick_player", player_id=people[2].seat)
    people[0].act("chat_message", text="Well?")
    return people


def paused() -> list[Guest]:
    people = in_a_turn()
    keeping.pause_by_keeper(code=people[0].code, keeper=User.objects.create_user("keeper"))
    return people


def over() -> list[Guest]:
    people = in_a_turn()
    people[0].act("end_game")
    return people


def by_the_house(settings: Any) -> list[Guest]:
    settings.SCENARIO_SOURCE = "house"
    people = at_turn(2)
    people[1].act("make_choice", choice="I wait.")
    people[0].act("resolve_turn", force=True)
    people[0].act("generate_scenario")
    return people


@pytest.mark.parametrize("story", [in_the_lobby, in_a_turn, paused, over, by_the_house])
def test_an_empty_database_has_the_same_state_afterwards(story: Any, settings: Any, tmp_path: Path) -> None:
    (host, *_) = story(settings) if story is by_the_house else story()
    before, file = everything(host.code), tmp_path / "games.json"
    out = StringIO()
    call_command("export_games", host.code, "--secrets", stdout=out)
    file.write_text(out.getvalue())
    Game.objects.all().delete()
    assert not any(kind.objects.exists() for kind in KINDS)
    call_command("import_games", str(file), stdout=StringIO())
    assert everything(host.code) == before


def test_several_games_are_one_file() -> None:
    codes = sorted(story()[0].code for story in (in_the_lobby, over))
    out = StringIO()
    call_command("export_games", *codes, "--secrets", stdout=out)
    Game.objects.all().delete()
    read_back(out.getvalue())
    assert sorted(Game.objects.values_list("code", flat=True)) == codes


def test_the_clock_leaves_what_was_read_back_alone() -> None:
    host, *_ = in_a_turn()
    Turn.objects.filter(resolved_at=None).update(deadline=timezone.now())
    kept = archives.archived(Game.objects.get(code=host.code), secrets=True)
    Game.objects.all().delete()
    archives.restore(kept)
    deadlines.run_due()
    assert Game.objects.get().phase == "scenario"


class TestRefused:
    @pytest.fixture
    def kept(self) -> dict[str, Any]:
        return archives.file_of([archives.archived(Game.objects.get(code=in_a_turn()[0].code), secrets=True)])

    def refusal(self, file: Any) -> str:
        before = [kind.objects.count() for kind in KINDS]
        with pytest.raises(archives.ArchiveError) as caught:
            read_back(file if isinstance(file, str) else json.dumps(file))
        assert [kind.objects.count() for kind in KINDS] == before
        return str(caught.value)

    def test_what_is_here_already(self, kept: dict[str, Any]) -> None:
        assert "is here already" in self.refusal(kept)

    def test_what_was_written_without_secrets(self, kept: dict[str, Any]) -> None:
        covered = archives.file_of([archives.archived(Game.objects.get(), secrets=False)])
        Game.objects.all().delete()
        assert "was written without secrets" in self.refusal(covered)

    @pytest.mark.parametrize("text", ["", "[]", "{}", "no file", '{"format": "another", "games": []}', "[" * 10_000])
    def test_what_is_no_file_of_ours(self, text: str) -> None:
        assert "This is no file of games of ours" in self.refusal(text)

    @pytest.mark.parametrize(
        "spoil",
        [
            lambda game: game["events"].pop(1),
            lambda game: game["players"].append(game["players"][0]),
            lambda game: game["turns"].append(game["turns"][1]),
            lambda game: game["turns"][0].pop("whispers"),
            lambda game: game["turns"][0]["choices"][0].update(player_id="nobody"),
            lambda game: game["turns"][0].update(scenario={}),
            lambda game: game["game"].update(host="nobody"),
            lambda game: game["game"].update(story={"remembered": 3}),
        ],
    )
    def test_what_contradicts_itself(self, kept: dict[str, Any], spoil: Any) -> None:
        Game.objects.all().delete()
        spoil(kept["games"][0])
        assert "contradicts itself" in self.refusal(kept)

    def test_one_bad_game_keeps_the_others_out(self, kept: dict[str, Any], tmp_path: Path) -> None:
        kept["games"].append(kept["games"][0])
        Game.objects.all().delete()
        (tmp_path / "games.json").write_text(json.dumps(kept))
        with pytest.raises(CommandError):
            call_command("import_games", str(tmp_path / "games.json"), stdout=StringIO())
        assert not Game.objects.exists()


def test_a_covered_file_holds_no_secret() -> None:
    host, *_ = in_a_turn()
    out = StringIO()
    call_command("export_games", host.code, stdout=out)
    told, game = out.getvalue(), Game.objects.get()
    shared = set(Whisper.objects.exclude(shared_at=None).values_list("text", flat=True))
    assert not [text for text in Whisper.objects.values_list("text", flat=True) if text in told and text not in shared]
    assert "I count the coins twice." not in told and game.seed not in told and "untold" not in told


def test_no_file_says_who_players_are_elsewhere() -> None:
    host, *_ = in_a_turn()
    out = StringIO()
    call_command("export_games", host.code, "--secrets", stdout=out)
    assert not [str(each) for each in Player.objects.values_list("person_id", flat=True) if str(each) in out.getvalue()]
