"""An account, the devices that are signed in to it, and the ways to another password."""

from collections.abc import Callable

from django.contrib.auth.forms import SetPasswordForm
from django.contrib.auth.models import User
from django.test import Client

from tests.games.guests import Guest

OLD, NEW = "five bowls on the table", "and somebody has kept it clean"


def account(name: str = "Ines") -> User:
    return User.objects.create_user(name, password=OLD)


def signed_in(name: str = "Ines", password: str = OLD) -> Guest:
    """Somebody at a device of their own."""
    guest = Guest()
    answer = guest.client.post("/accounts/login/", {"username": name, "password": password})
    assert answer.status_code == 302
    return guest


def by_oneself(guest: Guest) -> None:
    entry = {"old_password": OLD, "new_password1": NEW, "new_password2": NEW}
    assert guest.client.post("/accounts/password_change/", entry).status_code == 302


def by_staff(guest: Guest) -> None:
    staff = Client()
    staff.force_login(User.objects.create_superuser("staff", password=OLD))
    user = User.objects.get(username="Ines")
    entry = {"password1": NEW, "password2": NEW, "usable_password": "true"}
    assert staff.post(f"/admin/auth/user/{user.pk}/password/", entry).status_code == 302
    assert staff.get("/admin/").status_code == 200


def by_reset(guest: Guest) -> None:
    form = SetPasswordForm(User.objects.get(username="Ines"), {"new_password1": NEW, "new_password2": NEW})
    assert form.is_valid()
    form.save()


def taken_away(guest: Guest) -> None:
    user = User.objects.get(username="Ines")
    user.set_unusable_password()
    user.save()


Way = Callable[[Guest], None]
FOR_ONE: list[Way] = [by_staff, by_reset, taken_away]
"""Somebody else does it: no session stays."""
