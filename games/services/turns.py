"""The course of a story: start, scene, choices, resolution, end."""

import secrets
from datetime import datetime, timedelta

from games.errors import ErrorCode, GameError
from games.models import Choice, Person, Player, Turn, Whisper
from games.rules import trust
from games.rules.phases import CharacterClass, EndReason, Phase, reason_to_end
from games.scenarios import codec
from games.scenarios.model import Chosen, Scenario, ScenarioError, ScenarioRequest, Seat
from games.services import bots, teller
from games.services.table import Table, opened
from games.wire.answers import Done, PhaseReached, Progress, Resolved, ScenarioOpened
from games.wire.facts import GameOver, GameStarted, NewScenario, PlayerChose, TurnResolution, WhisperShared
from games.wire.signals import WhisperTold
from games.wire.state import OptionState, PlayerEnding, Resolution, RevealedChoice, SeatedPlayer, TrustReason
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
                    SeatedPlayer(player_id=player.public_id, player_name=player.name, character_class=CharacterClass(player.character_class))
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
        progress = take_choice(table, turn, player, choice)
    return progress


def take_choice(table: Table, turn: Turn, player: Player, choice: str) -> Progress:
    """Stores and tells one choice, and resolves the turn where the table resolves by itself."""
    texts = {option["id"]: option["text"] for option in turn.scenario["options"]}
    made = Choice(
        turn=turn, player=player, option_id=choice if choice in texts else "", text=texts.get(choice, choice), chosen_at=table.now
    )
    made.save(force_insert=True)
    table.choices[player.pk] = made
    progress = table.progress
    table.tell(PlayerChose(player_id=player.public_id, player_name=player.name, **progress.to_wire()))
    resolve_if_nobody_is_waited_for(table)
    return progress


def share_whisper(*, person: Person, code: str) -> Done:
    """Reads the caller's own whisper aloud, word for word.

    Raises:
        GameError: ``GAME_NOT_STARTED``, ``NO_SCENARIO``, ``TURN_RESOLVED``, ``GAME_FINISHED``, ``ALREADY_SHARED``.
    """
    with opened(code) as table:
        player = table.actor(person)
        read_aloud(table, _open_turn_of(table), player)
    return Done()


def read_aloud(table: Table, turn: Turn, player: Player) -> None:
    whisper = Whisper.objects.get(turn=turn, player=player)
    if whisper.shared_at is not None:
        raise GameError(ErrorCode.ALREADY_SHARED)
    whisper.shared_at = table.now
    whisper.save(update_fields=["shared_at"])
    table.tell(WhisperShared(player_id=player.public_id, player_name=player.name, whisper=whisper.text))


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


def resolve_if_nobody_is_waited_for(table: Table) -> None:
    if table.game.auto_resolve and table.game.phase == Phase.SCENARIO and not table.waiting_for and table.turn is not None:
        resolve_turn(table, table.turn)


def resolve_turn(table: Table, turn: Turn) -> Resolution:
    """Resolves the open turn, whoever is still waited for hesitating, and ends the game where it ends."""
    _hesitate(table, turn)
    scenario = codec.scenario_from_json(turn.scenario)
    shared = set(turn.whispers.exclude(shared_at=None).values_list("player_id", flat=True))
    chosen = [(player, table.choices[player.pk]) for player in table.everybody if player.pk in table.choices]
    change = trust.weigh(table.game.trust, [_weighed(player, choice, scenario, player.pk in shared) for player, choice in chosen])
    try:
        outcome = teller.teller().resolve(
            scenario,
            tuple(_as_chosen(player, choice, player.pk in shared) for player, choice in chosen),
            turn_number=turn.number,
            trust_before=change.before,
            trust_after=change.after,
            story=codec.story_from_json(table.game.story),
        )
    except ScenarioError as error:
        raise GameError(ErrorCode.GENERATION_FAILED) from error
    resolution = Resolution(
        turn_number=turn.number,
        outcome=outcome.text,
        choices=[_revealed(player, choice) for player, choice in chosen],
        trust_change=change.total,
        trust=change.after,
        reasons=[TrustReason(text=reason.text, change=reason.change) for reason in change.reasons],
    )
    turn.resolution, turn.resolved_at, turn.wake_at = resolution.to_wire(), table.now, None
    turn.save(update_fields=["resolution", "resolved_at", "wake_at"])
    game = table.game
    game.trust, game.phase, game.story = change.after, Phase.RESOLVED, codec.story_to_json(outcome.story)
    table.tell(TurnResolution(**dict(resolution), message=_summary(resolution)))
    reason = reason_to_end(trust=game.trust, turn_number=turn.number, max_turns=game.max_turns)
    if reason is not None:
        finish(table, reason)
    return resolution


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


def finish(table: Table, reason: EndReason) -> None:
    """Closes the game with its epilogue."""
    game, turn = table.game, table.turn
    if turn is not None and turn.resolved_at is None:
        turn.resolved_at, turn.wake_at = table.now, None
        turn.save(update_fields=["resolved_at", "wake_at"])
    names = {player.public_id: player.name for player in table.everybody}
    epilogue = teller.teller().conclude(
        codec.story_from_json(game.story),
        tuple(_seat(player) for player in table.everybody if player.status != Player.Status.KICKED),
        trust=game.trust,
        reason=reason.value,
        seed=game.seed,
    )
    over = GameOver(
        reason=reason,
        trust=game.trust,
        epilogue=epilogue.text,
        title=epilogue.title,
        endings=[
            PlayerEnding(player_id=ending.player_id, player_name=names[ending.player_id], text=ending.text) for ending in epilogue.endings
        ],
    )
    game.phase, game.end_reason, game.ending, game.finished_at = Phase.FINISHED, reason, over.to_wire(), table.now
    table.tell(over)


def wake(*, turn_id: int, now: datetime) -> None:
    """Does what an open turn has waited for: bots choose, and past the deadline whoever is late hesitates.

    Safe to call at any time and from any process: everything is looked at again under the lock.
    """
    row = Turn.objects.filter(pk=turn_id, resolved_at=None).values_list("game__code", flat=True).first()
    if row is None:
        return
    with opened(row) as table:
        turn = table.turn
        if turn is None or turn.pk != turn_id or turn.resolved_at is not None:
            return
        bots.act(table, turn, now, choose=take_choice, share=read_aloud)
        if turn.resolved_at is not None:
            return
        if turn.deadline is not None and turn.deadline <= now:
            resolve_turn(table, turn)
            return
        turn.wake_at = next_wake(table, turn)
        turn.save(update_fields=["wake_at"])


def next_wake(table: Table, turn: Turn) -> datetime | None:
    """The next moment at which the server has to look at this turn."""
    moments = [turn.deadline, *(bots.moment(turn, player) for player in table.waiting_for if player.is_bot)]
    return min((moment for moment in moments if moment is not None), default=None)


def _told(table: Table, players: list[Player]) -> Scenario:
    game = table.game
    request = ScenarioRequest(
        seed=game.seed,
        turn_number=game.turn_number + 1,
        max_turns=game.max_turns,
        trust=game.trust,
        seats=tuple(_seat(player) for player in players),
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


def _hesitate(table: Table, turn: Turn) -> None:
    late = [Choice(turn=turn, player=player, hesitated=True, chosen_at=table.now) for player in table.waiting_for]
    Choice.objects.bulk_create(late)
    table.choices.update({choice.player_id: choice for choice in late})


def _weighed(player: Player, choice: Choice, scenario: Scenario, shared: bool) -> trust.Weighed:
    option = next((option for option in scenario.options if option.id == choice.option_id), None)
    way = trust.way_of(choice.option_id or None, choice.text)
    if option is None:
        return trust.Weighed(player.name, way, shared=shared)
    return trust.Weighed(player.name, way, option.deed.value, option.reason, shared)


def _as_chosen(player: Player, choice: Choice, shared: bool) -> Chosen:
    own_words = "" if choice.option_id or choice.hesitated else choice.text
    return Chosen(seat=_seat(player), option_id=choice.option_id or None, own_words=own_words, shared=shared)


def _revealed(player: Player, choice: Choice) -> RevealedChoice:
    return RevealedChoice(
        player_id=player.public_id,
        player_name=player.name,
        choice=choice.option_id or None,
        text=choice.text,
        hesitated=choice.hesitated,
    )


def _seat(player: Player) -> Seat:
    return Seat(player_id=player.public_id, name=player.name, role=player.character_class)


def _options(scenario: Scenario) -> list[OptionState]:
    return [OptionState(id=option.id, text=option.text) for option in scenario.options]


def _summary(resolution: Resolution) -> str:
    """The account of trust in one sentence, for clients that show nothing but the message."""
    account = "; ".join(f"{reason.text} {reason.change:+d}" for reason in resolution.reasons)
    return f"Turn {resolution.turn_number} is resolved. Trust {resolution.trust_change:+d}, now {resolution.trust}. {account}."
