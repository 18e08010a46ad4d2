"""What follows from signing in, and from another password."""

from collections.abc import Collection
from typing import Any

from django.contrib.auth.models import User
from django.contrib.auth.signals import user_logged_in
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.http import HttpRequest

from games.services import people


@receiver(user_logged_in)
def adopt_guest(request: HttpRequest, user: User, **kwargs: Any) -> None:
    people.adopt(session=request.session, user=user)


@receiver(post_save, sender=User)
def end_outdated_sessions(instance: User, created: bool, update_fields: Collection[str] | None, **kwargs: Any) -> None:
    """Whoever set it: the account's own page, staff, a command. What was signed in before ends, and so do its sockets."""
    if not created and (update_fields is None or "password" in update_fields):
        people.end_outdated_sessions(instance)
