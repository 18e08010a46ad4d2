"""How a table looks to somebody who stands at its door with the code in hand."""

from dataclasses import dataclass
from typing import Any

from games.errors import ErrorCode
from games.lists import terms_of
from games.models import Game, Person, Player
from games.rules.phases import Phase


@dataclass(frozen=True, slots=True)
class Door:
    """``refusal`` says why nobody, or not this person, can sit down here; None where a chair can be taken or is theirs already."""

    table: dict[str, Any] | None
    seated: tuple[str, ...] = ()
    is_seated: bool = False
    refusal: ErrorCode | None = None


def door_of(*, code: str, person: Person | None) -> Door:
    game = Game.objects.select_related("host").filter(code=code.upper()).first()
    if game is None:
        return Door(table=None, refusal=ErrorCode.INVALID_GAME)
    players = list(game.players.all())
    seated = tuple(player.name for player in players if player.status == Player.Status.SEATED)
    own = next((player for player in players if person is not None and player.person_id == person.pk), None)
    is_seated = own is not None and own.status == Player.Status.SEATED
    return Door(terms_of(game), seated, is_seated, None if is_seated else _refusal(game, len(seated), own))


def _refusal(game: Game, taken: int, own: Player | None) -> ErrorCode | None:
    """In the order in which ``services.seats.join`` refuses."""
    if own is not None and own.status == Player.Status.KICKED:
        return ErrorCode.KICKED
    if game.phase == Phase.FINISHED:
        return ErrorCode.GAME_FINISHED
    if game.phase != Phase.LOBBY:
        return ErrorCode.GAME_ALREADY_STARTED
    return ErrorCode.GAME_FULL if taken >= game.max_players else None
