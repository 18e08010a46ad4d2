"""People and tables to look at."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.test import Client

from games.models import Game, Person
from games.services import people, seats


def named(client: Client, name: str) -> Person:
    """Gives the client's session a name, as ``POST /api/set_username`` does."""
    session = client.session
    person = people.take_name(session=session, user=AnonymousUser(), name=name)
    session.save()
    client.cookies["sessionid"] = session.session_key or ""
    return person


def table(host: Person, **terms: Any) -> Game:
    return Game.objects.get(code=seats.create(person=host, terms=seats.Terms(**terms)).game_code)


def guest(name: str) -> Person:
    return Person.objects.create(name=name)
