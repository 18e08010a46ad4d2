"""The list of games, and each game's page."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.db.models import Model, Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.timesince import timesince

from games.admin import deeds, files, uncovering
from games.admin.filters import NeedsALook
from games.admin.page import page_of
from games.admin.pages import GamePages
from games.models import Choice, Game, Player, Turn
from games.rules.phases import Phase
from games.scenarios.bands import band_of
from realtime import presence

TERMS = ("max_players", "max_turns", "turn_seconds", "auto_resolve", "allow_spectators", "is_public")


@admin.register(Game)
class GameAdmin(GamePages):
    list_display = ("code", "phase", "turn", "trust_in_words", "seats", "online", "waited_for", "deadline", "last_activity")
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
        chosen = Prefetch("choices", Choice.objects.only("turn_id", "player_id"))
        open_turns = Turn.objects.filter(resolved_at=None).defer("scenario", "resolution").prefetch_related(chosen)
        seated = Player.objects.filter(status=Player.Status.SEATED).order_by("seat")
        games = super().get_queryset(request).select_related("host")
        return games.prefetch_related(Prefetch("players", seated, to_attr="seated"), Prefetch("turns", open_turns, to_attr="open_turns"))

    @admin.display(ordering="turn_number")
    def turn(self, game: Any) -> str:
        return f"{game.turn_number}/{game.max_turns}"

    @admin.display(description="trust", ordering="trust")
    def trust_in_words(self, game: Any) -> str:
        return f"{game.trust}, {band_of(game.trust)}"

    @admin.display
    def seats(self, game: Any) -> str:
        return f"{len(game.seated)}/{game.max_players}"

    @admin.display
    def online(self, game: Any) -> str:
        here = presence.online(game.pk)
        return ", ".join(player.name for player in game.seated if player.public_id in here) or "nobody"

    @admin.display
    def waited_for(self, game: Any) -> str:
        """Names, and since when."""
        for turn in game.open_turns:
            chosen = {choice.player_id for choice in turn.choices.all()}
            names = ", ".join(player.name for player in game.seated if player.pk not in chosen)
            return f"{names or 'the host'}, for {timesince(turn.opened_at, timezone.now())}"
        return ""

    @admin.display
    def deadline(self, game: Any) -> str:
        for turn in game.open_turns:
            return "paused" if turn.time_left is not None else _moment(turn.deadline) if turn.deadline else ""
        return ""

    @admin.display(ordering="active_at")
    def last_activity(self, game: Any) -> str:
        return _moment(game.active_at)

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
            "may_uncover": game.phase != Phase.FINISHED and request.user.has_perm(uncovering.RIGHT),
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
        return request.user.has_perm(uncovering.RIGHT)


def _moment(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M}"
