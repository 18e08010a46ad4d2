"""Looks that leave a trace: what a keeper sees of a table beyond what the table shows to all staff."""

from time import time

from django.contrib.auth.models import AbstractBaseUser
from django.contrib.sessions.backends.base import SessionBase

from games.models import Game
from games.services.keeping.telling import log

UNCOVER_RIGHT = "games.uncover_secrets"
SESSION_KEY = "uncovered_games"
UNCOVERED_SECONDS = 15 * 60


def note_look(*, game: Game, keeper: AbstractBaseUser, what: str, reason: str = "") -> None:
    """Notes in the log that a keeper looked. The room is not told: nothing changes there.

    Args:
        what: a sentence, such as "Uncovered whispers and choices.".
    """
    log(game, keeper, what, reason)


def uncover(*, game: Game, keeper: AbstractBaseUser, session: SessionBase, reason: str) -> None:
    """Opens one game's secrets to one session for ``UNCOVERED_SECONDS``. The right is looked at again at each look."""
    note_look(game=game, keeper=keeper, what="Uncovered whispers and choices.", reason=reason)
    now = time()
    kept = {key: until for key, until in session.get(SESSION_KEY, {}).items() if until > now}
    session[SESSION_KEY] = {**kept, str(game.pk): now + UNCOVERED_SECONDS}


def cover(*, game: Game, session: SessionBase) -> None:
    """Ends it before its time."""
    session[SESSION_KEY] = {key: until for key, until in session.get(SESSION_KEY, {}).items() if key != str(game.pk)}


def uncovered_games(session: SessionBase) -> frozenset[int]:
    """The games whose secrets lie open to this session now, for whoever has the right."""
    now = time()
    return frozenset(int(key) for key, until in session.get(SESSION_KEY, {}).items() if until > now)
