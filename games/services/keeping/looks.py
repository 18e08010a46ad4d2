"""Looks that leave a trace: what a keeper sees of a table beyond what the table shows to all keepers."""

from django.contrib.auth.models import AbstractBaseUser

from games.models import Game
from games.services.keeping.telling import log


def note_look(*, game: Game, keeper: AbstractBaseUser, what: str, reason: str = "") -> None:
    """Notes in the log that a keeper looked. The room is not told: nothing changes there.

    Args:
        what: a sentence, such as "Uncovered whispers and choices.".
    """
    log(game, keeper, what, reason)
