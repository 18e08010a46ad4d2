"""When bots act. What they do is decided in ``games.scenarios.bots``."""

from collections.abc import Callable
from datetime import datetime, timedelta

from games.models import Player, Turn
from games.scenarios import bots, codec
from games.scenarios.model import Seat
from games.services.table import Table
from games.wire.answers import Progress

FIRST_SECONDS = 1.5
EACH_SECONDS = 0.8


def moment(turn: Turn, bot: Player) -> datetime:
    """When a bot lays down its slip: one after the other in the order of seats, so that people see them act."""
    return turn.opened_at + timedelta(seconds=FIRST_SECONDS + EACH_SECONDS * bot.seat)


def act(
    table: Table,
    turn: Turn,
    now: datetime,
    *,
    choose: Callable[[Table, Turn, Player, str], Progress],
    share: Callable[[Table, Turn, Player], None],
) -> None:
    """Lets every bot act whose moment has come."""
    scenario = codec.scenario_from_json(turn.scenario)
    for player in table.waiting_for:
        if not player.is_bot or moment(turn, player) > now or turn.resolved_at is not None:
            continue
        seat = Seat(player_id=player.public_id, name=player.name, role=player.character_class)
        chosen = bots.decide(scenario, seat, seed=table.game.seed, turn_number=turn.number)
        if chosen.shared:
            share(table, turn, player)
        choose(table, turn, player, chosen.option_id or chosen.own_words)
