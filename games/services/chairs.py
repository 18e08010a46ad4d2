"""Chairs, under the lock: who takes one, who loses it, and what follows from that."""

from games.errors import ErrorCode, GameError
from games.models import Person, Player
from games.rules.phases import CharacterClass, EndReason, Phase
from games.services.resolution import finish, resolve_if_nobody_is_waited_for
from games.services.table import Table
from games.services.waking import next_wake
from games.wire.facts import ClassChosen, HostChanged, PlayerJoined, PlayerKicked
from games.wire.fields import name_key

MOST_SEATS = 8


def take_chair_away(table: Table, player: Player) -> None:
    """Makes somebody stand up for good, with all that follows."""
    unseat(table, player, Player.Status.KICKED)
    table.tell(PlayerKicked(player_id=player.public_id, player_name=player.name, player_count=len(table.seated)))
    after_departure(table, player)


def let_bot_play_on(table: Table, player: Player) -> None:
    """Makes a bot of a player whose story has begun: the chair, the name and all that was whispered there stay; the person loses them.

    Raises:
        GameError: ``GAME_NOT_STARTED``.
    """
    if table.game.phase == Phase.LOBBY:
        raise GameError(ErrorCode.GAME_NOT_STARTED)
    table.remove(player, kicked=True)
    player.is_bot, player.person = True, None
    player.save(update_fields=["is_bot", "person"])
    _tell_seated(table, player)
    table.tell(ClassChosen(player_id=player.public_id, character_class=CharacterClass(player.character_class)))
    after_departure(table, player)
    turn = table.turn
    if turn is not None and turn.resolved_at is None:
        turn.wake_at = next_wake(table, turn)
        turn.save(update_fields=["wake_at"])


def make_host(table: Table, player: Player) -> None:
    """Hands the table to somebody.

    Raises:
        GameError: ``VALIDATION_ERROR`` for a bot.
    """
    if player.is_bot:
        raise GameError(ErrorCode.VALIDATION_ERROR, "A bot cannot host a table.")
    table.game.host = player
    table.tell(HostChanged(player_id=player.public_id, player_name=player.name))


def sit(table: Table, *, name: str, person: Person | None = None, is_bot: bool = False, again: Player | None = None) -> Player:
    """Puts somebody on the lowest free seat and tells it. ``again`` is the row of somebody who left and comes back."""
    taken = {player.seat for player in table.seated}
    if len(taken) >= table.game.max_players:
        raise GameError(ErrorCode.GAME_FULL)
    key = name_key(name)
    if any(player.name_key == key for player in table.seated):
        raise GameError(ErrorCode.NAME_TAKEN)
    player = again or Player(game=table.game, person=person, is_bot=is_bot)
    player.name, player.name_key, player.status, player.seated_at = name, key, Player.Status.SEATED, table.now
    player.seat = next(seat for seat in range(1, MOST_SEATS + 1) if seat not in taken)
    player.joined_seq, player.character_class = table.game.seq + 1, ""
    player.save()
    if again is None:
        table.everybody.append(player)
    table.everybody.sort(key=lambda each: each.seat)
    _tell_seated(table, player)
    return player


def _tell_seated(table: Table, player: Player) -> None:
    count = len(table.seated)
    table.tell(
        PlayerJoined(player_id=player.public_id, player_name=player.name, player_count=count, seat=player.seat, is_bot=player.is_bot)
    )


def unseat(table: Table, player: Player, status: Player.Status) -> None:
    player.status = status
    player.save(update_fields=["status"])
    table.remove(player, kicked=status == Player.Status.KICKED)


def after_departure(table: Table, player: Player) -> None:
    """What somebody's leaving brings about: another host, the end, or a turn that waits for nobody any more."""
    people = [each for each in table.seated if not each.is_bot]
    if not people:
        if table.game.phase != Phase.FINISHED:
            finish(table, EndReason.ABANDONED)
        return
    if table.game.host_id == player.pk:
        make_host(table, people[0])
    resolve_if_nobody_is_waited_for(table)
