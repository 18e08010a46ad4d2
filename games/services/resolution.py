"""How a turn is resolved and a story ends, under the lock."""

from games.models import Choice, Player, Turn
from games.rules import trust
from games.rules.phases import EndReason, Phase, reason_to_end
from games.scenarios import codec
from games.scenarios.model import Chosen, Scenario, Seat
from games.services import teller
from games.services.table import Table
from games.wire.facts import GameOver, TurnResolution
from games.wire.state import PlayerEnding, Resolution, RevealedChoice, TrustReason


def resolve_if_nobody_is_waited_for(table: Table) -> None:
    if table.game.auto_resolve and table.game.phase == Phase.SCENARIO and not table.waiting_for and table.turn is not None:
        resolve_turn(table, table.turn)


def resolve_turn(table: Table, turn: Turn) -> Resolution:
    """Resolves the open turn, whoever is still waited for hesitating, and ends the game where it ends.

    Raises:
        GameError: ``GENERATION_FAILED``.
    """
    _hesitate(table, turn)
    scenario = codec.scenario_from_json(turn.scenario)
    shared = set(turn.whispers.exclude(shared_at=None).values_list("player_id", flat=True))
    chosen = [(player, table.choices[player.pk]) for player in table.everybody if player.pk in table.choices]
    change = trust.weigh(table.game.trust, [_weighed(player, choice, scenario, player.pk in shared) for player, choice in chosen])
    as_chosen = tuple(_as_chosen(player, choice, player.pk in shared) for player, choice in chosen)
    story = codec.story_from_json(table.game.story)
    with teller.listening():
        outcome = teller.teller().resolve(
            scenario, as_chosen, turn_number=turn.number, trust_before=change.before, trust_after=change.after, story=story
        )
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


def finish(table: Table, reason: EndReason) -> None:
    """Closes the game with its epilogue.

    Raises:
        GameError: ``GENERATION_FAILED``.
    """
    game, turn = table.game, table.turn
    if turn is not None and turn.resolved_at is None:
        turn.resolved_at, turn.wake_at = table.now, None
        turn.save(update_fields=["resolved_at", "wake_at"])
    names = {player.public_id: player.name for player in table.everybody}
    story = codec.story_from_json(game.story)
    seats = tuple(seat_of(player) for player in table.everybody if player.status != Player.Status.KICKED)
    with teller.listening():
        epilogue = teller.teller().conclude(story, seats, trust=game.trust, reason=reason.value, seed=game.seed)
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


def seat_of(player: Player) -> Seat:
    return Seat(player_id=player.public_id, name=player.name, role=player.character_class)


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
    return Chosen(seat=seat_of(player), option_id=choice.option_id or None, own_words=own_words, shared=shared)


def _revealed(player: Player, choice: Choice) -> RevealedChoice:
    return RevealedChoice(
        player_id=player.public_id,
        player_name=player.name,
        choice=choice.option_id or None,
        text=choice.text,
        hesitated=choice.hesitated,
    )


def _summary(resolution: Resolution) -> str:
    """The account of trust in one sentence, for clients that show nothing but the message."""
    account = "; ".join(f"{reason.text} {reason.change:+d}" for reason in resolution.reasons)
    return f"Turn {resolution.turn_number} is resolved. Trust {resolution.trust_change:+d}, now {resolution.trust}. {account}."
