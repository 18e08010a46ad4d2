"""A keeper changes how long an open turn may take."""

from datetime import timedelta

from django.contrib.auth.models import AbstractBaseUser

from games.services import hourglass
from games.services.keeping.telling import going_on, open_turn, tell


def extend_by_keeper(*, code: str, keeper: AbstractBaseUser, minutes: int, reason: str = "") -> None:
    """Gives the open turn more time; also to what is left of it while it is paused.

    Raises:
        GameError: ``INVALID_GAME``, ``GAME_NOT_STARTED``, ``NO_SCENARIO``, ``TURN_RESOLVED``, ``GAME_FINISHED``, ``VALIDATION_ERROR`` for a
            turn without a deadline.
    """
    with going_on(code) as table:
        turn = open_turn(table)
        hourglass.require_some_time(turn)
        tell(table, keeper, f"A keeper extends the turn by {minutes} {'minute' if minutes == 1 else 'minutes'}.", reason)
        hourglass.extend(table, turn, timedelta(minutes=minutes), by="keeper")


def pause_by_keeper(*, code: str, keeper: AbstractBaseUser, reason: str = "") -> None:
    """Stops the time of the open turn.

    Raises:
        GameError: as ``extend_by_keeper``, and ``VALIDATION_ERROR`` for a turn that is paused.
    """
    with going_on(code) as table:
        turn = open_turn(table)
        hourglass.require_running(turn)
        tell(table, keeper, "A keeper stops the time.", reason)
        hourglass.pause(table, turn, by="keeper")


def resume_by_keeper(*, code: str, keeper: AbstractBaseUser, reason: str = "") -> None:
    """Lets the time of a paused turn run on.

    Raises:
        GameError: as ``extend_by_keeper``, and ``VALIDATION_ERROR`` for a turn that is not paused.
    """
    with going_on(code) as table:
        turn = open_turn(table)
        hourglass.require_paused(turn)
        tell(table, keeper, "A keeper lets the time run on.", reason)
        hourglass.resume(table, turn, by="keeper")
