"""What can be done from a game's page: by whom, after which questions, and what becomes of it."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client

from games.admin.deeds import DEEDS
from games.models import Choice, Turn
from tests.games.guests import Guest, at_turn, table
from tests.keeping.people import ACTS, game_of, keeper, page

pytestmark = pytest.mark.django_db


class TestDeeds:
    def do(self, client: Client, people: list[Guest], deed: str, **answers: str) -> Any:
        return client.post(f"/admin/games/game/{game_of(people).pk}/do/{deed}/", answers, follow=True)

    def test_are_offered_to_those_who_may_act(self, people: list[Guest]) -> None:
        game = game_of(people)
        assert "/do/end/" in page(keeper(*ACTS), game)
        assert "/do/end/" not in page(keeper(), game)

    def test_are_refused_to_others(self, people: list[Guest]) -> None:
        assert self.do(keeper(), people, "end", reason="x").status_code == 403
        assert game_of(people).phase == "scenario"

    def test_are_asked_about_first(self, people: list[Guest]) -> None:
        asked = keeper(*ACTS).get(f"/admin/games/game/{game_of(people).pk}/do/end/").content.decode()
        assert "This cannot be taken back." in asked
        assert game_of(people).phase == "scenario"

    def test_want_a_reason(self, people: list[Guest]) -> None:
        assert "This field is required." in self.do(keeper(*ACTS), people, "end").content.decode()
        assert game_of(people).phase == "scenario"

    def test_end_the_game(self, people: list[Guest]) -> None:
        client = keeper(*ACTS)
        done = self.do(client, people, "end", reason="insults")
        assert "End game: done" in done.content.decode()
        assert game_of(people).end_reason == "ended_by_keeper"
        assert LogEntry.objects.get().change_message.endswith("Reason: insults")
        assert "insults" in client.get(f"/admin/games/game/{game_of(people).pk}/history/").content.decode()

    def test_resolve(self, people: list[Guest]) -> None:
        self.do(keeper(*ACTS), people, "resolve", reason="stuck")
        assert game_of(people).phase == "resolved"

    def test_kick(self, people: list[Guest]) -> None:
        self.do(keeper(*ACTS), people, "kick", reason="insults", player_id=people[1].seat)
        assert game_of(people).players.get(public_id=people[1].seat).status == "kicked"

    def test_hand_over(self, people: list[Guest]) -> None:
        self.do(keeper(*ACTS), people, "hand-over", reason="gone", player_id=people[1].seat)
        host = game_of(people).host
        assert host is not None and host.public_id == people[1].seat

    def test_extend_pause_and_resume(self) -> None:
        people = at_turn(turn_seconds=60)
        client, before = keeper(*ACTS), Turn.objects.get().deadline
        self.do(client, people, "extend", minutes="5", reason="they asked")
        assert before is not None and (Turn.objects.get().deadline or before) - before == timedelta(minutes=5)
        self.do(client, people, "pause", reason="they asked")
        assert Turn.objects.get().deadline is None
        self.do(client, people, "resume", reason="they asked")
        assert Turn.objects.get().deadline is not None

    def test_pass_over(self, people: list[Guest]) -> None:
        asked = keeper(*ACTS).get(f"/admin/games/game/{game_of(people).pk}/do/pass-over/").content.decode()
        assert people[1].seat in asked and people[0].seat not in asked
        self.do(keeper(*ACTS), people, "pass-over", reason="asleep", player_id=people[1].seat)
        assert Choice.objects.get(player__public_id=people[1].seat).hesitated

    def test_replace(self, people: list[Guest]) -> None:
        self.do(keeper(*ACTS), people, "replace", reason="vanished", player_id=people[1].seat)
        assert game_of(people).players.get(public_id=people[1].seat).is_bot

    @pytest.mark.parametrize("deed", DEEDS)
    def test_each_wants_its_own_right(self, people: list[Guest], deed: str) -> None:
        others = {each.right for each in DEEDS.values()} - {DEEDS[deed].right}
        assert self.do(keeper(*others), people, deed, reason="x").status_code == 403
        address = f"/admin/games/game/{game_of(people).pk}/do/{deed}/"
        assert keeper(DEEDS[deed].right).get(address).status_code == 200
        assert f"/do/{deed}/" in page(keeper(DEEDS[deed].right), game_of(people))
        assert f"/do/{deed}/" not in page(keeper(*others), game_of(people))

    def test_announce_to_all(self, people: list[Guest]) -> None:
        other = table(1)[0]
        address = "/admin/games/game/announce/"
        assert keeper("announce").post(address, {"text": "Closing."}).status_code == 403
        keeper("announce_to_all").post(address, {"text": "Closing."})
        assert all("Closing." in str(guest.read("game_state", since=0)["events"]) for guest in (people[0], other))

    def test_announce(self, people: list[Guest]) -> None:
        self.do(keeper(*ACTS), people, "announce", text="The house closes at ten.")
        assert people[1].read("game_state", since=0)["events"][-1]["data"]["text"] == "The house closes at ten."

    def test_somebody_of_another_table_cannot_be_meant(self, people: list[Guest]) -> None:
        stranger = table(1)[0]
        self.do(keeper(*ACTS), people, "kick", reason="x", player_id=stranger.seat)
        assert game_of([stranger]).players.get().status == "seated"

    def test_what_the_game_refuses_is_said(self, people: list[Guest]) -> None:
        people[0].act("resolve_turn", force=True)
        assert "This turn is resolved." in self.do(keeper(*ACTS), people, "resolve", reason="x").content.decode()

    def test_what_is_no_deed_is_not_there(self, people: list[Guest]) -> None:
        assert self.do(keeper(*ACTS), people, "dance").status_code == 404
