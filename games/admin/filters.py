"""Which games need a look."""

from datetime import timedelta
from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from games.models import Game, Turn
from games.rules.phases import EndReason, Phase

LONG_OPEN = timedelta(days=1)
LONG_SILENT = timedelta(days=7)


class NeedsALook(admin.SimpleListFilter):
    title = "what needs a look"
    parameter_name = "look"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("stuck", "Stuck: open longer than a day, or past the deadline"),
            ("silent", "Silent: not over, and nothing happened for a week"),
            ("abandoned", "Abandoned: everybody left"),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Game]) -> QuerySet[Game]:
        now = timezone.now()
        if self.value() == "stuck":
            late = Turn.objects.filter(Q(opened_at__lt=now - LONG_OPEN) | Q(deadline__lt=now), resolved_at=None)
            return queryset.filter(phase=Phase.SCENARIO, pk__in=late.values("game"))
        if self.value() == "silent":
            return queryset.exclude(phase=Phase.FINISHED).filter(active_at__lt=now - LONG_SILENT)
        if self.value() == "abandoned":
            return queryset.filter(end_reason=EndReason.ABANDONED)
        return queryset
