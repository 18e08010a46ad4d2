"""Who is barred gets in by no door, and is out of those that were open."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, User
from django.test import Client
from django.utils import timezone

from games.models import Ban
from games.services import bans
from tests.games.guests import Guest, at_turn, table

pytestmark = pytest.mark.django_db
HOUSE = "127.0.0.1"


def barred(**whom: Any) -> Ban:
    ban = Ban.objects.create(reason="insults", **whom)
    bans.forget()
    return ban


def test_by_name_whatever_the_capitals() -> None:
    host, guest = at_turn()
    barred(name_key="sefu")
    assert guest.post("make_choice", game_code=guest.code, choice="hold").code == "KICKED"
    assert guest.get("game_state", game_code=guest.code).code == "KICKED"
    assert Guest().post("set_username", username="SEFU").code == "KICKED"
    host.act("make_choice", choice="hold")


def test_another_name_does_not_help_while_one_has_it() -> None:
    _, guest = table()
    barred(name_key="sefu")
    assert guest.post("set_username", username="Somebody").code == "KICKED"


@pytest.mark.parametrize("address", [HOUSE, "127.0.0.0/8"])
def test_by_address(address: str) -> None:
    host, _ = table()
    barred(address=address)
    assert host.get("game_state", game_code=host.code).code == "KICKED"
    assert Guest().post("set_username", username="Tarek").code == "KICKED"


def test_another_address_is_welcome() -> None:
    host, _ = table()
    barred(address="10.1.0.0/16")
    barred(address="2001:db8::1")
    host.read("game_state")


def test_a_house_is_one_network_in_ipv6() -> None:
    barred(address="2001:db8::1")
    assert bans.current().holds(address="2001:db8::/64")
    assert not bans.current().holds(address="2001:db8:0:1::/64")


@pytest.mark.parametrize("door", ["/accounts/login/", "/admin/login/"])
def test_an_account_does_not_sign_in(client: Client, door: str) -> None:
    user = User.objects.create_user("lotte", password="a long way down", is_staff=True)
    barred(user=user)
    page = client.post(door, {"username": "lotte", "password": "a long way down"})
    assert "A keeper has barred you from this house." in page.content.decode()
    assert "_auth_user_id" not in client.session


def test_a_barred_name_or_address_does_not_sign_up(client: Client) -> None:
    barred(name_key="lotte")
    asked = {"username": "Lotte", "password1": "a long way down", "password2": "a long way down"}
    assert "A keeper has barred you" in client.post("/accounts/signup/", asked).content.decode()
    assert not User.objects.exists()


def test_an_end_lets_in_again() -> None:
    host, _ = table()
    ban = barred(name_key="oona", until=timezone.now() + timedelta(hours=1))
    assert host.get("game_state", game_code=host.code).code == "KICKED"
    Ban.objects.filter(pk=ban.pk).update(until=timezone.now())
    bans.forget()
    host.read("game_state")


def test_many_requests_ask_the_database_once(django_assert_num_queries: Any) -> None:
    bans.forget()
    with django_assert_num_queries(1):
        for _ in range(20):
            bans.current()


class TestInTheAdmin:
    @pytest.fixture
    def client_of(self, django_user_model: type[User]) -> Any:
        def make(group: str) -> Client:
            user = django_user_model.objects.create_user(f"one of the {group}s", is_staff=True)
            user.groups.add(Group.objects.get(name=group))
            client = Client()
            client.force_login(user)
            return client

        return make

    def add(self, client: Client, **fields: str) -> Any:
        return client.post("/admin/games/ban/add/", {"until_0": "", "until_1": "", "reason": "insults", **fields}, follow=True)

    def test_a_keeper_bars_somebody_with_a_reason_that_stands_in_the_log(self, client_of: Any) -> None:
        _, guest = table()
        self.add(client_of("keeper"), name_key="Sefu")
        assert guest.get("game_state", game_code=guest.code).code == "KICKED"
        assert LogEntry.objects.get().get_change_message() == "Barred the name sefu, for good. Reason: insults"
        assert Ban.objects.get().made_by is not None

    def test_a_keeper_lifts_a_ban(self, client_of: Any) -> None:
        host, _ = table()
        ban = barred(name_key="oona")
        client_of("keeper").post("/admin/games/ban/", {"action": "lift", "_selected_action": str(ban.pk)})
        host.read("game_state")
        assert "Changed the ban of the name oona, until" in LogEntry.objects.get().get_change_message()

    def test_a_barred_account_is_signed_out(self, client_of: Any, client: Client) -> None:
        user = User.objects.create_user("lotte", is_staff=True)
        client.force_login(user)
        self.add(client_of("keeper"), user=str(user.pk))
        assert client.get("/admin/").status_code == 302

    @pytest.mark.parametrize(
        "fields",
        [{}, {"name_key": "Sefu", "address": HOUSE}, {"address": "the old mill"}, {"name_key": "Sefu", "reason": ""}],
    )
    def test_means_one_thing_and_has_a_reason(self, client_of: Any, fields: dict[str, str]) -> None:
        page = self.add(client_of("keeper"), **fields).content.decode()
        assert "errornote" in page
        assert not Ban.objects.exists()

    def test_a_superuser_is_not_barred(self, client_of: Any, admin_user: User) -> None:
        assert "A superuser cannot be barred." in self.add(client_of("keeper"), user=str(admin_user.pk)).content.decode()

    def test_a_watcher_looks_and_bars_nobody(self, client_of: Any) -> None:
        client = client_of("watcher")
        assert client.get("/admin/games/ban/").status_code == 200
        assert self.add(client, name_key="Sefu").status_code == 403
        ban = barred(name_key="oona")
        client.post("/admin/games/ban/", {"action": "lift", "_selected_action": str(ban.pk)})
        assert Ban.objects.get().until is None
