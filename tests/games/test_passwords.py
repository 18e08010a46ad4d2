"""Another password ends what was signed in with the one before, and nothing else."""

import pytest
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import User

from games.models import PersonSession
from tests.games.guests import Guest
from tests.games.passwords import FOR_ONE, NEW, OLD, Way, account, by_oneself, signed_in

pytestmark = pytest.mark.django_db


def test_the_session_that_changed_it_stays_and_the_others_end() -> None:
    account()
    here, there, elsewhere = signed_in().create(), signed_in(), signed_in()
    by_oneself(here)
    assert here.get("session_info").told["player_id"] == here.seat
    assert here.act("choose_class", **{"class": "Bard"})
    for other in (there, elsewhere):
        assert other.get("game_state").code == "SESSION_EXPIRED"
        assert other.post("create_game").code in {"SESSION_EXPIRED", "AUTH_REQUIRED"}
        assert other.get("session_info").told["authenticated"] is False
        assert other.client.get("/accounts/").status_code == 302
    assert signed_in(password=NEW).get("session_info").told["player_id"] == here.seat


@pytest.mark.parametrize("way", FOR_ONE)
def test_whoever_sets_it_ends_all_sessions_of_the_account(way: Way) -> None:
    account()
    guests = [signed_in().create(), signed_in()]
    way(guests[0])
    for guest in guests:
        assert guest.get("game_state").code == "SESSION_EXPIRED"


def test_others_are_not_concerned() -> None:
    account()
    account("Marek")
    here, marek, oona = signed_in(), signed_in("Marek").create(), Guest("Oona").create()
    by_oneself(here)
    for other in (marek, oona):
        assert other.read("game_state")["you"]["player_id"] == other.seat


def test_what_else_changes_of_an_account_ends_nothing() -> None:
    user = account()
    guest = signed_in().create()
    signed_in()
    user.email = "ines@example.org"
    user.save()
    user.save(update_fields=["email"])
    assert PersonSession.objects.filter(user_id=user.pk).count() == 2
    assert guest.read("game_state")["you"]["player_id"] == guest.seat


def test_a_session_that_outlives_it_is_nobodys() -> None:
    """One that was stored a moment later, by somebody who had just been let in with the old password."""
    account()
    guest, other = signed_in().create(), Guest("Oona").create()
    User.objects.update(password=make_password(NEW))  # past what ends the sessions
    assert PersonSession.objects.filter(user_id__isnull=False).exists()
    assert guest.get("game_state").code == "AUTH_REQUIRED"
    assert guest.post("make_choice", game_code=guest.code, choice="hold").code == "AUTH_REQUIRED"
    assert other.read("game_state")["you"]["player_id"] == other.seat


def test_a_changed_secret_key_signs_nobody_out_while_the_old_one_counts(settings: object) -> None:
    account()
    guest = signed_in().create()
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], OLD * 3  # type: ignore[attr-defined]
    assert guest.read("game_state")["you"]["player_id"] == guest.seat
    settings.SECRET_KEY_FALLBACKS = []  # type: ignore[attr-defined]
    assert guest.get("game_state", game_code=guest.code).code == "AUTH_REQUIRED"
