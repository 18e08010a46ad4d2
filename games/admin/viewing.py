"""What a player, a spectator or a stranger sees of a game now, by the projections that serve them."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse

from games import snapshots
from games.admin.asking import ReasonForm, ask
from games.admin.looking import keeper_of
from games.admin.uncovering import may_uncover
from games.door import door_of
from games.errors import GameError
from games.models import Game, Player
from games.rules.phases import Phase
from games.services import keeping
from games.services.access import Viewer, viewer_of
from realtime import presence

SPECTATOR, STRANGER = "spectator", "stranger"


class ViewerForm(ReasonForm):
    who = forms.ChoiceField(label="As whom")
    field_order = ("who", "reason")

    def __init__(self, game: Game, players: list[Player], data: Any = None) -> None:
        super().__init__(data)
        seats = [(player.public_id, player.name) for player in players]
        self.fields["who"].choices = [*seats, (SPECTATOR, "A spectator"), (STRANGER, "A stranger at the door")]  # type: ignore[attr-defined]


def view_as(request: HttpRequest, game: Game) -> HttpResponse:
    """Asks as whom and why, notes it, and shows it. Nothing is kept: another look is asked about anew."""
    players = list(game.players.filter(status=Player.Status.SEATED, is_bot=False).order_by("seat"))
    form = ViewerForm(game, players, request.POST if request.method == "POST" else None)

    def act(answers: dict[str, Any]) -> HttpResponse:
        player = next((each for each in players if each.public_id == answers["who"]), None)
        if player is not None and game.phase != Phase.FINISHED and not may_uncover(request):
            raise PermissionDenied
        name = player.name if player is not None else f"a {answers['who']}"
        keeping.note_look(game=game, keeper=keeper_of(request), what=f"Looked as {name}.", reason=answers["reason"])
        return _page(request, game, name, _at_the_door(game) if answers["who"] == STRANGER else _at_the_table(game, player))

    told = "You see the table as they see it now. As a player that is their whisper and their choice too, which needs the right to uncover."
    back = reverse("admin:games_game_change", args=[game.pk])
    return ask(request, label="View as", told=told, form=form, about=game, back=back, act=act)


def _at_the_table(game: Game, player: Player | None) -> dict[str, Any]:
    """What a seat or a spectator is served; the refusal where spectators are."""
    try:
        viewer = viewer_of(game, player)
    except GameError as error:
        return {"refusal": error.as_dict()}
    return seen_by(viewer)


def seen_by(viewer: Viewer) -> dict[str, Any]:
    """``game_state``, ``my_whisper`` and ``replay``, as the API answers this viewer."""
    whisper = snapshots.my_whisper(viewer)
    return {
        "game_state": snapshots.game_state(viewer, online=presence.online(viewer.game.pk)).to_wire(),
        "my_whisper": whisper.to_wire() if whisper is not None and viewer.player is not None else None,
        "replay": snapshots.replay(viewer),
    }


def _at_the_door(game: Game) -> dict[str, Any]:
    """What the invitation shows to somebody without a name."""
    door = door_of(code=game.code, person=None)
    return {"door": {"table": door.table, "seated": list(door.seated), "refusal": door.refusal.name if door.refusal else None}}


def _page(request: HttpRequest, game: Game, name: str, seen: dict[str, Any]) -> HttpResponse:
    context = {**admin.site.each_context(request), "title": f"{game.code} as {name} sees it", "game": game, "name": name, "seen": seen}
    context |= {"opts": Game._meta, "state": seen.get("game_state"), "whisper": seen.get("my_whisper"), "door": seen.get("door")}
    response = TemplateResponse(request, "admin/games/game/seen.html", {**context, "refusal": seen.get("refusal")})
    response.headers["Cache-Control"] = "no-store"
    return response
