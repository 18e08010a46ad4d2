"""The course of a story: start, choices, resolution, end. How a scene is opened stands in ``scenes``."""

from games.errors import ErrorCode, GameError
from games.models import Person, Turn
from games.rules.phases import CharacterClass, EndReason, Phase
from games.services.choices import read_aloud, take_choice
from games.services.resolution import finish, resolve_turn
from games.services.table import Table, opened
from games.wire.answers import Done, PhaseReached, Progress, Resolved
from games.wire.facts import GameStarted
from games.wire.state import SeatedPlayer


def start(*, person: Person, code: str) -> PhaseReached:
    """Begins the story; host only. Who has no class gets one that nobody has.

    Raises:
        GameError: ``GAME_ALREADY_STARTED``, ``GAME_FINISHED``.
    """
    with opened(code) as table:
        table.host(person)
        if table.game.phase == Phase.FINISHED:
            raise GameError(ErrorCode.GAME_FINISHED)
        if table.game.phase != Phase.LOBBY:
            raise GameError(ErrorCode.GAME_ALREADY_STARTED)
        _deal_classes(table)
        table.game.phase = Phase.RESOLVED
        table.tell(
            GameStarted(
                players=[
                    SeatedPlayer(
                        player_id=player.public_id, player_name=player.name, character_class=CharacterClass(player.character_class)
                    )
                    for player in table.seated
                ]
            )
        )
    return PhaseReached(phase=Phase(table.game.phase))


def choose(*, person: Person, code: str, choice: str, turn_number: int | None = None) -> Progress:
    """Stores what the caller does this turn: an option by its id, anything else as own words.

    Raises:
        GameError: ``STALE_TURN`` when ``turn_number`` is not the current one, ``GAME_NOT_STARTED``, ``NO_SCENARIO``, ``TURN_RESOLVED``,
            ``GAME_FINISHED``, ``ALREADY_CHOSEN``; ``GENERATION_FAILED`` where the turn would be resolved by it.
    """
    with opened(code) as table:
        player = table.actor(person)
        if table.game.phase == Phase.SCENARIO and turn_number not in (None, table.game.turn_number):
            raise GameError(ErrorCode.STALE_TURN)
        turn = _open_turn_of(table)
        if player.pk in table.choices:
            raise GameError(ErrorCode.ALREADY_CHOSEN)
        return take_choice(table, turn, player, choice)


def share_whisper(*, person: Person, code: str) -> Done:
    """Reads the caller's own whisper aloud, word for word.

    Raises:
        GameError: ``GAME_NOT_STARTED``, ``NO_SCENARIO``, ``TURN_RESOLVED``, ``GAME_FINISHED``, ``ALREADY_SHARED``.
    """
    with opened(code) as table:
        player = table.actor(person)
        read_aloud(table, _open_turn_of(table), player)
    return Done()


def resolve(*, person: Person, code: str, force: bool = False) -> Resolved:
    """Turns the slips over; host only. With ``force`` those who have not chosen hesitate.

    Raises:
        GameError: ``CHOICES_PENDING`` (with ``waiting_for``), ``GAME_NOT_STARTED``, ``NO_SCENARIO``, ``TURN_RESOLVED``, ``GAME_FINISHED``,
            ``GENERATION_FAILED``.
    """
    with opened(code) as table:
        table.host(person)
        turn = _open_turn_of(table)
        if table.waiting_for and not force:
            raise GameError(ErrorCode.CHOICES_PENDING, waiting_for=table.progress.waiting_for)
        resolution = resolve_turn(table, turn)
    return Resolved(**dict(resolution), phase=Phase(table.game.phase))


def end(*, person: Person, code: str) -> PhaseReached:
    """Ends the story where it stands; host only.

    Raises:
        GameError: ``GAME_FINISHED``, ``GENERATION_FAILED``.
    """
    with opened(code) as table:
        table.host(person)
        if table.game.phase == Phase.FINISHED:
            raise GameError(ErrorCode.GAME_FINISHED)
        finish(table, EndReason.ENDED_BY_HOST)
    return PhaseReached(phase=Phase.FINISHED)


def _open_turn_of(table: Table) -> Turn:
    table.require_phase(Phase.SCENARIO)
    if table.turn is None:
        raise GameError(ErrorCode.NO_SCENARIO)
    return table.turn


def _deal_classes(table: Table) -> None:
    """Gives a class to whoever has none, first those that nobody has."""
    taken = [player.character_class for player in table.seated if player.character_class]
    free = [each.value for each in CharacterClass if each.value not in taken] + [each.value for each in CharacterClass]
    for player in table.seated:
        if not player.character_class:
            player.character_class = free.pop(0)
            player.save(update_fields=["character_class"])
