"""What belongs to games: seats, turns, whispers, choices, events, commands."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from games.admin.looking import LookedAt
from games.admin.uncovering import is_uncovered
from games.models import Choice, Command, Event, Player, Turn, Whisper


@admin.register(Player)
class PlayerAdmin(LookedAt):
    list_display = ("name", "game", "seat", "character_class", "status", "is_bot", "seated_at")
    list_select_related = ("game",)
    list_filter = ("status", "is_bot")
    search_fields = ("name", "game__code")


@admin.register(Turn)
class TurnAdmin(LookedAt):
    """Without the scenario as it is stored: that holds all whispers."""

    list_display = ("number", "game", "title", "opened_at", "deadline", "resolved_at")
    list_select_related = ("game",)
    search_fields = ("game__code",)
    fields = ("game", "number", "title", "public_scene", "opened_at", "deadline", "resolved_at", "resolution")
    readonly_fields = ("title", "public_scene")

    @admin.display
    def title(self, turn: Turn) -> str:
        return str(turn.scenario["title"])

    @admin.display
    def public_scene(self, turn: Turn) -> str:
        return str(turn.scenario["public_scene"])


@admin.register(Whisper)
class WhisperAdmin(LookedAt):
    list_display = ("pk", "turn", "player", "shared_at")
    list_select_related = ("turn", "player")
    readonly_fields = ("covered",)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        seen = obj is not None and (obj.shared_at is not None or is_uncovered(request, obj.turn.game))
        return ("turn", "player", "shared_at", "text" if seen else "covered")

    @admin.display(description="text")
    def covered(self, whisper: Whisper) -> str:
        return "covered until the story is over"


@admin.register(Choice)
class ChoiceAdmin(LookedAt):
    list_display = ("pk", "turn", "player", "chosen_at")
    list_select_related = ("turn", "player")
    readonly_fields = ("covered",)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        seen = obj is not None and (obj.turn.resolved_at is not None or is_uncovered(request, obj.turn.game))
        return ("turn", "player", "chosen_at", *(("option_id", "text", "hesitated") if seen else ("covered",)))

    @admin.display(description="text")
    def covered(self, choice: Choice) -> str:
        return "covered until the turn is resolved"


@admin.register(Event)
class EventAdmin(LookedAt):
    list_display = ("seq", "game", "name", "at")
    list_select_related = ("game",)
    list_filter = ("name",)
    search_fields = ("game__code",)


@admin.register(Command)
class CommandAdmin(LookedAt):
    """Without fingerprint and answer: a choice could be guessed from the one, and read in the other."""

    list_display = ("cmd_id", "person", "at")
    list_select_related = ("person",)
    fields = ("cmd_id", "person", "at")
