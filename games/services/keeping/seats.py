"""A keeper changes who sits at a table, and who hosts it."""

from django.contrib.auth.models import AbstractBaseUser

from games.errors import ErrorCode, GameError
from games.services.chairs import let_bot_play_on, make_host, take_chair_away
from games.services.keeping.telling import going_on, tell


def kick_by_keeper(*, code: str, keeper: AbstractBaseUser, player_id: str, reason: str = "") -> None:
    """Takes somebody's chair away for good, the host's too.

    Raises:
        GameError: ``INVALID_GAME``, ``GAME_FINISHED``, ``VALIDATION_ERROR`` when nobody with this id sits here.
    """
    with going_on(code) as table:
        player = table.named(player_id)
        tell(table, keeper, f"A keeper takes {player.name}’s chair away.", reason)
        take_chair_away(table, player)


def hand_over_by_keeper(*, code: str, keeper: AbstractBaseUser, player_id: str, reason: str = "") -> None:
    """Hands the table to another person.

    Raises:
        GameError: ``INVALID_GAME``, ``GAME_FINISHED``, ``VALIDATION_ERROR`` when nobody with this id sits here, or a bot, or the host.
    """
    with going_on(code) as table:
        player = table.named(player_id)
        if player.pk == table.game.host_id:
            raise GameError(ErrorCode.VALIDATION_ERROR, "They host the table already.")
        tell(table, keeper, f"A keeper hands the table to {player.name}.", reason)
        make_host(table, player)


def replace_by_keeper(*, code: str, keeper: AbstractBaseUser, player_id: str, reason: str = "") -> None:
    """Lets a bot play on for somebody who has vanished, from the same chair and under the same name.

    Raises:
        GameError: ``INVALID_GAME``, ``GAME_NOT_STARTED``, ``GAME_FINISHED``, ``VALIDATION_ERROR`` when nobody with this id sits here, or a
            bot.
    """
    with going_on(code) as table:
        player = table.named(player_id)
        if player.is_bot:
            raise GameError(ErrorCode.VALIDATION_ERROR, "That is a bot already.")
        tell(table, keeper, f"A keeper lets a bot play on for {player.name}.", reason)
        let_bot_play_on(table, player)
