"""What follows from signing in."""

from typing import Any

from django.contrib.auth.models import User
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest

from games.services import people


@receiver(user_logged_in)
def adopt_guest(request: HttpRequest, user: User, **kwargs: Any) -> None:
    people.adopt(session=request.session, user=user)
