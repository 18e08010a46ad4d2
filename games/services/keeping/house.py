"""A keeper speaks to tables, and ends somebody's sessions."""

from datetime import timedelta

from django.contrib.auth.models import AbstractBaseUser
from django.utils import timezone

from games.models import Game, Person, Player
from games.rules.phases import Phase
from games.services import people
from games.services.keeping.telling import log, tell
from games.services.table import opened
from games.wire.facts import Announcement

LATELY = timedelta(days=1)
"""A table at which nothing happened for so long has nobody to hear an announcement to all."""


def announce_by_keeper(*, code: str, keeper: AbstractBaseUser, text: str) -> None:
    """Speaks to the table, in any phase.

    Raises:
        GameError: ``INVALID_GAME``.
    """
    with opened(code) as table:
        table.tell(Announcement(text=text, by="keeper"))
        log(table.game, keeper, f"Announced: {text}")


def announce_to_all_by_keeper(*, keeper: AbstractBaseUser, text: str) -> int:
    """Speaks to every table whose story is not over and where something happened within a day; gives how many that were."""
    lately = Game.objects.exclude(phase=Phase.FINISHED).filter(active_at__gte=timezone.now() - LATELY)
    codes = list(lately.order_by("pk").values_list("code", flat=True))
    for code in codes:  # each under its own lock: none waits for all the others
        announce_by_keeper(code=code, keeper=keeper, text=text)
    return len(codes)


def disconnect_by_keeper(*, person: Person, keeper: AbstractBaseUser, reason: str = "") -> int:
    """Ends all sessions of somebody, and so their sockets within 5 s on every process; gives how many sessions that were.

    A guest cannot come back to their seats: the session was all that said who they are. The holder of an account signs in again.
    """
    seats = Player.objects.filter(person=person, status=Player.Status.SEATED).exclude(game__phase=Phase.FINISHED)
    for code in list(seats.order_by("game_id").values_list("game__code", flat=True)):
        with opened(code) as table:
            tell(table, keeper, f"A keeper disconnects {person.name}.", reason)
    log(person, keeper, "Disconnected everywhere.", reason)
    return people.end_sessions(person)
