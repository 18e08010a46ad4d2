"""Passwords cannot be guessed, at neither of the two forms."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from realtime import limits
from realtime.limits import Buckets, SharedBuckets

pytestmark = pytest.mark.django_db

PASSWORD = "five bowls on the table"
FORMS = ["/accounts/login/", "/admin/login/"]


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Clock:
    settings.RATE_LIMITS = True
    clock = Clock()
    monkeypatch.setattr(limits, "_buckets", Buckets(clock))
    return clock


@pytest.fixture(autouse=True)
def keeper() -> User:
    return User.objects.create_superuser("Ines", password=PASSWORD)


def tried(form: str, password: str, *, name: str = "Ines", address: str = "192.0.2.1") -> Any:
    return Client(REMOTE_ADDR=address).post(form, {"username": name, "password": password})


@pytest.mark.parametrize("form", FORMS)
def test_an_account_is_guessed_at_so_often_from_wherever(clock: Clock, form: str) -> None:
    answers = [tried(form, f"wrong {number}", address=f"192.0.2.{number}") for number in range(11)]
    assert [each.status_code for each in answers] == [200] * 10 + [429]
    assert "Too many wrong passwords. Try again in 1 minute." in answers[-1].content.decode()
    assert answers[-1]["Retry-After"] == "60"
    assert tried(form, PASSWORD, address="192.0.2.99").status_code == 429, "the right one is not looked at either"
    assert tried(form, "wrong", name="Sefu").status_code == 200
    clock.now += 60
    assert tried(form, PASSWORD).status_code == 302


def test_both_forms_count_together(clock: Clock) -> None:
    for number in range(10):
        assert tried(FORMS[number % 2], "wrong").status_code == 200
    assert [tried(form, "wrong").status_code for form in FORMS] == [429, 429]


@pytest.mark.parametrize("form", FORMS)
def test_an_address_guesses_so_often_at_whatever_account(clock: Clock, form: str) -> None:
    answers = [tried(form, "wrong", name=f"somebody {number}").status_code for number in range(31)]
    assert answers == [200] * 30 + [429]
    assert tried(form, PASSWORD).status_code == 429
    assert tried(form, PASSWORD, address="198.51.100.7").status_code == 302


def test_right_passwords_are_not_counted(clock: Clock) -> None:
    assert {tried("/accounts/login/", PASSWORD).status_code for _ in range(40)} == {302}
    assert tried("/accounts/login/", "wrong").status_code == 200


def test_who_is_signed_in_stays_so(clock: Clock) -> None:
    client = Client()
    client.post("/accounts/login/", {"username": "Ines", "password": PASSWORD})
    for _ in range(11):
        tried("/accounts/login/", "wrong")
    assert client.get("/accounts/").status_code == 200


def test_what_was_typed_as_a_name_is_kept_nowhere(clock: Clock) -> None:
    tried("/accounts/login/", "x", name="my password, by mistake")
    assert "mistake" not in str(limits._buckets._levels)  # type: ignore[union-attr]


def test_two_processes_count_as_one(settings: Any, monkeypatch: pytest.MonkeyPatch, redis_url: str, tmp_path: Any) -> None:
    settings.RATE_LIMITS = True
    name, processes = f"Ines {tmp_path}", [SharedBuckets(redis_url), SharedBuckets(redis_url)]

    def at(number: int) -> Callable[[], int]:
        monkeypatch.setattr(limits, "_buckets", processes[number % 2])
        return lambda: tried(FORMS[number % 2], "wrong", name=name, address=f"2001:db8:{number:x}::1").status_code

    assert [at(number)() for number in range(12)] == [200] * 10 + [429] * 2
