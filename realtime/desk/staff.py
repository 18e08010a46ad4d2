"""Who of the staff may listen, looked at anew each time: rights can be taken away while somebody listens."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.auth.models import User
from django.http import HttpRequest

from games.services import keeping
from realtime import auth

RIGHT = "games.view_game"


@dataclass(frozen=True, slots=True)
class Rights:
    """What a session may listen to: games, and of some of them the secrets too."""

    user_id: int
    name: str
    uncovered: frozenset[int]


def session_in(environ: Mapping[str, Any]) -> str:
    """The session that a handshake names, valid or not."""
    return auth.cookie_in(environ["asgi.scope"]["headers"])


def rights_of(session_key: str) -> Rights | None:
    """What this session may do now; None for whoever is not of the staff or may not look at games. Reads the database."""
    if not session_key:
        return None
    request = HttpRequest()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(session_key)
    user = get_user(request)
    if not (isinstance(user, User) and user.is_active and user.is_staff and user.has_perm(RIGHT)):
        return None
    uncovered = keeping.uncovered_games(request.session) if user.has_perm(keeping.UNCOVER_RIGHT) else frozenset()
    return Rights(user.pk, user.get_username(), uncovered)
