"""What a keeper may do to a game from its page. Each deed is asked about once more before it is done."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from games.errors import GameError
from games.models import Game, Player
from games.rules.phases import Phase
from games.services import keeping

MOST_REASON = 300
MOST_TEXT = 500


@dataclass(frozen=True, slots=True)
class Deed:
    """``told`` says what will happen; ``asks`` names the fields that the deed wants besides the keeper."""

    name: str
    label: str
    told: str
    act: Callable[..., None]
    asks: tuple[str, ...] = ("reason",)


DEEDS = {
    deed.name: deed
    for deed in (
        Deed("announce", "Announce", "Everybody in the room reads this.", keeping.announce_by_keeper, ("text",)),
        Deed("resolve", "Resolve now", "The slips are turned over. Whoever has not chosen hesitates.", keeping.resolve_by_keeper),
        Deed("hand-over", "Hand over host", "Somebody else hosts the table.", keeping.hand_over_by_keeper, ("player_id", "reason")),
        Deed("kick", "Kick", "Somebody loses their chair for good.", keeping.kick_by_keeper, ("player_id", "reason")),
        Deed("end", "End game", "The story ends where it stands. This cannot be taken back.", keeping.end_by_keeper),
    )
}


class DeedForm(forms.Form):
    """The fields that one deed asks for."""

    player_id = forms.ChoiceField(label="Who")
    text = forms.CharField(max_length=MOST_TEXT, widget=forms.Textarea)
    reason = forms.CharField(max_length=MOST_REASON, help_text="For the log; the room does not read it.")

    def __init__(self, deed: Deed, game: Game, data: Any = None) -> None:
        super().__init__(data)
        for name in self.fields.keys() - set(deed.asks):
            del self.fields[name]
        if "player_id" in self.fields:
            self.fields["player_id"] = forms.ChoiceField(label="Who", choices=_choosable(deed, game))


def may_act(request: HttpRequest) -> bool:
    return request.user.has_perm("games.change_game")


def doable(game: Game) -> list[Deed]:
    """What can be done in the phase that the game is in."""
    if game.phase == Phase.FINISHED:
        return []
    return [deed for deed in DEEDS.values() if deed.name != "resolve" or game.phase == Phase.SCENARIO]


def confirm(request: HttpRequest, game: Game, name: str, context: dict[str, Any]) -> HttpResponse:
    """Asks, and with an answer does it; a refusal of the game is shown on the game's page."""
    deed = DEEDS.get(name)
    if deed is None:
        raise Http404("There is no such deed.")
    form = DeedForm(deed, game, request.POST if request.method == "POST" else None)
    if form.is_valid():
        _do(request, game, deed, form.cleaned_data)
        return redirect("admin:games_game_change", game.pk)
    told = {**context, "title": f"{deed.label}: {game.code}", "deed": deed, "game": game, "form": form, "opts": Game._meta}
    return TemplateResponse(request, "admin/games/game/deed.html", told)


def _do(request: HttpRequest, game: Game, deed: Deed, answers: dict[str, Any]) -> None:
    try:
        deed.act(code=game.code, keeper=request.user, **answers)
    except GameError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, f"{deed.label}: done, and the room was told.")


def _choosable(deed: Deed, game: Game) -> list[tuple[str, str]]:
    """Who can be meant: anybody may be kicked, only a person who does not host may be handed the table."""
    seated = game.players.filter(status=Player.Status.SEATED)
    if deed.name == "hand-over":
        seated = seated.filter(is_bot=False).exclude(pk=game.host_id or 0)
    return [(player.public_id, player.name) for player in seated]
