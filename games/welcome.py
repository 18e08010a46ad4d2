"""Signing in and signing up, for whoever is not barred from the house."""

from typing import Any

from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from games.errors import GameError
from games.services import bans
from realtime.addresses import address_behind


def require_welcome(request: HttpRequest | None, *, name: str, user_id: int | None = None) -> None:
    """Raises ``ValidationError`` for whoever is barred."""
    try:
        bans.require_welcome(name=name, user_id=user_id, address=address_behind(request) if request is not None else "")
    except GameError as error:
        raise ValidationError(error.message, code="barred") from None


class WelcomeForm(AuthenticationForm):
    """What the forms of both our doors, the players' and the admin's, are made of. A superuser is never locked out."""

    def confirm_login_allowed(self, user: Any) -> None:
        super().confirm_login_allowed(user)
        if not user.is_superuser:
            require_welcome(self.request, name=user.get_username(), user_id=user.pk)
