"""Games as files: written from the list or a game's page, read back by upload."""

import json
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from games import archives
from games.admin.asking import ReasonForm, ask
from games.admin.looking import keeper_of
from games.admin.uncovering import may_uncover
from games.models import Game
from games.services import keeping

MOST_GAMES = 100


class SelectionForm(ReasonForm):
    """Codes of games, from the list's selection."""

    codes = forms.CharField(widget=forms.HiddenInput)


class UploadForm(forms.Form):
    file = forms.FileField(
        help_text="As exported with secrets, or after the end. Nobody sits in the chairs afterwards, and the clock stands."
    )

    def clean_file(self) -> list[archives.ArchivedGame]:
        try:
            return archives.read_file(self.cleaned_data["file"].read(archives.MOST_BYTES + 1))
        except archives.ArchiveError as error:
            raise ValidationError(str(error)) from error


def download(games: Iterable[Game], *, secrets: bool) -> HttpResponse:
    """The file, as a response. Without ``secrets`` games that are not over are covered."""
    chosen = list(games)
    text = json.dumps(archives.file_of(archives.archived(game, secrets=secrets) for game in chosen), ensure_ascii=False, indent=2)
    name = chosen[0].code if len(chosen) == 1 else "games"
    headers = {"Content-Disposition": f'attachment; filename="{name}.json"', "Cache-Control": "no-store"}
    return HttpResponse(text, content_type="application/json", headers=headers)


def with_secrets(request: HttpRequest, codes: str) -> HttpResponse:
    """Asks for the reason, and gives the whole games: those alone can be read back as they are."""
    if not (request.user.has_perm("games.view_game") and may_uncover(request)):
        raise PermissionDenied
    form = SelectionForm(request.POST if "reason" in request.POST else None, initial={"codes": codes})

    def act(answers: dict[str, Any]) -> HttpResponse:
        games = list(Game.objects.filter(code__in=answers["codes"].split()[:MOST_GAMES]).order_by("code"))
        for game in games:
            keeping.note_look(game=game, keeper=keeper_of(request), what="Exported with secrets.", reason=answers["reason"])
        return download(games, secrets=True)

    told = "The file holds whispers and choices of games that are not over. That you took it, and why, stands in the log."
    back = reverse("admin:games_game_changelist")
    return ask(request, label="Export with secrets", told=told, form=form, about=Game, back=back, act=act)


def upload(request: HttpRequest) -> HttpResponse:
    """Reads all games of a file back, or none."""
    if not request.user.has_perm("games.import_game"):
        raise PermissionDenied
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    back = reverse("admin:games_game_changelist")

    def act(answers: dict[str, Any]) -> HttpResponse | str:
        try:
            with transaction.atomic():
                games = [archives.restore(each) for each in answers["file"]]
                for game in games:
                    keeping.note_look(game=game, keeper=keeper_of(request), what="Imported from a file.")
        except archives.ArchiveError as error:
            form.add_error("file", str(error))
            return ask(request, label="Import", told=told, form=form, about=Game, back=back, act=act)
        return f"Imported: {', '.join(game.code for game in games)}."

    told = "Games that are not here yet come back as they were when the file was written."
    return ask(request, label="Import", told=told, form=form, about=Game, back=back, act=act)
