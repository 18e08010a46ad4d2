"""Who may look at a game, and as what."""

from dataclasses import dataclass

from games import tracing
from games.errors import ErrorCode, GameError
from games.models import Game, Person, Player
from games.services import people


@dataclass(frozen=True, slots=True)
class Viewer:
    """Somebody looking at one game: from a seat, or as a spectator (``player`` is None)."""

    game: Game
    player: Player | None

    @property
    def role(self) -> str:
        return "spectator" if self.player is None else "player"


def viewer(*, person: Person, code: str) -> Viewer:
    """How this person may look at the game with this code.

    Raises:
        GameError: ``INVALID_GAME``, ``KICKED``, ``NOT_IN_GAME``.
    """
    game = Game.objects.filter(code=code.strip().upper()).first()
    if game is None:
        raise GameError(ErrorCode.INVALID_GAME)
    return viewer_of(game, Player.objects.filter(game=game, person=person).first())


def viewer_of(game: Game, player: Player | None) -> Viewer:
    """How whoever has, or had, this seat may look at the game; None for somebody who never sat here.

    Raises:
        GameError: ``KICKED``, ``NOT_IN_GAME``.
    """
    tracing.note(game=game.code, player=None if player is None else player.public_id)
    if player is not None and player.status == Player.Status.SEATED:
        return Viewer(game, player)
    if player is not None and player.status == Player.Status.KICKED:
        raise GameError(ErrorCode.KICKED)
    if not game.allow_spectators:
        raise GameError(ErrorCode.NOT_IN_GAME)
    return Viewer(game, None)


def has_sat(person: Person | None, code: str) -> bool:
    """Whether this person has, or had, a seat at the table with this code."""
    return person is not None and Player.objects.filter(person=person, game__code=code.strip().upper()).exists()


def code_meant(person: Person, code: str | None) -> str:
    """The code given, or that of the person's latest game.

    Raises:
        GameError: ``NO_GAME``.
    """
    if code is not None:
        return code
    seat = people.latest_seat(person)
    if seat is None:
        raise GameError(ErrorCode.NO_GAME)
    return seat.game.code
