"""Who is barred: looked at by watchers, made and lifted by keepers, never deleted, so that the list is a record."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.models import LogEntry
from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from games.models import Ban
from games.services import bans, people
from games.wire.fields import name_key


class BanForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Ban
        fields = ("name_key", "user", "address", "until", "reason")
        widgets = {"reason": forms.Textarea(attrs={"rows": 3})}  # noqa: RUF012  Django's way

    def clean_name_key(self) -> str:
        return name_key(self.cleaned_data["name_key"])

    def clean_address(self) -> str:
        address = str(self.cleaned_data["address"]).strip()
        network = bans.network_of(address) if address else None
        if address and network is None:
            raise ValidationError("This is no address and no network.")
        return "" if network is None else str(network)

    def clean_user(self) -> Any:
        user = self.cleaned_data["user"]
        if user is not None and user.is_superuser:
            raise ValidationError("A superuser cannot be barred.")
        return user


class Holding(admin.SimpleListFilter):
    title = "whether it holds"
    parameter_name = "holds"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", "It holds"), ("no", "It is over")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Ban]) -> QuerySet[Ban]:
        holds = Q(until=None) | Q(until__gt=timezone.now())
        return {"yes": queryset.filter(holds), "no": queryset.exclude(holds)}.get(self.value() or "", queryset)


@admin.register(Ban)
class BanAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # only the stubs are generic
    form = BanForm
    list_display = ("__str__", "until", "reason", "made_at", "made_by")
    list_select_related = ("user", "made_by")
    list_filter = (Holding,)
    search_fields = ("name_key", "user__username", "address", "reason")
    raw_id_fields = ("user",)
    actions = ("lift",)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Whom a ban means stays as it was made."""
        return ("name_key", "user", "address") if obj is not None else ()

    def save_model(self, request: HttpRequest, obj: Ban, form: Any, change: bool) -> None:
        if not change:
            obj.made_by_id = request.user.pk
        super().save_model(request, obj, form, change)
        bans.forget()
        if obj.user_id is not None:
            people.end_sessions_of_account(obj.user_id)  # an open session would still reach what asks no ban

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> LogEntry:
        return super().log_addition(request, obj, f"Barred {obj}, {_until(obj)}. Reason: {obj.reason}")

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> LogEntry:
        return super().log_change(request, obj, f"Changed the ban of {obj}, {_until(obj)}. Reason: {obj.reason}")

    @admin.action(description="Lift the selected bans", permissions=["change"])
    def lift(self, request: HttpRequest, queryset: QuerySet[Ban]) -> None:
        now = timezone.now()
        for ban in queryset.filter(Q(until=None) | Q(until__gt=now)):
            ban.until = now
            ban.save(update_fields=["until"])
            self.log_change(request, ban, "")
        bans.forget()
        messages.success(request, "Lifted.")


def _until(ban: Ban) -> str:
    return "for good" if ban.until is None else f"until {ban.until:%Y-%m-%d %H:%M} UTC"
