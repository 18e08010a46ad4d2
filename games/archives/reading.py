"""Games out of a file: the same table, the same history, the same state for every viewer, and nobody in its chairs.

The clock leaves what was read back alone: an open turn stays as it was, whatever its deadline.
"""

from typing import Any

from django.core.exceptions import ValidationError as ModelError
from django.db import DataError, IntegrityError, transaction
from pydantic import ValidationError

from games.archives.form import ArchivedGame, ArchiveError, File, TurnRow
from games.models import Choice, Event, Game, Player, Turn, Whisper
from games.scenarios import codec
from games.wire.fields import name_key

MOST_BYTES = 32 * 1024 * 1024


def read_file(text: str | bytes) -> list[ArchivedGame]:
    """The games of a file.

    Raises:
        ArchiveError: it is no such file.
    """
    if len(text) > MOST_BYTES:
        raise ArchiveError("The file is too long.")
    try:
        return File.model_validate_json(text).games
    except ValidationError as error:
        place = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise ArchiveError(f"This is no file of games of ours: {place or 'it'} is not as it should be.") from error


def restore(archive: ArchivedGame) -> Game:
    """Puts one game into the database.

    Raises:
        ArchiveError: it is covered, contradicts itself, or is here already.
    """
    code = archive.game.code
    if not archive.whole:
        raise ArchiveError(f"{code} was written without secrets; only a whole game can be read back.")
    if Game.objects.filter(code=code).exists():
        raise ArchiveError(f"{code} is here already.")
    try:
        with transaction.atomic():
            return _restore(archive)
    except (ModelError, IntegrityError, DataError, LookupError, TypeError, ValueError) as error:
        raise ArchiveError(f"{code} contradicts itself.") from error


def _restore(archive: ArchivedGame) -> Game:
    kept = archive.game.model_dump(exclude={"host", "end_reason", "created_at", "active_at"})
    game = Game(**kept, end_reason=archive.game.end_reason or "")
    codec.story_from_json(game.story)
    game.full_clean(exclude={"story"})  # empty before the first scene
    game.save(force_insert=True)
    players = {row.public_id: _player(game, row.model_dump()) for row in archive.players}
    for row in archive.turns:
        _turn(game, row, players)
    _events(game, archive)
    game.host = players[archive.game.host] if archive.game.host else None
    game.save(update_fields=["host"])
    Game.objects.filter(pk=game.pk).update(created_at=archive.game.created_at, active_at=archive.game.active_at)
    return game


def _player(game: Game, row: dict[str, Any]) -> Player:
    player = Player(game=game, name_key=name_key(row["name"]), **row)
    player.full_clean()
    player.save(force_insert=True)
    return player


def _turn(game: Game, row: TurnRow, players: dict[str, Player]) -> None:
    if row.scenario is None or row.whispers is None or row.choices is None:
        raise ValueError("a turn without its secrets")
    codec.scenario_from_json(row.scenario)
    kept = row.model_dump(
        include={"scenario_id", "scenario", "opened_seq", "opened_at", "deadline", "time_left", "resolved_at", "resolution"}
    )
    turn = Turn(game=game, number=row.turn_number, **kept)
    turn.full_clean()
    turn.save(force_insert=True)
    Whisper.objects.bulk_create(
        Whisper(turn=turn, player=players[each.player_id], text=each.whisper, shared_at=each.shared_at) for each in row.whispers
    )
    Choice.objects.bulk_create(
        Choice(
            turn=turn,
            player=players[each.player_id],
            option_id=each.choice or "",
            text=each.text,
            hesitated=each.hesitated,
            chosen_at=each.chosen_at,
        )
        for each in row.choices
    )


def _events(game: Game, archive: ArchivedGame) -> None:
    if [row.data["seq"] for row in archive.events] != list(range(1, game.seq + 1)):
        raise ValueError("a history with gaps")
    Event.objects.bulk_create(Event(game=game, seq=row.data["seq"], name=row.event, data=row.data, at=row.at) for row in archive.events)
