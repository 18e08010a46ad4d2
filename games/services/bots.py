"""When bots act. What they do is decided in ``games.scenarios.bots``."""

from datetime import datetime, timedelta

from games.models import Player, Turn
from games.scenarios import bots, codec
from games.services.choices import read_aloud, take_choice
from games.services.resolution import seat_of
from games.services.table import Table

FIRST_SECONDS = 1.5
EACH_SECONDS = 0.8


def moment(turn: Turn, bot: Player) -> datetime:
    """When a bot lays down its slip: one after the other in the order of seats, so that people see them act."""
    return turn.opened_at + timedelta(seconds=FIRST_SECONDS + EACH_SECONDS * bot.seat)


def act(table: Table, turn: Turn, now: datetime) -> None:
    """Lets every bot act whose moment has come."""
    scenario = codec.scenario_from_json(turn.scenario)
    for player in table.waiting_for:
        if moment(turn, player) > now or turn.resolved_at is not None or not player.is_bot:
            continue
        chosen = bots.decide(scenario, seat_of(player), seed=table.game.seed, turn_number=turn.number)
        if chosen.shared:
            read_aloud(table, turn, player)
        take_choice(table, turn, player, chosen.option_id or chosen.own_words)
