"""Who is behind a socket: the person of the Django session that its cookie names. Nothing else counts."""

from collections.abc import Collection, Iterable, Mapping
from importlib import import_module
from typing import Any

from django.conf import settings
from django.http.cookie import parse_cookie
from django.utils import timezone

from games.models import Person, PersonSession
from games.services import people


def cookie_in(headers: Iterable[tuple[bytes, bytes]]) -> str:
    """The session that the headers of an ASGI scope name, valid or not; empty for none."""
    return _cookie(",".join(value.decode("latin-1") for name, value in headers if name.lower() == b"cookie"))


def person_behind(environ: Mapping[str, Any]) -> tuple[Person, str] | None:
    """The person and the session's key, or None without a valid session. Reads the database."""
    key = _cookie(environ.get("HTTP_COOKIE", ""))
    if not key:
        return None
    session = import_module(settings.SESSION_ENGINE).SessionStore(key)
    person = people.person_of(session)
    return None if person is None or session.session_key is None else (person, session.session_key)


def ended(session_keys: Collection[str], person_ids: Collection[Any]) -> tuple[set[str], set[Any]]:
    """Which of these sessions, and which of these people, may no longer hold a connection. Two queries."""
    alive = set(
        PersonSession.objects.filter(session_key__in=session_keys, expire_date__gt=timezone.now()).values_list("session_key", flat=True)
    )
    known = set(Person.objects.filter(pk__in=person_ids).exclude(user__is_active=False).values_list("pk", flat=True))
    return set(session_keys) - alive, set(person_ids) - known


def _cookie(header: str) -> str:
    return str(parse_cookie(header).get(settings.SESSION_COOKIE_NAME, ""))
