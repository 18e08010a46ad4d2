"""What staff may do at a table that is not theirs. Each deed is announced to the room first, and goes to Django's log with its reason."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import AbstractBaseUser

from games.errors import ErrorCode, GameError
from games.models import Game
from games.rules.phases import EndReason, Phase
from games.services.resolution import finish, resolve_turn
from games.services.seats import make_host, take_chair_away
from games.services.table import Table, opened
from games.wire.facts import Announcement


def announce_by_keeper(*, code: str, keeper: AbstractBaseUser, text: str) -> None:
    """Speaks to the table, in any phase.

    Raises:
        GameError: ``INVALID_GAME``.
    """
    with opened(code) as table:
        table.tell(Announcement(text=text, by="keeper"))
        _log(table, keeper, f"Announced: {text}")


def end_by_keeper(*, code: str, keeper: AbstractBaseUser, reason: str = "") -> None:
    """Ends the story where it stands.

    Raises:
        GameError: ``INVALID_GAME``, ``GAME_FINISHED``.
    """
    with _going_on(code) as table:
        _tell(table, keeper, "A keeper ends this story here.", reason)
        finish(table, EndReason.ENDED_BY_KEEPER)


def resolve_by_keeper(*, code: str, keeper: AbstractBaseUser, reason: str = "") -> None:
    """Turns the slips over; whoever has not chosen hesitates.

    Raises:
        GameError: ``INVALID_GAME``, ``GAME_NOT_STARTED``, ``NO_SCENARIO``, ``TURN_RESOLVED``, ``GAME_FINISHED``.
    """
    with _going_on(code) as table:
        table.require_phase(Phase.SCENARIO)
        if table.turn is None:
            raise GameError(ErrorCode.NO_SCENARIO)
        _tell(table, keeper, "A keeper turns the slips over.", reason)
        resolve_turn(table, table.turn)


def kick_by_keeper(*, code: str, keeper: AbstractBaseUser, player_id: str, reason: str = "") -> None:
    """Takes somebody's chair away for good, the host's too.

    Raises:
        GameError: ``INVALID_GAME``, ``GAME_FINISHED``, ``VALIDATION_ERROR`` when nobody with this id sits here.
    """
    with _going_on(code) as table:
        player = table.named(player_id)
        _tell(table, keeper, f"A keeper takes {player.name}’s chair away.", reason)
        take_chair_away(table, player)


def hand_over_by_keeper(*, code: str, keeper: AbstractBaseUser, player_id: str, reason: str = "") -> None:
    """Hands the table to another person.

    Raises:
        GameError: ``INVALID_GAME``, ``GAME_FINISHED``, ``VALIDATION_ERROR`` when nobody with this id sits here, or a bot, or the host.
    """
    with _going_on(code) as table:
        player = table.named(player_id)
        if player.pk == table.game.host_id:
            raise GameError(ErrorCode.VALIDATION_ERROR, "They host the table already.")
        _tell(table, keeper, f"A keeper hands the table to {player.name}.", reason)
        make_host(table, player)


@contextmanager
def _going_on(code: str) -> Iterator[Table]:
    with opened(code) as table:
        if table.game.phase == Phase.FINISHED:
            raise GameError(ErrorCode.GAME_FINISHED)
        yield table


def _tell(table: Table, keeper: AbstractBaseUser, said: str, reason: str) -> None:
    """The room hears what is done; why, only staff can read."""
    table.tell(Announcement(text=said, by="keeper"))
    _log(table, keeper, f"{said} Reason: {reason}" if reason else said)


def _log(table: Table, keeper: AbstractBaseUser, message: str) -> None:
    """In the same transaction as the deed."""
    LogEntry.objects.log_actions(keeper.pk, Game.objects.filter(pk=table.game.pk), CHANGE, change_message=message, single_object=True)
