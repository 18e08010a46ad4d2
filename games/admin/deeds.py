"""What a keeper may do to a game from its page, each with the right it needs. Each is asked about once more before it is done."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from games.admin.asking import ReasonForm, TextForm, ask
from games.admin.looking import keeper_of
from games.models import Game, Player
from games.rules.phases import Phase
from games.services import keeping

MOST_MINUTES = 24 * 60


class PlayerForm(ReasonForm):
    """Somebody who is seated. ``fits`` narrows the choice."""

    player_id = forms.ChoiceField(label="Who")
    field_order = ("player_id", "reason")


class MinutesForm(ReasonForm):
    minutes = forms.IntegerField(min_value=1, max_value=MOST_MINUTES, initial=5)
    field_order = ("minutes", "reason")


@dataclass(frozen=True, slots=True)
class Deed:
    """``told`` says what will happen; ``phases`` when it can be done; ``fits`` who can be meant, where somebody has to be."""

    name: str
    label: str
    right: str
    told: str
    act: Callable[..., None]
    form: type[forms.Form] = ReasonForm
    phases: frozenset[Phase] = frozenset({Phase.LOBBY, Phase.SCENARIO, Phase.RESOLVED})
    fits: Callable[[Game, Player], bool] = lambda game, player: True


OPEN = frozenset({Phase.SCENARIO})
BEGUN = frozenset({Phase.SCENARIO, Phase.RESOLVED})
DEEDS = {
    deed.name: deed
    for deed in (
        Deed("announce", "Announce", "announce", "Everybody in the room reads this.", keeping.announce_by_keeper, TextForm),
        Deed(
            "resolve", "Resolve now", "resolve_turn", "The slips are turned over. Whoever has not chosen hesitates.",
            keeping.resolve_by_keeper, phases=OPEN,
        ),
        Deed(
            "extend", "Extend", "change_deadline", "The open turn gets more time.",
            keeping.extend_by_keeper, MinutesForm, phases=OPEN,
        ),
        Deed("pause", "Pause", "change_deadline", "The time of the open turn stops.", keeping.pause_by_keeper, phases=OPEN),
        Deed("resume", "Resume", "change_deadline", "The time of the open turn runs on.", keeping.resume_by_keeper, phases=OPEN),
        Deed(
            "pass-over", "Pass over", "pass_over_player", "Somebody hesitates this turn, and is waited for no longer.",
            keeping.pass_over_by_keeper, PlayerForm, phases=OPEN,
            fits=lambda game, player: not player.choices.filter(turn__game=game, turn__number=game.turn_number).exists(),
        ),
        Deed(
            "replace", "Replace by a bot", "replace_by_bot", "A bot plays on from the same chair. The person cannot come back to it.",
            keeping.replace_by_keeper, PlayerForm, phases=BEGUN, fits=lambda game, player: not player.is_bot,
        ),
        Deed(
            "hand-over", "Hand over host", "hand_over_host", "Somebody else hosts the table.",
            keeping.hand_over_by_keeper, PlayerForm, fits=lambda game, player: not player.is_bot and player.pk != game.host_id,
        ),
        Deed("kick", "Kick", "kick_player", "Somebody loses their chair for good.", keeping.kick_by_keeper, PlayerForm),
        Deed("end", "End game", "end_game", "The story ends where it stands. This cannot be taken back.", keeping.end_by_keeper),
    )
}  # fmt: skip


def doable(request: HttpRequest, game: Game) -> list[Deed]:
    """What this keeper can do in the phase that the game is in."""
    return [deed for deed in DEEDS.values() if game.phase in deed.phases and _may(request, deed)]


def confirm(request: HttpRequest, game: Game, name: str) -> HttpResponse:
    """Asks, and with an answer does it; a refusal of the game is shown on the game's page."""
    deed = DEEDS.get(name)
    if deed is None:
        raise Http404("There is no such deed.")
    if not _may(request, deed):
        raise PermissionDenied

    def act(answers: dict[str, Any]) -> str:
        deed.act(code=game.code, keeper=keeper_of(request), **answers)
        return f"{deed.label}: done, and the room was told."

    back = reverse("admin:games_game_change", args=[game.pk])
    return ask(request, label=deed.label, told=deed.told, form=_form(deed, game, request), about=game, back=back, act=act)


def _may(request: HttpRequest, deed: Deed) -> bool:
    return request.user.has_perm(f"games.{deed.right}")


def _form(deed: Deed, game: Game, request: HttpRequest) -> forms.Form:
    form = deed.form(request.POST if request.method == "POST" else None)
    if isinstance(form, PlayerForm):
        seated = game.players.filter(status=Player.Status.SEATED)
        form.fields["player_id"].choices = [  # type: ignore[attr-defined]
            (player.public_id, player.name) for player in seated if deed.fits(game, player)
        ]
    return form
