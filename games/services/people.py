"""Who somebody is: the person behind a session.

A session names its person; for an account the person is the account's. Nothing that a client sends counts.
"""

import uuid
from collections.abc import Mapping
from typing import Any

from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.auth.models import AnonymousUser, User
from django.contrib.sessions.backends.base import SessionBase
from django.db.models import Case, Q, When
from django.utils.crypto import constant_time_compare

from games.models import Person, PersonSession, Player

SESSION_KEY = "person_id"
KICKED_LAST = Case(When(status=Player.Status.KICKED, then=1), default=0)


def person_of(session: SessionBase) -> Person | None:
    """The person this session belongs to, or None. An account must be active, and its password the one that they signed in with."""
    person_id = session.get(SESSION_KEY)
    if not person_id:
        return None
    try:
        key = uuid.UUID(str(person_id))
    except ValueError:
        return None
    owner: Person | None = getattr(session, "owner", None)
    if owner is not None and owner.pk == key:
        return owner if owner.user_id is None or _knows(session, session.password) else None  # type: ignore[attr-defined]
    person = Person.objects.select_related("user").filter(pk=key).first()
    if person is None or (person.user is not None and not (person.user.is_active and _knows(session, person.user.password))):
        return None
    return person


def take_name(*, session: SessionBase, user: User | AnonymousUser, name: str) -> Person:
    """Gives the session's person this name; makes the person first where there is none. Names at tables already taken stay as they are."""
    person = person_of(session)
    if person is None:
        account = user if isinstance(user, User) else None
        person = Person.objects.create(name=name, user=account)
        session.cycle_key()  # whoever knew the anonymous session's key does not know this one
        session[SESSION_KEY] = str(person.pk)
    elif person.name != name:
        person.name = name
        person.save(update_fields=["name"])
    return person


def adopt(*, session: SessionBase, user: User) -> Person:
    """Makes the session's person the account's after signing in. A guest's seats become the account's where it has none at that table."""
    guest = person_of(session)
    own = Person.objects.filter(user=user).first()
    if own is None and guest is not None and guest.user_id in (None, user.pk):
        own = guest
        own.user = user
        own.save(update_fields=["user"])
    elif own is None:
        own = Person.objects.create(name=user.get_username()[:20], user=user)
    elif guest is not None and guest.pk != own.pk and guest.user_id is None:
        taken = Player.objects.filter(person=own).values_list("game_id", flat=True)
        Player.objects.filter(person=guest).exclude(game_id__in=list(taken)).update(person=own)
    session[SESSION_KEY] = str(own.pk)
    return own


def end_sessions(person: Person) -> int:
    """Ends all sessions of a person and of the account behind; gives how many."""
    whose = Q(person_id=person.pk) if person.user_id is None else Q(person_id=person.pk) | Q(user_id=person.user_id)
    return PersonSession.objects.filter(whose).delete()[0]


def end_sessions_of_account(user_id: int) -> int:
    return PersonSession.objects.filter(user_id=user_id).delete()[0]


def end_outdated_sessions(account: User) -> int:
    """Ends the sessions that were signed in with a password which the account has no longer; gives how many."""
    sessions = PersonSession.objects.filter(user_id=account.pk)
    outdated = [each.pk for each in sessions if not _knows(each.get_decoded(), account.password)]
    return PersonSession.objects.filter(pk__in=outdated).delete()[0]


def _knows(session: SessionBase | Mapping[str, Any], password: str) -> bool:
    """Whether a session was signed in with this password, given as it is stored. Django asks the same in ``get_user``."""
    account = User(password=password)
    noted = session.get(HASH_SESSION_KEY, "")
    return any(constant_time_compare(noted, each) for each in (account.get_session_auth_hash(), *account.get_session_auth_fallback_hash()))


def latest_seat(person: Person) -> Player | None:
    """What a call without ``game_code`` means: of the seats this person still has, the one taken last.

    Who has none, but was kicked, gets that seat: that the host took it away says more than that there is no game.
    """
    seats = Player.objects.select_related("game").filter(person=person).exclude(status=Player.Status.LEFT)
    return seats.order_by(KICKED_LAST, "-seated_at", "-pk").first()
