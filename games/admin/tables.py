"""The list of games, and each game's page."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from games.admin import deeds, files, uncovering
from games.admin.filters import NeedsALook
from games.admin.page import page_of
from games.admin.pages import GamePages
from games.models import Game
from games.rules.phases import Phase
from realtime.desk import rows
from realtime.desk.counters import counters

TERMS = ("max_players", "max_turns", "turn_seconds", "auto_resolve", "allow_spectators", "is_public")


class GameList(ChangeList):
    """One page of the list, with the lines to its games asked for once."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        self.result_list = list(self.result_list)
        rows.note_lines(self.result_list)


@admin.register(Game)
class GameAdmin(GamePages):
    list_display = (
        "code",
        "phase",
        "turn",
        "trust_in_words",
        "seats",
        "online",
        "spectators",
        "waited_for",
        "deadline",
        "last_activity",
        "process",
    )
    list_filter = (NeedsALook, "phase", "is_public")
    search_fields = ("code", "players__name")
    ordering = ("-active_at",)
    actions = ("export_selected", "export_selected_with_secrets")
    readonly_fields = ("turn", "trust_in_words", "waited_for", "deadline")
    fieldsets = (
        (None, {"fields": ("code", "phase", "turn", "trust_in_words", "host", "waited_for", "deadline", "end_reason")}),
        ("When", {"fields": ("created_at", "active_at", "finished_at")}),
        ("Terms", {"fields": TERMS}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Game]:
        """Games with who is seated and what is open, in a fixed number of queries."""
        return rows.with_standing(super().get_queryset(request))

    turn = admin.display(description="turn", ordering="turn_number")(lambda self, game: rows.turn(game))
    trust_in_words = admin.display(description="trust", ordering="trust")(lambda self, game: rows.trust(game))
    seats = admin.display(description="seats")(lambda self, game: rows.seats(game))
    online = admin.display(description="online")(lambda self, game: rows.online(game))
    spectators = admin.display(description="spectators")(lambda self, game: rows.spectators(game))
    waited_for = admin.display(description="waited for")(lambda self, game: rows.waited_for(game))
    deadline = admin.display(description="deadline")(lambda self, game: rows.deadline(game))
    last_activity = admin.display(description="last activity", ordering="active_at")(lambda self, game: rows.last_activity(game))
    process = admin.display(description="process")(lambda self, game: rows.process(game))

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return GameList

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        further = {"counters": counters(), "may_announce": request.user.has_perm("games.announce_to_all")}
        return super().changelist_view(request, {**(extra_context or {}), **further})

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """A finished game may be purged, one at a time, by a superuser."""
        return isinstance(obj, Game) and obj.phase == Phase.FINISHED and bool(request.user.is_active and request.user.is_superuser)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple[list[Any], dict[str, int], set[Any], list[Any]]:
        """What belongs to a game goes with it, though none of it can be deleted by itself."""
        to_delete, counts, _, protected = super().get_deleted_objects(objs, request)
        return [str(each) for each in to_delete[:1]], counts, set(), protected

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> HttpResponse:
        """The page, with everything that stands below the fields."""
        game: Game = context["original"]
        uncovered = uncovering.is_uncovered(request, game)
        further = {
            "page": page_of(game, uncovered=uncovered, number=request.GET.get("events", "")),
            "deeds": deeds.doable(request, game),
            "uncovered": uncovered,
            "may_uncover": game.phase != Phase.FINISHED and uncovering.may_uncover(request),
        }
        response = super().render_change_form(request, {**context, **further}, *args, **kwargs)
        response.headers["Cache-Control"] = "no-store"
        return response

    @admin.action(description="Export the selected games", permissions=["view"])
    def export_selected(self, request: HttpRequest, queryset: QuerySet[Game]) -> HttpResponse:
        return files.download(queryset.order_by("code")[: files.MOST_GAMES], secrets=False)

    @admin.action(description="Export the selected games with secrets", permissions=["uncover"])
    def export_selected_with_secrets(self, request: HttpRequest, queryset: QuerySet[Game]) -> HttpResponse:
        codes = " ".join(queryset.order_by("code").values_list("code", flat=True)[: files.MOST_GAMES])
        return redirect(f"{reverse('admin:games_game_export_secrets')}?{urlencode({'codes': codes})}")

    def has_uncover_permission(self, request: HttpRequest) -> bool:
        return uncovering.may_uncover(request)
