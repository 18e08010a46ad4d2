"""Who is behind a request of Django's, for the limits that both doors keep."""

from django.http import HttpRequest

from realtime.addresses import address_behind
from realtime.limits.rate import Caller


def caller_of(request: HttpRequest) -> Caller:
    """The person whom a door has found, None without one, and the address."""
    person = getattr(request, "person", None)
    return Caller(None if person is None else person.pk, address_behind(request))
