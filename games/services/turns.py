"""The course of a story: start, scene, choices, resolution, end."""

import secrets
from datetime import timedelta

from games.errors import ErrorCode, GameError
from games.models import Person, Player, Turn, Whisper
from games.rules.phases import CharacterClass, EndReason, Phase
from games.scenarios import codec
from games.scenarios.model import Scenario, ScenarioError, ScenarioRequest
from games.services import teller
from games.services.choices import read_aloud, take_choice
from games.services.resolution import finish, resolve_turn, seat_of
from games.services.table import Table, opened
from games.services.waking import next_wake
from games.wire.answers import Done, PhaseReached, Progress, Resolved, ScenarioOpened
from games.wire.facts import GameStarted, NewScenario
from games.wire.signals import WhisperTold
from games.wire.state import OptionState, SeatedPlayer
from games.wire.times import wire_time, wire_time_or_none


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


def generate(*, person: Person, code: str) -> ScenarioOpened:
    """Opens the next turn; host only. Each player is whispered their own side.

    Raises:
        GameError: ``GAME_NOT_STARTED``, ``TURN_OPEN``, ``GAME_FINISHED``, ``GENERATION_FAILED``.
    """
    with opened(code) as table:
        table.host(person)
        table.require_phase(Phase.RESOLVED)
        seats = {player.public_id: player for player in table.seated}
        scenario = _told(table, list(seats.values()))
        turn = _open_turn(table, scenario)
        whispers = [Whisper(turn=turn, player=seats[whisper.player_id], text=whisper.text) for whisper in scenario.whispers]
        Whisper.objects.bulk_create(whispers)
        for whisper in whispers:
            table.whisper(
                whisper.player,
                WhisperTold(
                    scenario_id=turn.scenario_id,
                    turn_number=turn.number,
                    whisper=whisper.text,
                    seq=turn.opened_seq,
                    timestamp=wire_time(table.now),
                ),
            )
    return ScenarioOpened(
        scenario_id=turn.scenario_id,
        theme=scenario.theme,
        title=scenario.title,
        turn_number=turn.number,
        public_scene=scenario.public_scene,
        options=_options(scenario),
    )


def choose(*, person: Person, code: str, choice: str, turn_number: int | None = None) -> Progress:
    """Stores what the caller does this turn: an option by its id, anything else as own words.

    Raises:
        GameError: ``STALE_TURN`` when ``turn_number`` is not the current one, ``GAME_NOT_STARTED``, ``NO_SCENARIO``, ``TURN_RESOLVED``,
            ``GAME_FINISHED``, ``ALREADY_CHOSEN``.
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
        GameError: ``CHOICES_PENDING`` (with ``waiting_for``), ``GAME_NOT_STARTED``, ``NO_SCENARIO``, ``TURN_RESOLVED``, ``GAME_FINISHED``.
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
        GameError: ``GAME_FINISHED``.
    """
    with opened(code) as table:
        table.host(person)
        if table.game.phase == Phase.FINISHED:
            raise GameError(ErrorCode.GAME_FINISHED)
        finish(table, EndReason.ENDED_BY_HOST)
    return PhaseReached(phase=Phase.FINISHED)


def _told(table: Table, players: list[Player]) -> Scenario:
    game = table.game
    request = ScenarioRequest(
        seed=game.seed,
        turn_number=game.turn_number + 1,
        max_turns=game.max_turns,
        trust=game.trust,
        seats=tuple(seat_of(player) for player in players),
        story=codec.story_from_json(game.story),
    )
    try:
        return teller.generated(request)
    except ScenarioError as error:
        raise GameError(ErrorCode.GENERATION_FAILED) from error


def _open_turn(table: Table, scenario: Scenario) -> Turn:
    game = table.game
    game.turn_number += 1
    game.phase = Phase.SCENARIO
    deadline = table.now + timedelta(seconds=game.turn_seconds) if game.turn_seconds else None
    turn = Turn(
        game=game,
        number=game.turn_number,
        scenario_id=f"scene_{secrets.token_urlsafe(8)}",
        scenario=codec.scenario_to_json(scenario),
        opened_at=table.now,
        deadline=deadline,
        opened_seq=game.seq + 1,
    )
    table.turn, table.choices = turn, {}
    turn.wake_at = next_wake(table, turn)
    turn.save(force_insert=True)
    table.tell(
        NewScenario(
            scenario_id=turn.scenario_id,
            theme=scenario.theme,
            turn_number=turn.number,
            deadline=wire_time_or_none(deadline),
            message="A new scene opens. Read your whisper.",
            title=scenario.title,
            public_scene=scenario.public_scene,
            options=_options(scenario),
            waiting_for=[player.public_id for player in table.seated],
        )
    )
    return turn


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


def _options(scenario: Scenario) -> list[OptionState]:
    return [OptionState(id=option.id, text=option.text) for option in scenario.options]
