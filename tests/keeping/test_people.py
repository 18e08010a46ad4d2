"""Who plays: what a keeper sees of somebody, and that a keeper can disconnect them."""

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client

from games.models import Ban, Person, PersonSession
from realtime.connections import Connection, connections
from tests.games.guests import Guest, at_turn, table
from tests.keeping.people import keeper

pytestmark = pytest.mark.django_db


def page(client: Client, person: Person) -> str:
    response = client.get(f"/admin/games/person/{person.pk}/change/")
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def oona() -> Person:
    at_turn()
    return Person.objects.get(name="Oona")


def test_seats_sessions_and_connections(oona: Person) -> None:
    line = Connection("sid", oona, "key", "10.1.2.3")
    connections.add(line)
    try:
        seen = page(keeper(), oona)
    finally:
        connections.remove(line.sid)
    code = oona.seats.get().game.code
    assert code in seen and "Oona" in seen and "10.1.2.3" in seen
    assert seen.count("<li>until ") == 1


def test_a_session_is_never_named(oona: Person) -> None:
    key = PersonSession.objects.get(person_id=oona.pk).session_key
    assert key not in page(keeper(superuser=True), oona)


def test_what_bars_somebody_is_said(oona: Person) -> None:
    Ban.objects.create(name_key="oona", reason="insults")
    assert "Barred: the name oona, for good. insults" in page(keeper(), oona)


class TestDisconnecting:
    def disconnect(self, client: Client, person: Person, **answers: str) -> Any:
        return client.post(f"/admin/games/person/{person.pk}/disconnect/", answers, follow=True)

    def test_ends_every_session_and_is_noted(self) -> None:
        host, guest = table()
        person = Person.objects.get(name=guest.name)
        assert "1 session ended." in self.disconnect(keeper("disconnect_person"), person, reason="asked to").content.decode()
        assert guest.get("game_state", game_code=guest.code).code == "SESSION_EXPIRED"
        assert LogEntry.objects.get(object_id=str(person.pk)).get_change_message() == "Disconnected everywhere. Reason: asked to"
        host.read("game_state")

    def test_wants_the_right_and_a_reason(self, oona: Person) -> None:
        assert self.disconnect(keeper(), oona, reason="x").status_code == 403
        assert "This field is required." in self.disconnect(keeper("disconnect_person"), oona).content.decode()
        assert PersonSession.objects.filter(person_id=oona.pk).exists()

    def test_ends_the_sessions_of_the_account_too(self, django_user_model: Any) -> None:
        client = Client()
        client.force_login(django_user_model.objects.create_user("lotte"))
        person = Person.objects.get(user__username="lotte")
        self.disconnect(keeper("disconnect_person"), person, reason="x")
        assert client.get("/accounts/").status_code == 302


def test_people_are_found_by_name(oona: Person) -> None:
    Guest("Tarek")
    seen = keeper().get("/admin/games/person/", {"q": "oon"}).content.decode()
    assert "Oona" in seen and "Tarek" not in seen
