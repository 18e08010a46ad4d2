"""Secrets are covered for all staff. Who may uncover them says why; then one game lies open to that session for a while."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from games.admin.asking import ReasonForm, ask
from games.admin.looking import keeper_of
from games.models import Game
from games.rules.phases import Phase
from games.services import keeping


def may_uncover(request: HttpRequest) -> bool:
    return request.user.has_perm(keeping.UNCOVER_RIGHT)


def is_uncovered(request: HttpRequest, game: Game) -> bool:
    """Whether this keeper sees the game's secrets now: after its end everybody does."""
    if game.phase == Phase.FINISHED:
        return True
    return may_uncover(request) and game.pk in keeping.uncovered_games(request.session)


def uncover(request: HttpRequest, game: Game) -> HttpResponse:
    """Asks for the reason, and opens the game to this session."""
    if not may_uncover(request):
        raise PermissionDenied

    def act(answers: dict[str, Any]) -> str:
        keeping.uncover(game=game, keeper=keeper_of(request), session=request.session, **answers)
        return f"Uncovered for {keeping.UNCOVERED_SECONDS // 60} minutes."

    form = ReasonForm(request.POST if request.method == "POST" else None)
    told = "You see what players were whispered and what they have chosen. That you looked, and why, stands in the log."
    back = reverse("admin:games_game_change", args=[game.pk])
    return ask(request, label="Uncover", told=told, form=form, about=game, back=back, act=act)
