"""Sign up, sign in, sign out, another password; chairs stay with the person."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from games.models import Player
from tests.pages.seating import named, table

pytestmark = pytest.mark.django_db

PASSWORD = "five bowls on the table"


@pytest.fixture
def account() -> User:
    return User.objects.create_user("Ines", password=PASSWORD)


@pytest.mark.parametrize("path", ["/accounts/login/", "/accounts/signup/"])
def test_forms_have_labels_and_one_next_step(client: Client, path: str) -> None:
    page = client.get(path).content.decode()
    for field in ("username", "password"):
        assert f'<label for="id_{field}' in page
    assert page.count("is-next") == 1


def test_signing_up_signs_in_and_keeps_the_guests_chairs(client: Client) -> None:
    game = table(named(client, "Oona"))
    answer = client.post("/accounts/signup/", {"username": "Oona", "password1": PASSWORD, "password2": PASSWORD})
    assert answer.status_code == 302
    assert answer["Location"] == "/"
    seat = Player.objects.get(game=game)
    assert seat.person is not None
    assert seat.person.user == User.objects.get(username="Oona")


@pytest.mark.parametrize("name", ["O", "a" * 21])
def test_a_name_that_fits_on_no_chair_is_no_account(client: Client, name: str) -> None:
    page = client.post("/accounts/signup/", {"username": name, "password1": PASSWORD, "password2": PASSWORD})
    assert page.status_code == 200
    assert "2 to 20 characters" in page.content.decode()
    assert 'aria-invalid="true"' in page.content.decode()
    assert not User.objects.exists()


@pytest.mark.usefixtures("account")
def test_signing_in_leads_where_one_wanted_to_go_but_not_elsewhere(client: Client) -> None:
    entry = {"username": "Ines", "password": PASSWORD}
    assert client.post("/accounts/login/", {**entry, "next": "/join/R7KM2P"})["Location"] == "/join/R7KM2P"
    client.post("/accounts/logout/")
    assert client.post("/accounts/login/", {**entry, "next": "//evil.example/"})["Location"] == "/"


@pytest.mark.usefixtures("account")
def test_a_wrong_password_is_told_in_the_form(client: Client) -> None:
    page = client.post("/accounts/login/", {"username": "Ines", "password": "wrong"})
    assert page.status_code == 200
    assert 'role="alert"' in page.content.decode()
    assert "No account has this name with this password." in page.content.decode()


def test_signing_out_is_a_deliberate_act(client: Client, account: User) -> None:
    client.force_login(account)
    assert client.get("/accounts/logout/").status_code == 405
    assert client.post("/accounts/logout/")["Location"] == "/"
    assert client.get("/accounts/").status_code == 302


def test_the_password_can_be_changed(client: Client, account: User) -> None:
    client.force_login(account)
    assert client.get("/accounts/password_change/").status_code == 200
    new = "and somebody has kept it clean"
    answer = client.post("/accounts/password_change/", {"old_password": PASSWORD, "new_password1": new, "new_password2": new}, follow=True)
    assert "Your password is changed." in answer.content.decode()
    account.refresh_from_db()
    assert account.check_password(new)


def test_an_account_has_a_page(client: Client, account: User) -> None:
    client.force_login(account)
    page = client.get("/accounts/").content.decode()
    assert "Ines" in page
    assert 'action="/accounts/logout/"' in page
