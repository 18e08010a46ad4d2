"""Secrets are covered for all staff. Who may uncover them says why; then one game lies open to that session for a while."""

from time import time
from typing import Any

from django.contrib.sessions.backends.base import SessionBase
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from games.admin.asking import ReasonForm, ask
from games.admin.looking import keeper_of
from games.models import Game
from games.rules.phases import Phase
from games.services import keeping

RIGHT = "games.uncover_secrets"
SESSION_KEY = "uncovered_games"
SECONDS = 15 * 60


def is_uncovered(request: HttpRequest, game: Game) -> bool:
    """Whether this keeper sees the game's secrets now: after its end everybody does."""
    if game.phase == Phase.FINISHED:
        return True
    return request.user.has_perm(RIGHT) and uncovered_until(request.session, game.pk) > time()


def uncovered_until(session: SessionBase, game_id: int) -> float:
    """Seconds since the epoch; 0 for a game that was not uncovered."""
    return float(session.get(SESSION_KEY, {}).get(str(game_id), 0))


def uncover(request: HttpRequest, game: Game) -> HttpResponse:
    """Asks for the reason, and opens the game to this session."""
    if not request.user.has_perm(RIGHT):
        raise PermissionDenied

    def act(answers: dict[str, Any]) -> str:
        keeping.note_look(game=game, keeper=keeper_of(request), what="Uncovered whispers and choices.", **answers)
        kept = {key: until for key, until in request.session.get(SESSION_KEY, {}).items() if until > time()}
        request.session[SESSION_KEY] = {**kept, str(game.pk): time() + SECONDS}
        return f"Uncovered for {SECONDS // 60} minutes."

    form = ReasonForm(request.POST if request.method == "POST" else None)
    told = "You see what players were whispered and what they have chosen. That you looked, and why, stands in the log."
    back = reverse("admin:games_game_change", args=[game.pk])
    return ask(request, label="Uncover", told=told, form=form, about=game, back=back, act=act)


def cover(request: HttpRequest, game: Game) -> None:
    """Ends it before its time."""
    request.session[SESSION_KEY] = {key: until for key, until in request.session.get(SESSION_KEY, {}).items() if key != str(game.pk)}
