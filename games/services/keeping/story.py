"""A keeper moves a story on: resolves, passes over somebody, ends."""

from django.contrib.auth.models import AbstractBaseUser

from games.errors import ErrorCode, GameError
from games.rules.phases import EndReason
from games.services.choices import pass_over
from games.services.keeping.telling import going_on, open_turn, tell
from games.services.resolution import finish, resolve_turn


def end_by_keeper(*, code: str, keeper: AbstractBaseUser, reason: str = "") -> None:
    """Ends the story where it stands.

    Raises:
        GameError: ``INVALID_GAME``, ``GAME_FINISHED``.
    """
    with going_on(code) as table:
        tell(table, keeper, "A keeper ends this story here.", reason)
        finish(table, EndReason.ENDED_BY_KEEPER)


def resolve_by_keeper(*, code: str, keeper: AbstractBaseUser, reason: str = "") -> None:
    """Turns the slips over; whoever has not chosen hesitates.

    Raises:
        GameError: ``INVALID_GAME``, ``GAME_NOT_STARTED``, ``NO_SCENARIO``, ``TURN_RESOLVED``, ``GAME_FINISHED``.
    """
    with going_on(code) as table:
        turn = open_turn(table)
        tell(table, keeper, "A keeper turns the slips over.", reason)
        resolve_turn(table, turn)


def pass_over_by_keeper(*, code: str, keeper: AbstractBaseUser, player_id: str, reason: str = "") -> None:
    """Lets one player hesitate in the open turn, so that nobody waits for them.

    Raises:
        GameError: as ``resolve_by_keeper``, ``ALREADY_CHOSEN``, ``VALIDATION_ERROR`` when nobody with this id sits here.
    """
    with going_on(code) as table:
        turn, player = open_turn(table), table.named(player_id)
        if player.pk in table.choices:
            raise GameError(ErrorCode.ALREADY_CHOSEN, f"{player.name} has chosen.")
        tell(table, keeper, f"A keeper passes over {player.name} this turn.", reason)
        pass_over(table, turn, player)
