"""Signing in and signing up, for whoever is not barred from the house and does not guess passwords."""

import hashlib
from collections.abc import Callable
from functools import wraps
from math import ceil
from typing import Any

from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseBase

from games.errors import ErrorCode, GameError
from games.services import bans
from realtime import limits
from realtime.addresses import address_behind
from realtime.limits.rate import Caller

WRONG_PASSWORD = "wrong_password"  # noqa: S105  the name of a limit


def require_welcome(request: HttpRequest | None, *, name: str, user_id: int | None = None) -> None:
    """Raises ``ValidationError`` for whoever is barred."""
    try:
        bans.require_welcome(name=name, user_id=user_id, address=address_behind(request) if request is not None else "")
    except GameError as error:
        raise ValidationError(error.message, code="barred") from None


class WelcomeForm(AuthenticationForm):
    """What the forms of both our doors, the players' and the admin's, are made of. No ban locks a superuser out.

    Wrong passwords are counted by account and by address. Who has tried too many is told when to come back, and no password is looked at.
    """

    def clean(self) -> dict[str, Any]:
        who = self._who()
        try:
            limits.require(WRONG_PASSWORD, who)
            try:
                return super().clean()
            except ValidationError as error:
                if error.code == "invalid_login":
                    limits.spend(who, WRONG_PASSWORD)
                raise
        except GameError as refusal:
            raise self._too_often(refusal) from None

    def _who(self) -> Caller:
        # Its hash: somebody may have typed their password into the wrong field, and the name is kept elsewhere for a while.
        name = hashlib.sha256(self.cleaned_data.get("username", "").encode("utf-8", "replace")).hexdigest()[:32]
        return Caller(f"account {name}", address_behind(self.request) if self.request is not None else "")

    def _too_often(self, refusal: GameError) -> ValidationError:
        seconds = refusal.extra["retry_after"]
        if self.request is not None:
            self.request.come_back_after = ceil(seconds)  # type: ignore[attr-defined]
        minutes = ceil(seconds / 60)
        return ValidationError(f"Too many wrong passwords. Try again in {minutes} minute{'s' if minutes > 1 else ''}.", code="rate_limited")

    def confirm_login_allowed(self, user: Any) -> None:
        super().confirm_login_allowed(user)
        if not user.is_superuser:
            require_welcome(self.request, name=user.get_username(), user_id=user.pk)


def answered_honestly(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A view with such a form, whose refusal of somebody who has tried too often is one in the eyes of machines too."""

    @wraps(view)
    def answer(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponseBase:
        response = view(request, *arguments, **named)
        after = getattr(request, "come_back_after", None)
        if after is not None:
            response.status_code = ErrorCode.RATE_LIMITED.status
            response.headers["Retry-After"] = str(after)
        return response

    return answer
