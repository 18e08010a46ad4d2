"""What every model's admin has in common: it is looked at, and gives nothing away sideways."""

from django.contrib import admin
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest


class LookedAt(admin.ModelAdmin):  # type: ignore[type-arg]  # only the stubs are generic
    """Read only. A lookup in the address is allowed for fields of ``list_filter`` alone: others could be guessed by what is found."""

    list_per_page = 50
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        return lookup.partition("__")[0] in {getattr(each, "parameter_name", each) for each in self.list_filter}


def keeper_of(request: HttpRequest) -> User:
    """Who is signed in, behind a page that nobody else reaches."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user
