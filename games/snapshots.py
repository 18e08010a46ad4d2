"""The only readers for outsiders. Here, and nowhere else, is decided what a viewer may see.

A viewer never gets somebody else's unshared whisper or unresolved choice. Each function reads from one state of the game: what
changes meanwhile is read again.
"""

from collections.abc import Callable, Collection
from typing import Any, TypeVar

from django.utils import timezone

from games.models import Event, Game, Player, Turn, Whisper
from games.rules.phases import CharacterClass, Phase
from games.services.access import Viewer
from games.wire.answers import WhisperHeard
from games.wire.facts import GameStarted
from games.wire.state import (
    Ending,
    GameState,
    LoggedEvent,
    OptionState,
    PlayerState,
    Resolution,
    ScenarioState,
    You,
)
from games.wire.times import wire_time, wire_time_or_none

TRIES = 5

Read = TypeVar("Read")


def game_state(viewer: Viewer, *, online: Collection[str], since: int | None = None) -> GameState:
    """Everything this viewer may see, with all events after ``since`` (none without it).

    Args:
        online: public ids of the players who are connected; bots count as online by themselves.
    """
    return _steadily(viewer.game.pk, lambda game: _game_state(game, viewer.player, online, since))


def current_scenario(viewer: Viewer) -> ScenarioState | None:
    """The current turn's scene as everybody may see it."""
    return _steadily(viewer.game.pk, lambda game: _Reading(game).scenario)


def my_whisper(viewer: Viewer) -> WhisperHeard | None:
    """The viewer's own whisper of the current turn; None before the first scene."""
    turn = _turn_of(viewer.game)
    if turn is None:
        return None
    whisper = Whisper.objects.filter(turn=turn, player=viewer.player).first() if viewer.player else None
    return WhisperHeard(
        scenario_id=turn.scenario_id,
        whisper=whisper.text if whisper else None,
        shared=bool(whisper and whisper.shared_at),
    )


def events_since(game: Game, since: int) -> list[LoggedEvent]:
    """The events after ``since`` in order: all of them, for nobody may miss any."""
    return [
        LoggedEvent(event=name, data=data)
        for name, data in game.events.filter(seq__gt=since, seq__lte=game.seq).values_list("name", "data")
    ]


def replay(viewer: Viewer) -> dict[str, Any]:
    """The whole history; once the game is finished, every whisper and choice of all turns too."""
    game = viewer.game
    game.refresh_from_db(fields=["seq", "phase", "ending", "trust"])
    events = [
        {"event": name, "data": data} for name, data in Event.objects.filter(game=game, seq__lte=game.seq).values_list("name", "data")
    ]
    return {
        "game_code": game.code,
        "phase": game.phase,
        "seq": game.seq,
        "events": events,
        "turns": _ledger(game) if game.phase == Phase.FINISHED else [],
    }


def _steadily(game_id: int, read: Callable[[Game], Read]) -> Read:
    """Reads until nothing changed meanwhile, so that a state never mixes two moments."""
    for _ in range(TRIES):
        game = Game.objects.get(pk=game_id)
        answer = read(game)
        if Game.objects.filter(pk=game_id).values_list("seq", flat=True).get() == game.seq:
            break
    return answer


class _Reading:
    """One game's rows, read once, and the parts of the public state made of them."""

    def __init__(self, game: Game) -> None:
        self.game = game
        self.everybody = {player.pk: player for player in game.players.all()}
        self.players = [player for player in self.everybody.values() if player.status == Player.Status.SEATED]
        self.turn = _turn_of(game)
        self.choices = {choice.player_id: choice for choice in self.turn.choices.all()} if self.turn else {}
        self.whispers = {whisper.player_id: whisper for whisper in self.turn.whispers.all()} if self.turn else {}

    @property
    def scenario(self) -> ScenarioState | None:
        turn = self.turn
        if turn is None:
            return None
        resolved = turn.resolved_at is not None
        waiting = [] if resolved else [player.public_id for player in self.players if player.pk not in self.choices]
        return ScenarioState(
            scenario_id=turn.scenario_id,
            theme=turn.scenario["theme"],
            title=turn.scenario["title"],
            turn_number=turn.number,
            public_scene=turn.scenario["public_scene"],
            options=[OptionState(id=option["id"], text=option["text"]) for option in turn.scenario["options"]],
            deadline=None if resolved else wire_time_or_none(turn.deadline),
            resolved=resolved,
            choices_submitted=len(self.choices),
            total_players=len(self.choices) + len(waiting),
            waiting_for=waiting,
            shared=sorted(player.public_id for player in self.everybody.values() if self._has_shared(player)),
        )

    @property
    def resolution(self) -> Resolution | None:
        """Of the turn resolved last, which is the one before while a turn is open."""
        turn = self.turn
        if turn is not None and turn.resolution is None:
            turn = Turn.objects.filter(game=self.game, number=turn.number - 1).first()
        return Resolution(**turn.resolution) if turn is not None and turn.resolution else None

    def _has_shared(self, player: Player) -> bool:
        whisper = self.whispers.get(player.pk)
        return whisper is not None and whisper.shared_at is not None

    @property
    def host_id(self) -> str | None:
        """The public id of the host."""
        host = None if self.game.host_id is None else self.everybody.get(self.game.host_id)
        return None if host is None else host.public_id

    def you(self, viewer: Player | None) -> You | None:
        if viewer is None:
            return None
        player = next((each for each in self.players if each.pk == viewer.pk), None)
        if player is None:
            return None
        whisper, choice = self.whispers.get(player.pk), self.choices.get(player.pk)
        return You(
            player_id=player.public_id,
            character_class=_class_of(player),
            whisper=whisper.text if whisper else None,
            shared=bool(whisper and whisper.shared_at),
            choice=(choice.option_id or choice.text or None) if choice else None,
            is_host=self.game.host_id == player.pk,
        )


def _game_state(game: Game, viewer: Player | None, online: Collection[str], since: int | None) -> GameState:
    reading = _Reading(game)
    scenario = reading.scenario
    return GameState(
        game_code=game.code,
        phase=Phase(game.phase),
        seq=game.seq,
        players=[_player_state(player, online) for player in reading.players],
        host_id=reading.host_id,
        game_started=_started(game),
        has_scenario=scenario is not None,
        scenario=scenario,
        resolution=reading.resolution,
        ending=Ending(**game.ending) if game.ending else None,
        trust=game.trust,
        turn_number=game.turn_number,
        max_turns=game.max_turns,
        max_players=game.max_players,
        turn_seconds=game.turn_seconds,
        auto_resolve=game.auto_resolve,
        allow_spectators=game.allow_spectators,
        is_public=game.is_public,
        deadline=scenario.deadline if scenario else None,
        role="spectator" if viewer is None else "player",
        you=reading.you(viewer),
        events=[] if since is None else events_since(game, since),
        server_time=wire_time(timezone.now()),
    )


def _started(game: Game) -> bool:
    """Whether the story began; one that everybody left before never did."""
    if game.phase == Phase.FINISHED and not game.turn_number:
        return game.events.filter(name=GameStarted.wire_name).exists()
    return game.phase != Phase.LOBBY


def _player_state(player: Player, online: Collection[str]) -> PlayerState:
    return PlayerState(
        player_id=player.public_id,
        player_name=player.name,
        character_class=_class_of(player),
        online=player.is_bot or player.public_id in online,
        seat=player.seat,
        is_bot=player.is_bot,
    )


def _ledger(game: Game) -> list[dict[str, Any]]:
    """All turns with every whisper and choice: only for a finished game."""
    turns = game.turns.prefetch_related("whispers__player", "choices__player").order_by("number")
    return [
        {
            "turn_number": turn.number,
            "title": turn.scenario["title"],
            "theme": turn.scenario["theme"],
            "public_scene": turn.scenario["public_scene"],
            "options": [{"id": option["id"], "text": option["text"]} for option in turn.scenario["options"]],
            "whispers": [
                {
                    "player_id": each.player.public_id,
                    "player_name": each.player.name,
                    "whisper": each.text,
                    "shared": each.shared_at is not None,
                }
                for each in turn.whispers.all()
            ],
            "choices": [
                {
                    "player_id": each.player.public_id,
                    "player_name": each.player.name,
                    "choice": each.option_id or None,
                    "text": each.text,
                    "hesitated": each.hesitated,
                }
                for each in turn.choices.all()
            ],
            "resolution": turn.resolution,
        }
        for turn in turns
    ]


def _turn_of(game: Game) -> Turn | None:
    return Turn.objects.filter(game=game, number=game.turn_number).first() if game.turn_number else None


def _class_of(player: Player) -> CharacterClass | None:
    return CharacterClass(player.character_class) if player.character_class else None
