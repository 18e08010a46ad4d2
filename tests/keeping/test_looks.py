"""How others see a table, its history step by step, and games read back by upload."""

import html
import json
import re
from io import BytesIO
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client

from games.models import Game
from tests.games.guests import Guest, at_turn, begun, play_turn
from tests.games.law import NOT_TOLD, reduce
from tests.games.storyteller import whisper_for
from tests.keeping.people import ACTS, keeper

pytestmark = pytest.mark.django_db
OWN_WORDS = "I count the coins twice."


def address(people: list[Guest], page: str) -> str:
    return f"/admin/games/game/{Game.objects.get(code=people[0].code).pk}/{page}/"


def data(response: Any, name: str) -> Any:
    """What the page hands to its script."""
    found = re.search(rf'<script id="{name}" type="application/json">(.*?)</script>', response.content.decode(), re.DOTALL)
    assert found is not None
    return json.loads(found[1])


@pytest.fixture
def people() -> list[Guest]:
    people = begun(3)
    play_turn(people)
    people[0].act("generate_scenario")
    people[0].act("make_choice", choice=OWN_WORDS)
    people[1].act("share_whisper")
    return people


class TestViewAs:
    def seen(self, client: Client, people: list[Guest], who: str) -> Any:
        return client.post(address(people, "view-as"), {"who": who, "reason": "they say it is broken"})

    def test_is_what_a_player_is_served(self, people: list[Guest]) -> None:
        client = keeper("uncover_secrets")
        for guest in people:
            seen = data(self.seen(client, people, guest.seat), "seen")
            for call, shown in (("game_state", seen["game_state"]), ("my_whisper", seen["my_whisper"]), ("replay", seen["replay"])):
                served = guest.read(call)
                differ = {name for name in served if name != "server_time" and served[name] != shown.get(name)}
                assert not differ, (call, differ)

    def test_is_what_a_spectator_is_served(self, people: list[Guest]) -> None:
        watching = Guest("Yun")
        served = watching.get("game_state", game_code=people[0].code).told
        seen = data(self.seen(keeper(), people, "spectator"), "seen")["game_state"]
        assert {**seen, "server_time": ""} == {**served, "server_time": ""}

    def test_shows_the_refusal_where_nobody_may_watch(self) -> None:
        people = at_turn(allow_spectators=False)
        assert "NOT_IN_GAME" in self.seen(keeper(), people, "spectator").content.decode()

    def test_a_stranger_sees_the_door(self, people: list[Guest]) -> None:
        seen = self.seen(keeper(), people, "stranger")
        assert data(seen, "seen")["door"]["refusal"] == "GAME_ALREADY_STARTED"
        assert OWN_WORDS not in seen.content.decode() and "bridge" not in seen.content.decode()

    def test_of_a_player_wants_the_right_to_uncover(self, people: list[Guest]) -> None:
        assert self.seen(keeper(*ACTS), people, people[0].seat).status_code == 403
        assert not LogEntry.objects.exists()

    def test_needs_no_such_right_once_the_story_is_over(self, people: list[Guest]) -> None:
        people[0].act("end_game")
        assert self.seen(keeper(), people, people[0].seat).status_code == 200

    def test_is_noted_with_the_reason(self, people: list[Guest]) -> None:
        self.seen(keeper(), people, "spectator")
        assert LogEntry.objects.get().get_change_message() == "Looked as a spectator. Reason: they say it is broken"

    def test_holds_nothing_of_others(self, people: list[Guest]) -> None:
        seen = html.unescape(self.seen(keeper("uncover_secrets"), people, people[2].seat).content.decode())
        assert OWN_WORDS not in seen
        assert whisper_for(people[0].name or "", 2) not in seen
        assert whisper_for(people[2].name or "", 2) in seen


class TestTravel:
    def test_every_step_is_what_a_witness_saw(self, people: list[Guest]) -> None:
        told = data(keeper().get(address(people, "travel")), "travel")
        state = {name: value for name, value in told["start"].items() if name not in NOT_TOLD}
        for event in told["events"]:
            state = reduce(state, event)
        served = Guest("Yun").get("game_state", game_code=people[0].code).told
        assert state == {name: value for name, value in served.items() if name not in NOT_TOLD}

    def test_covered_is_not_sent(self, people: list[Guest]) -> None:
        page = keeper(*ACTS).get(address(people, "travel")).content.decode()
        assert OWN_WORDS not in page
        assert whisper_for(people[0].name or "", 2) not in page
        assert whisper_for(people[1].name or "", 2) in page

    def test_tells_who_knew_what_from_when(self, people: list[Guest]) -> None:
        client = keeper("uncover_secrets")
        client.post(address(people, "uncover"), {"reason": "a bug"})
        told = data(client.get(address(people, "travel")), "travel")
        names = {each["data"]["seq"]: each["event"] for each in told["events"]}
        known = {
            (each["kind"], each["turn_number"], each["player_id"]): (names[each["known_from"]], names.get(each["told_from"]), each["text"])
            for each in told["secrets"]
        }
        oona, sefu, _ = people
        assert known["whisper", 2, oona.seat] == ("new_scenario", None, whisper_for("Oona", 2))
        assert known["whisper", 2, sefu.seat] == ("new_scenario", "whisper_shared", whisper_for("Sefu", 2))
        assert known["choice", 1, oona.seat] == ("player_chose", "turn_resolution", "To hold.")
        assert known["choice", 2, oona.seat] == ("player_chose", None, OWN_WORDS)
        assert ("choice", 2, sefu.seat) not in known


class TestImport:
    def upload(self, client: Client, content: bytes) -> Any:
        file = BytesIO(content)
        file.name = "games.json"
        return client.post("/admin/games/game/import/", {"file": file}, follow=True)

    def exported(self, people: list[Guest]) -> bytes:
        asked = {"codes": people[0].code, "reason": "a bug"}
        return bytes(keeper("uncover_secrets").post("/admin/games/game/export-with-secrets/", asked).content)

    def test_brings_a_game_back(self, people: list[Guest]) -> None:
        kept, seq = self.exported(people), Game.objects.get().seq
        Game.objects.all().delete()
        assert f"Imported: {people[0].code}." in self.upload(keeper("import_game"), kept).content.decode()
        assert Game.objects.get().seq == seq
        assert "Imported from a file." in {each.get_change_message() for each in LogEntry.objects.all()}

    def test_says_what_is_wrong(self, people: list[Guest]) -> None:
        client, kept = keeper("import_game"), self.exported(people)
        assert "is here already" in self.upload(client, kept).content.decode()
        assert "This is no file of games of ours" in self.upload(client, b"no file").content.decode()
        assert Game.objects.count() == 1

    def test_wants_the_right(self, people: list[Guest]) -> None:
        assert self.upload(keeper(*ACTS), self.exported(people)).status_code == 403


@pytest.mark.parametrize("page", ["view-as", "travel", "export", "uncover", "do/end"])
def test_nobody_else_opens_any_of_it(people: list[Guest], page: str, django_user_model: Any) -> None:
    clients = {name: Client() for name in ("signed out", "player", "staff without rights")}
    clients["player"].force_login(django_user_model.objects.create_user("player"))
    clients["staff without rights"].force_login(django_user_model.objects.create_user("staff", is_staff=True))
    found = {name: client.get(address(people, page)).status_code for name, client in clients.items()}
    assert found == {"signed out": 302, "player": 302, "staff without rights": 403}
