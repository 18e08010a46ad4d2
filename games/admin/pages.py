"""What hangs on a game's page, and on the list: deeds, looks, files."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_POST

from games.admin import deeds, files, health, uncovering
from games.admin.asking import TextForm, ask
from games.admin.looking import LookedAt, keeper_of
from games.admin.travelling import travel_of
from games.admin.viewing import view_as
from games.models import Game
from games.services import keeping


class GamePages(LookedAt):
    """The further pages of a game. Each wants the right to look at games, and says itself what else it wants."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("import/", view(files.upload), name="games_game_import"),
            path("health/", view(health.page), name="games_game_health"),
            path("health/figures/", view(health.figures), name="games_game_figures"),
            path("announce/", view(self.announce_to_all), name="games_game_announce"),
            path("export-with-secrets/", view(self.export_with_secrets), name="games_game_export_secrets"),
            path("<int:game_id>/export/", view(self.export), name="games_game_export"),
            path("<int:game_id>/do/<str:name>/", view(self.do), name="games_game_do"),
            path("<int:game_id>/uncover/", view(self.uncover), name="games_game_uncover"),
            path("<int:game_id>/cover/", view(require_POST(self.cover)), name="games_game_cover"),
            path("<int:game_id>/view-as/", view(self.view_as), name="games_game_view_as"),
            path("<int:game_id>/travel/", view(self.travel), name="games_game_travel"),
            *super().get_urls(),
        ]

    def export(self, request: HttpRequest, game_id: int) -> HttpResponse:
        """One game as a JSON file; before its end without secrets, whoever asks."""
        return files.download([self._game(request, game_id)], secrets=False)

    def export_with_secrets(self, request: HttpRequest) -> HttpResponse:
        return files.with_secrets(request, request.GET.get("codes", ""))

    def do(self, request: HttpRequest, game_id: int, name: str) -> HttpResponse:
        """One deed of a keeper: asks first, then does it."""
        return deeds.confirm(request, self._game(request, game_id), name)

    def uncover(self, request: HttpRequest, game_id: int) -> HttpResponse:
        return uncovering.uncover(request, self._game(request, game_id))

    def cover(self, request: HttpRequest, game_id: int) -> HttpResponse:
        keeping.cover(game=self._game(request, game_id), session=request.session)
        return redirect("admin:games_game_change", game_id)

    def view_as(self, request: HttpRequest, game_id: int) -> HttpResponse:
        return view_as(request, self._game(request, game_id))

    def travel(self, request: HttpRequest, game_id: int) -> HttpResponse:
        """The whole history, step by step."""
        game = self._game(request, game_id)
        uncovered = uncovering.is_uncovered(request, game)
        context = {
            **admin.site.each_context(request),
            "title": f"{game.code}, step by step",
            "game": game,
            "opts": Game._meta,
            "travel": travel_of(game, uncovered=uncovered),
            "uncovered": uncovered,
        }
        response = TemplateResponse(request, "admin/games/game/travel.html", context)
        response.headers["Cache-Control"] = "no-store"
        return response

    def announce_to_all(self, request: HttpRequest) -> HttpResponse:
        """Speaks to every table at which something goes on."""
        if not request.user.has_perm("games.announce_to_all"):
            raise PermissionDenied

        def act(answers: dict[str, Any]) -> str:
            count = keeping.announce_to_all_by_keeper(keeper=keeper_of(request), **answers)
            return f"Announced at {count} {'table' if count == 1 else 'tables'}."

        form = TextForm(request.POST if request.method == "POST" else None)
        told = "Everybody reads this at each table whose story is not over and where something happened within a day."
        back = reverse("admin:games_game_changelist")
        return ask(request, label="Announce to all", told=told, form=form, about=Game, back=back, act=act)

    def _game(self, request: HttpRequest, game_id: int) -> Game:
        if not self.has_view_permission(request):
            raise PermissionDenied
        game = Game.objects.select_related("host").filter(pk=game_id).first()
        if game is None:
            raise Http404("There is no such game.")
        return game
