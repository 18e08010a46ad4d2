"""What every deed of a keeper has in common: the lock, the announcement, the entry in the log."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Model

from games.errors import ErrorCode, GameError
from games.models import Turn
from games.rules.phases import Phase
from games.services.table import Table, opened
from games.wire.facts import Announcement


@contextmanager
def going_on(code: str) -> Iterator[Table]:
    """A table whose story is not over.

    Raises:
        GameError: ``INVALID_GAME``, ``GAME_FINISHED``.
    """
    with opened(code) as table:
        if table.game.phase == Phase.FINISHED:
            raise GameError(ErrorCode.GAME_FINISHED)
        yield table


def open_turn(table: Table) -> Turn:
    """The turn that is open.

    Raises:
        GameError: ``GAME_NOT_STARTED``, ``NO_SCENARIO``, ``TURN_RESOLVED``, ``GAME_FINISHED``.
    """
    table.require_phase(Phase.SCENARIO)
    if table.turn is None:
        raise GameError(ErrorCode.NO_SCENARIO)
    return table.turn


def tell(table: Table, keeper: AbstractBaseUser, said: str, reason: str) -> None:
    """The room hears what is done; why, only staff can read."""
    table.tell(Announcement(text=said, by="keeper"))
    log(table.game, keeper, said, reason)


def log(about: Model, keeper: AbstractBaseUser, said: str, reason: str = "") -> None:
    """In the transaction of the deed, where there is one."""
    model = type(about)
    message = f"{said} Reason: {reason}" if reason else said
    LogEntry.objects.log_actions(keeper.pk, model._default_manager.filter(pk=about.pk), CHANGE, change_message=message, single_object=True)
