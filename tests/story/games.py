"""Whole games without a table: the rules of trust and the engine of stories, and nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random

from games.rules import trust
from games.rules.phases import EndReason, reason_to_end
from games.scenarios.model import Chosen, Epilogue, Outcome, Scenario, ScenarioRequest, Seat, Story
from games.scenarios.pack import ROLES
from games.scenarios.sources import source_named

from .strategies import Strategy

NAMES = ("Ines", "Marta the Cooper", "Oona", "Sefu", "Old Barnaby", "Bram", "Lotte", "Yun")


@dataclass(frozen=True)
class Turn:
    scenario: Scenario
    chosen: tuple[Chosen, ...]
    change: trust.Change
    outcome: Outcome


@dataclass
class Game:
    seed: str
    seats: tuple[Seat, ...]
    max_turns: int
    trust: int = trust.START
    story: Story = Story()
    turns: list[Turn] = field(default_factory=list)
    reason: EndReason | None = None
    epilogue: Epilogue | None = None


def played(number: int, strategy: Strategy, *, count: int | None = None, max_turns: int | None = None) -> Game:
    """The ``number``-th game, told to its end."""
    chance = Random(number)
    drawn_count, drawn_turns = chance.randint(1, 8), chance.randint(3, 12)
    chairs = tuple(Seat(f"p{each}", NAMES[each], chance.choice(ROLES)) for each in range(count or drawn_count))
    game, source = Game(f"game {number}", chairs, max_turns or drawn_turns), source_named("house")
    while game.reason is None:
        _play_turn(game, strategy)
        game.reason = reason_to_end(trust=game.trust, turn_number=len(game.turns), max_turns=game.max_turns)
    game.epilogue = source.conclude(game.story, chairs, trust=game.trust, reason=game.reason.value, seed=game.seed)
    return game


def weighed(scenario: Scenario, chosen: Sequence[Chosen]) -> tuple[trust.Weighed, ...]:
    """The choices as the rules of trust see them."""
    options = {option.id: option for option in scenario.options}
    found = []
    for each in chosen:
        way, option = trust.way_of(each.option_id, each.own_words), options.get(each.option_id or "")
        deed, reason = (option.deed.value, option.reason) if option else ("", "")
        found.append(trust.Weighed(each.seat.name, way, deed, reason, each.shared))
    return tuple(found)


def _play_turn(game: Game, strategy: Strategy) -> None:
    source, number = source_named("house"), len(game.turns) + 1
    scenario = source.generate(ScenarioRequest(game.seed, number, game.max_turns, game.trust, game.seats, game.story))
    chosen = strategy(scenario, game.seats, game.seed, number)
    change = trust.weigh(game.trust, weighed(scenario, chosen))
    outcome = source.resolve(scenario, chosen, turn_number=number, trust_before=change.before, trust_after=change.after, story=game.story)
    game.turns.append(Turn(scenario, chosen, change, outcome))
    game.trust, game.story = change.after, outcome.story
