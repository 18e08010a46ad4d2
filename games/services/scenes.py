"""Asking for the next scene, and opening it.

A source may take its time. So it is asked outside any transaction: the table is only noted as waiting for a scene, and is free for talk and
leaving meanwhile. Two calls, ``ask`` and ``open_scene``; what happened between them is looked at again.
"""

import secrets
from collections.abc import Collection
from datetime import timedelta

from django.db.models import F

from games.errors import ErrorCode, GameError
from games.models import Game, Person, Turn, Whisper
from games.outbox import TellTo
from games.rules.phases import Phase
from games.scenarios import codec
from games.scenarios.model import Scenario, ScenarioRequest
from games.services import teller
from games.services.resolution import seat_of
from games.services.table import Table, opened
from games.services.waking import next_wake
from games.wire.answers import ScenarioOpened
from games.wire.facts import NewScenario
from games.wire.signals import WhisperTold
from games.wire.state import OptionState
from games.wire.times import wire_time, wire_time_or_none

MOST_SECONDS = 30
"""How long a table waits for a scene before it may be asked for again: a server that died meanwhile never answers."""


def ask(*, person: Person, code: str) -> Scenario:
    """Asks the source for the next scene; host only. Opens nothing yet.

    Raises:
        GameError: ``GAME_NOT_STARTED``, ``TURN_OPEN``, ``GAME_FINISHED``, ``GENERATION_IN_PROGRESS``, ``GENERATION_FAILED``.
    """
    with opened(code) as table:
        _require_host_between_turns(table, person)
        asked_until = table.game.scene_asked_until
        if asked_until is not None and asked_until > table.now:
            raise GameError(ErrorCode.GENERATION_IN_PROGRESS, retry_after=round((asked_until - table.now).total_seconds(), 1))
        table.game.scene_asked_until = table.now + timedelta(seconds=MOST_SECONDS)
        request = _request(table)
    try:
        with teller.listening():
            return teller.generated(request)
    except BaseException:
        Game.objects.filter(pk=table.game.pk).update(scene_asked_until=None)
        raise


def open_scene(*, person: Person, code: str, scene: Scenario) -> ScenarioOpened:
    """Opens the next turn with this scene; host only. Each player is whispered their own side.

    Raises:
        GameError: as ``ask``; somebody else may have opened the turn meanwhile.
    """
    with opened(code) as table:
        _require_host_between_turns(table, person)
        turn = _open_turn(table, scene)
        seats = {player.public_id: player for player in table.seated}
        # Who stood up meanwhile is whispered nothing.
        whispers = [
            Whisper(turn=turn, player=seats[whisper.player_id], text=whisper.text)
            for whisper in scene.whispers
            if whisper.player_id in seats
        ]
        Whisper.objects.bulk_create(whispers)
        for whisper in whispers:
            table.whisper(whisper.player, _told(turn, whisper))
    return ScenarioOpened(
        scenario_id=turn.scenario_id,
        theme=scene.theme,
        title=scene.title,
        turn_number=turn.number,
        public_scene=scene.public_scene,
        options=_options(scene),
    )


def whispers_to(game_id: int, player_ids: Collection[str]) -> list[TellTo]:
    """The whispers of a game's current turn, to be told to these players, by public id."""
    whispers = Whisper.objects.filter(turn__game=game_id, turn__number=F("turn__game__turn_number"), player__public_id__in=player_ids)
    told = [(whisper.player, _told(whisper.turn, whisper)) for whisper in whispers.select_related("turn", "player")]
    return [TellTo(player.public_id, signal.wire_name, signal.to_wire()) for player, signal in told]


def generate(*, person: Person, code: str) -> ScenarioOpened:
    """Asks for the next scene and opens it.

    Raises:
        GameError: as ``ask`` and ``open_scene``.
    """
    return open_scene(person=person, code=code, scene=ask(person=person, code=code))


def _told(turn: Turn, whisper: Whisper) -> WhisperTold:
    return WhisperTold(
        scenario_id=turn.scenario_id,
        turn_number=turn.number,
        whisper=whisper.text,
        seq=turn.opened_seq,
        timestamp=wire_time(turn.opened_at),
    )


def _require_host_between_turns(table: Table, person: Person) -> None:
    table.host(person)
    table.require_phase(Phase.RESOLVED)


def _request(table: Table) -> ScenarioRequest:
    game = table.game
    return ScenarioRequest(
        seed=game.seed,
        turn_number=game.turn_number + 1,
        max_turns=game.max_turns,
        trust=game.trust,
        seats=tuple(seat_of(player) for player in table.seated),
        story=codec.story_from_json(game.story),
    )


def _open_turn(table: Table, scenario: Scenario) -> Turn:
    game = table.game
    game.turn_number += 1
    game.phase, game.scene_asked_until = Phase.SCENARIO, None
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
    table.begin(turn)
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


def _options(scenario: Scenario) -> list[OptionState]:
    return [OptionState(id=option.id, text=option.text) for option in scenario.options]
