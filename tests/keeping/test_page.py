"""A game's page: what is covered, what is shown, what can be done and taken away."""

import json
from time import time
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission, User
from django.test import Client

from games.admin.page import EVENTS_AT_ONCE
from games.models import Choice, Game, Turn, Whisper
from games.services import keeping
from tests.games.guests import Guest, at_turn, play_turn, table
from tests.games.storyteller import whisper_for
from tests.keeping.people import ACTS, OWN_WORDS, game_of, keeper, page

pytestmark = pytest.mark.django_db


def looks(client: Client, people: list[Guest]) -> str:
    """Everything that a keeper can open about a game, in one text."""
    game = game_of(people)
    turn = Turn.objects.get(game=game)
    kept = [
        f"turn/{turn.pk}",
        *(f"whisper/{each.pk}" for each in Whisper.objects.all()),
        *(f"choice/{each.pk}" for each in Choice.objects.all()),
    ]
    addresses = [f"/admin/games/{each}/change/" for each in kept]
    addresses += [f"/admin/games/{each}/" for each in ("turn", "whisper", "choice", "event", "command")]
    addresses += [f"/admin/games/game/{game.pk}/export/", f"/admin/games/game/{game.pk}/history/"]
    return page(client, game) + "".join(client.get(each).content.decode() for each in addresses)


def test_secrets_are_covered_while_the_story_runs(people: list[Guest]) -> None:
    seen = looks(keeper(*ACTS), people)
    assert OWN_WORDS not in seen
    assert "vespertine" not in seen
    assert "untold" not in seen
    assert game_of(people).seed not in seen


def test_who_has_chosen_is_no_secret(people: list[Guest]) -> None:
    seen = page(keeper(), game_of(people))
    assert "<td>chosen</td><td>covered</td>" in seen
    assert "<td>not chosen</td><td>covered</td>" in seen


class TestUncovering:
    def uncovered(self, client: Client, people: list[Guest], reason: str = "they say it is broken") -> Any:
        return client.post(f"/admin/games/game/{game_of(people).pk}/uncover/", {"reason": reason}, follow=True)

    def test_shows_secrets_to_who_says_why_and_is_noted(self, people: list[Guest]) -> None:
        client = keeper("uncover_secrets")
        assert OWN_WORDS not in looks(client, people)
        self.uncovered(client, people)
        seen = looks(client, people)
        assert OWN_WORDS in seen
        assert whisper_for(people[1].name or "", 1) in seen
        assert LogEntry.objects.get().get_change_message() == "Uncovered whispers and choices. Reason: they say it is broken"

    def test_wants_a_reason(self, people: list[Guest]) -> None:
        client = keeper("uncover_secrets")
        assert "This field is required." in self.uncovered(client, people, "").content.decode()
        assert OWN_WORDS not in looks(client, people)

    def test_wants_the_right(self, people: list[Guest]) -> None:
        client = keeper(*ACTS)
        assert self.uncovered(client, people).status_code == 403
        assert not LogEntry.objects.exists()

    def test_is_of_one_game_and_one_session(self, people: list[Guest]) -> None:
        client = keeper("uncover_secrets")
        other = at_turn()
        other[0].act("make_choice", choice="Another game's words.")
        self.uncovered(client, people)
        assert "Another game's words." not in page(client, game_of(other)).replace("&#x27;", "'")
        assert OWN_WORDS not in looks(keeper("uncover_secrets"), people)

    def test_ends_by_itself_or_when_asked_to_or_with_the_right(self, people: list[Guest], monkeypatch: pytest.MonkeyPatch) -> None:
        client = keeper("uncover_secrets")
        self.uncovered(client, people)
        monkeypatch.setattr("games.services.keeping.looks.time", lambda: time() + keeping.UNCOVERED_SECONDS + 1)
        assert OWN_WORDS not in looks(client, people)
        monkeypatch.undo()
        assert OWN_WORDS in looks(client, people)
        client.post(f"/admin/games/game/{game_of(people).pk}/cover/")
        assert OWN_WORDS not in looks(client, people)
        self.uncovered(client, people)
        User.objects.get(username__startswith="keeper").user_permissions.clear()
        watcher = Permission.objects.filter(content_type__app_label="games", codename__startswith="view_")
        User.objects.get(username__startswith="keeper").user_permissions.set(watcher)
        assert OWN_WORDS not in looks(client, people)


def test_what_was_read_aloud_is_shown(people: list[Guest]) -> None:
    people[0].act("share_whisper")
    seen = page(keeper(), game_of(people))
    assert f"{whisper_for(people[0].name or '', 1)} (read aloud)" in seen
    assert whisper_for(people[1].name or "", 1) not in seen


def test_choices_are_shown_once_the_turn_is_resolved(people: list[Guest]) -> None:
    people[0].act("resolve_turn", force=True)
    seen = page(keeper(), game_of(people))
    assert OWN_WORDS in seen
    assert "<td>hesitated</td><td>covered</td>" in seen
    assert "What came of night 1." in seen


def test_everything_is_shown_once_the_story_is_over(people: list[Guest]) -> None:
    people[0].act("end_game")
    seen = looks(keeper(), people)
    assert OWN_WORDS in seen
    assert whisper_for(people[1].name or "", 1) in seen


def test_the_history_is_shown_by_pages_the_last_first(people: list[Guest]) -> None:
    from games.services import talk

    game, person = game_of(people), game_of(people).players.get(public_id=people[0].seat).person
    assert person is not None
    for number in range(EVENTS_AT_ONCE):
        talk.say(person=person, code=game.code, text=f"word {number}.")
    assert f"word {EVENTS_AT_ONCE - 1}." in page(keeper(), game)
    first = page(keeper(), game, events="1")
    assert "player_joined" in first
    assert f"word {EVENTS_AT_ONCE - 1}." not in first
    assert "Page 1 of 2" in first


def test_a_page_costs_the_same_however_long_the_story_is(django_assert_max_num_queries: Any) -> None:
    people = at_turn()
    people[0].act("resolve_turn", force=True)
    for _ in range(4):
        play_turn(people)
    client = keeper(*ACTS)
    with django_assert_max_num_queries(20):
        page(client, game_of(people))


class TestExport:
    def of(self, client: Client, people: list[Guest]) -> dict[str, Any]:
        response = client.get(f"/admin/games/game/{game_of(people).pk}/export/")
        assert response.headers["Content-Disposition"] == f'attachment; filename="{people[0].code}.json"'
        (told,) = json.loads(response.content)["games"]
        return dict(told)

    def test_of_a_running_game_keeps_its_secrets_whoever_asks(self, people: list[Guest]) -> None:
        told = self.of(keeper(superuser=True), people)
        assert "whispers" not in told["turns"][0]
        assert "vespertine" not in json.dumps(told)
        assert OWN_WORDS not in json.dumps(told)
        assert "seed" not in told["game"]

    def test_of_a_finished_game_tells_everything(self, people: list[Guest]) -> None:
        people[0].act("end_game")
        told = self.of(keeper(), people)
        assert [event["data"]["seq"] for event in told["events"]] == list(range(1, told["game"]["seq"] + 1))
        assert {each["name"] for each in told["players"]} == {people[0].name, people[1].name}
        (turn,) = told["turns"]
        assert turn["choices"][0]["text"] == OWN_WORDS
        assert len(turn["whispers"]) == 2
        assert told["game"]["seed"]

    def test_never_tells_who_players_are_elsewhere(self, people: list[Guest]) -> None:
        people[0].act("end_game")
        person = game_of(people).players.get(public_id=people[0].seat).person_id
        assert str(person) not in json.dumps(self.of(keeper(), people))

    def test_with_secrets_wants_the_right_and_a_reason_and_is_noted(self, people: list[Guest]) -> None:
        address = f"/admin/games/game/export-with-secrets/?codes={people[0].code}"
        assert keeper(*ACTS).get(address).status_code == 403
        client = keeper("uncover_secrets")
        assert OWN_WORDS not in client.get(address).content.decode()
        assert "This field is required." in client.post(address, {"codes": people[0].code, "reason": ""}).content.decode()
        response = client.post(address, {"codes": people[0].code, "reason": "a bug"})
        assert json.loads(response.content)["games"][0]["turns"][0]["choices"][0]["text"] == OWN_WORDS
        assert LogEntry.objects.get().get_change_message() == "Exported with secrets. Reason: a bug"

    def test_of_a_selection_is_one_file(self, people: list[Guest]) -> None:
        other = table(1)
        chosen = {"_selected_action": [str(game_of(people).pk), str(game_of(other).pk)]}
        response = keeper().post("/admin/games/game/", {"action": "export_selected", **chosen})
        assert {each["game"]["code"] for each in json.loads(response.content)["games"]} == {people[0].code, other[0].code}
        assert OWN_WORDS not in response.content.decode()
        asked = keeper("uncover_secrets").post("/admin/games/game/", {"action": "export_selected_with_secrets", **chosen})
        assert set(parse_qs(urlsplit(asked.headers["Location"]).query)["codes"][0].split()) == {people[0].code, other[0].code}

    def test_needs_the_right_to_look(self, people: list[Guest], django_user_model: Any) -> None:
        client = Client()
        client.force_login(django_user_model.objects.create_user("staff", is_staff=True))
        assert client.get(f"/admin/games/game/{game_of(people).pk}/export/").status_code == 403


class TestPurging:
    def test_a_superuser_purges_a_finished_game(self, people: list[Guest], admin_client: Client) -> None:
        people[0].act("end_game")
        game = game_of(people)
        address = f"/admin/games/game/{game.pk}/delete/"
        assert admin_client.get(address).status_code == 200
        admin_client.post(address, {"post": "yes"})
        assert not Game.objects.filter(pk=game.pk).exists()
        assert not Whisper.objects.exists()

    def test_nobody_purges_a_running_one(self, people: list[Guest], admin_client: Client) -> None:
        assert admin_client.post(f"/admin/games/game/{game_of(people).pk}/delete/", {"post": "yes"}).status_code == 403
        assert "delete_selected" not in admin_client.get("/admin/games/game/").content.decode()

    def test_nor_does_another_keeper(self, people: list[Guest]) -> None:
        people[0].act("end_game")
        client = keeper(*ACTS, "delete_game")
        assert client.post(f"/admin/games/game/{game_of(people).pk}/delete/", {"post": "yes"}).status_code == 403
