"""Choices and whispers read aloud, under the lock: what people and bots do in an open turn."""

from games.errors import ErrorCode, GameError
from games.models import Choice, Player, Turn, Whisper
from games.services.resolution import resolve_if_nobody_is_waited_for
from games.services.rows import Rows
from games.services.table import Table
from games.wire.answers import Progress
from games.wire.facts import PlayerChose, WhisperShared

SLIPS = Rows(Choice)


def take_choice(table: Table, turn: Turn, player: Player, choice: str) -> Progress:
    """Stores and tells one choice, and resolves the turn where the table resolves by itself."""
    options = table.options
    made = Choice(
        turn_id=turn.pk,
        player_id=player.pk,
        option_id=choice if choice in options else "",
        text=options.get(choice, choice),
        chosen_at=table.now,
    )
    SLIPS.insert(made)
    table.choices[player.pk] = made
    progress = table.progress
    table.tell(PlayerChose(player_id=player.public_id, player_name=player.name, **progress.to_wire()))
    resolve_if_nobody_is_waited_for(table)
    return progress


def pass_over(table: Table, turn: Turn, player: Player) -> None:
    """Lets one player hesitate: they are waited for no longer, as if they had chosen."""
    made = Choice(turn=turn, player=player, hesitated=True, chosen_at=table.now)
    made.save(force_insert=True)
    table.choices[player.pk] = made
    table.tell(PlayerChose(player_id=player.public_id, player_name=player.name, **table.progress.to_wire()))
    resolve_if_nobody_is_waited_for(table)


def read_aloud(table: Table, turn: Turn, player: Player) -> None:
    whisper = Whisper.objects.get(turn=turn, player=player)
    if whisper.shared_at is not None:
        raise GameError(ErrorCode.ALREADY_SHARED)
    whisper.shared_at = table.now
    whisper.save(update_fields=["shared_at"])
    table.tell(WhisperShared(player_id=player.public_id, player_name=player.name, whisper=whisper.text))
