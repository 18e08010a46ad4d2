"""Sitting down and standing up: creating, joining, leaving, kicking, hosting, classes, bots."""

from dataclasses import dataclass

from games.errors import ErrorCode, GameError
from games.models import Game, Person, Player, new_code
from games.rules.phases import CharacterClass, Phase
from games.scenarios.bots import BOT_NAMES
from games.services.chairs import after_departure, make_host, sit, take_chair_away, unseat
from games.services.table import Table, laid, opened
from games.wire.answers import BotSeated, ClassTaken, Done, Joined, Seated, TablePlayer
from games.wire.facts import (
    ClassChosen,
    PlayerLeft,
)
from games.wire.fields import name_key


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a table is set up with; the bounds are those of the HTTP body."""

    max_players: int = 4
    turn_seconds: int = 0
    max_turns: int = 8
    auto_resolve: bool = False
    allow_spectators: bool = True
    is_public: bool = False


def create(*, person: Person, terms: Terms) -> Seated:
    """Lays a new table with the caller as its host."""
    with laid() as table:
        game = table.game
        for name in Terms.__dataclass_fields__:
            setattr(game, name, getattr(terms, name))
        game.code = _free_code()
        game.save()
        host = sit(table, name=person.name, person=person)
        game.host = host
    return Seated(game_code=game.code, player_id=host.public_id, player_name=host.name)


def join(*, person: Person, code: str) -> Joined:
    """Takes a seat. Joining twice is the same seat.

    Raises:
        GameError: ``INVALID_GAME``, ``KICKED``, ``GAME_FINISHED``, ``GAME_ALREADY_STARTED``, ``GAME_FULL``, ``NAME_TAKEN``.
    """
    with opened(code) as table:
        player = table.seat_of(person)
        if player is not None and player.status == Player.Status.KICKED:
            raise GameError(ErrorCode.KICKED)
        if player is None or player.status == Player.Status.LEFT:
            if table.game.phase == Phase.FINISHED:
                raise GameError(ErrorCode.GAME_FINISHED)
            if table.game.phase != Phase.LOBBY:
                raise GameError(ErrorCode.GAME_ALREADY_STARTED)
            player = sit(table, name=person.name, person=person, again=player)
        return Joined(
            game_code=table.game.code,
            player_id=player.public_id,
            player_name=player.name,
            players=[TablePlayer(player_id=p.public_id, player_name=p.name, character_class=_class_of(p)) for p in table.seated],
            player_count=len(table.seated),
        )


def add_bot(*, person: Person, code: str) -> BotSeated:
    """Seats a bot; host only, before the start.

    Raises:
        GameError: as ``join``, and ``NOT_HOST``.
    """
    with opened(code) as table:
        table.host(person)
        _require_lobby(table)
        taken = {player.name_key for player in table.seated}
        name = next(name for name in BOT_NAMES if name_key(name) not in taken)
        bot = sit(table, name=name, is_bot=True)
        return BotSeated(player_id=bot.public_id, player_name=bot.name, player_count=len(table.seated))


def choose_class(*, person: Person, code: str, character_class: CharacterClass) -> ClassTaken:
    """Takes a class, or another one, before the start.

    Raises:
        GameError: ``GAME_ALREADY_STARTED``, ``GAME_FINISHED``.
    """
    with opened(code) as table:
        player = table.actor(person)
        _require_lobby(table)
        if player.character_class != character_class:
            player.character_class = character_class
            player.save(update_fields=["character_class"])
            table.tell(ClassChosen(player_id=player.public_id, character_class=character_class))
    return ClassTaken(character_class=character_class)


def leave(*, person: Person, code: str) -> Done:
    """Stands up. The host's chair goes to the next person; when only bots are left the game ends."""
    with opened(code) as table:
        player = table.actor(person)
        unseat(table, player, Player.Status.LEFT)
        table.tell(PlayerLeft(player_id=player.public_id, player_name=player.name, player_count=len(table.seated)))
        after_departure(table, player)
    return Done()


def kick(*, person: Person, code: str, player_id: str) -> Done:
    """Takes somebody's chair away for good; host only. The host cannot be kicked."""
    with opened(code) as table:
        host = table.host(person)
        player = table.named(player_id)
        if player.pk == host.pk:
            raise GameError(ErrorCode.VALIDATION_ERROR, "The host cannot take their own chair away.")
        take_chair_away(table, player)
    return Done()


def transfer_host(*, person: Person, code: str, player_id: str) -> Done:
    """Hands the table to another person; host only. A bot cannot host."""
    with opened(code) as table:
        host = table.host(person)
        player = table.named(player_id)
        if player.pk != host.pk:
            make_host(table, player)
    return Done()


def _require_lobby(table: Table) -> None:
    if table.game.phase == Phase.FINISHED:
        raise GameError(ErrorCode.GAME_FINISHED)
    if table.game.phase != Phase.LOBBY:
        raise GameError(ErrorCode.GAME_ALREADY_STARTED)


def _class_of(player: Player) -> CharacterClass | None:
    return CharacterClass(player.character_class) if player.character_class else None


def _free_code() -> str:
    while Game.objects.filter(code=(code := new_code())).exists():
        continue
    return code
