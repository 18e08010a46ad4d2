"""One locked game and what is told about it: the only way to change a game."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cached_property, partial
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from games import outbox, tracing
from games.errors import ErrorCode, GameError
from games.models import Choice, Event, Game, Person, Player, Turn
from games.rules.phases import Phase
from games.services import sittings
from games.services.rows import Rows, fetched
from games.services.whole import whole
from games.wire.answers import Progress
from games.wire.base import Fact, Signal
from games.wire.times import wire_time

GAMES = Rows(Game, "story", "ending", "created_at")
EVENTS = Rows(Event)
SAVED = frozenset(field.attname for field in Game._meta.concrete_fields if not field.primary_key)
ACTIVE_AT = Game._meta.get_field("active_at")
LOCK = f'UPDATE {GAMES.table} SET "seq" = "seq" + 1, "active_at" = %s WHERE "code" = %s RETURNING {GAMES.columns}'  # noqa: S608


class Table:
    """A game under its row lock, for the length of one transaction."""

    def __init__(self, game: Game, now: datetime) -> None:
        self.game = game
        self.now = now
        self._stored: dict[str, Any] = {}
        """The game's fields as the database has them; empty for all that are new."""
        self._facts: list[outbox.LoggedFact] = []
        self._secrets: list[outbox.TellTo] = []
        self._removed: list[outbox.Removed] = []

    @cached_property
    def everybody(self) -> list[Player]:
        """All who ever sat here, in the order of seats."""
        return self._sitting.players

    @property
    def seated(self) -> list[Player]:
        return [player for player in self.everybody if player.status == Player.Status.SEATED]

    @cached_property
    def turn(self) -> Turn | None:
        """The turn opened last, resolved or not."""
        return self._sitting.turn

    @cached_property
    def choices(self) -> dict[int, Choice]:
        """What was chosen in the current turn, by the player's primary key."""
        return self._sitting.choices

    @cached_property
    def options(self) -> dict[str, str]:
        """What the current turn's options say, by their id."""
        return self._sitting.options

    @cached_property
    def _sitting(self) -> sittings.Sitting:
        return sittings.read(self.game)

    def begin(self, turn: Turn) -> None:
        """Lays a new turn on the table, in which nobody has chosen."""
        self.turn, self.choices, self.options = turn, {}, sittings.texts(turn.scenario["options"])

    def seat_of(self, person: Person) -> Player | None:
        return next((player for player in self.everybody if player.person_id == person.pk), None)

    def actor(self, person: Person) -> Player:
        """The caller's own seat.

        Raises:
            GameError: ``KICKED``, ``SPECTATOR_READ_ONLY`` where watching is allowed, otherwise ``NOT_IN_GAME``.
        """
        player = self.seat_of(person)
        if player is not None and player.status == Player.Status.SEATED:
            tracing.note(player=player.public_id)
            return player
        if player is not None and player.status == Player.Status.KICKED:
            raise GameError(ErrorCode.KICKED)
        raise GameError(ErrorCode.SPECTATOR_READ_ONLY if self.game.allow_spectators else ErrorCode.NOT_IN_GAME)

    def host(self, person: Person) -> Player:
        """The caller's own seat, if it is the host's.

        Raises:
            GameError: as ``actor``, and ``NOT_HOST``.
        """
        player = self.actor(person)
        if player.pk != self.game.host_id:
            raise GameError(ErrorCode.NOT_HOST)
        return player

    def named(self, public_id: str) -> Player:
        """Somebody else's seat, by public id.

        Raises:
            GameError: ``VALIDATION_ERROR`` when nobody with this id is seated here.
        """
        for player in self.seated:
            if player.public_id == public_id:
                return player
        raise GameError(ErrorCode.VALIDATION_ERROR, "Nobody with this player_id sits at the table.")

    @property
    def waiting_for(self) -> list[Player]:
        """Who is seated and has not chosen in the current turn."""
        return [player for player in self.seated if player.pk not in self.choices]

    @property
    def progress(self) -> Progress:
        waiting = self.waiting_for
        return Progress(
            choices_submitted=len(self.choices),
            total_players=len(self.choices) + len(waiting),
            all_submitted=not waiting,
            waiting_for=[player.public_id for player in waiting],
        )

    def tell(self, fact: Fact) -> outbox.LoggedFact:
        """Adds a fact to the history under the next ``seq``."""
        self.game.seq += 1
        logged = outbox.LoggedFact(
            self.game.seq, fact.wire_name, {**fact.to_wire(), "seq": self.game.seq, "timestamp": wire_time(self.now)}
        )
        self._facts.append(logged)
        return logged

    def whisper(self, player: Player, signal: Signal) -> None:
        """Tells one player something secret after the facts. Not logged. A bot is told nothing: its chair may have been somebody's."""
        if not player.is_bot:
            self._secrets.append(outbox.TellTo(player.public_id, signal.wire_name, signal.to_wire()))

    def remove(self, player: Player, *, kicked: bool) -> None:
        """Ends the player's hearing of this game once the change is committed."""
        self._removed.append(outbox.Removed(player.public_id, kicked))

    def require_phase(self, *allowed: Phase) -> None:
        """Raises the ``GameError`` that says why a command does not fit the phase the game is in."""
        if self.game.phase in allowed:
            return
        refusals = {
            Phase.LOBBY: ErrorCode.GAME_NOT_STARTED,
            Phase.SCENARIO: ErrorCode.TURN_OPEN,
            Phase.RESOLVED: ErrorCode.TURN_RESOLVED if self.game.turn_number else ErrorCode.NO_SCENARIO,
            Phase.FINISHED: ErrorCode.GAME_FINISHED,
        }
        raise GameError(refusals[Phase(self.game.phase)])

    def _save(self) -> None:
        self._save_game()
        if self._facts:
            EVENTS.insert(*(Event(game_id=self.game.pk, seq=fact.seq, name=fact.name, data=fact.data, at=self.now) for fact in self._facts))
        published = outbox.Published(self.game.pk, self.game.code, self._facts, self._secrets, self._removed)
        transaction.on_commit(partial(outbox.publish, published), robust=True)

    def _save_game(self) -> None:
        """Stores what is not stored yet: after a choice nothing, since opening the table has counted its one fact already."""
        if not self._stored:
            self.game.save()
            return
        now = vars(self.game)
        changed = [name for name in SAVED if name in now and (name not in self._stored or self._stored[name] != now[name])]
        if changed:
            self.game.save(update_fields=changed)


@contextmanager
def opened(code: str) -> Iterator[Table]:
    """Locks a game, lets the caller change it, and saves game and facts together. Leaving by an exception changes nothing.

    Raises:
        GameError: ``INVALID_GAME``.
    """
    with whole():
        table = _locked(code.strip().upper())
        yield table
        table._save()


@contextmanager
def opened_if_free(code: str) -> Iterator[Table | None]:
    """As ``opened``, but gives None where somebody else holds the lock, instead of waiting for it. SQLite always waits."""
    with whole():
        if not Game.objects.select_for_update(skip_locked=True).filter(code=code).values_list("pk").order_by("pk"):
            yield None
            return
        table = _locked(code)
        yield table
        table._save()


@contextmanager
def laid() -> Iterator[Table]:
    """A new game, locked by being new."""
    with whole():
        table = Table(Game(), timezone.now())
        yield table
        table._save()


def _locked(code: str) -> Table:
    """Takes the row's lock by counting one fact ahead, which is how many most commands tell."""
    rows = fetched(LOCK, ACTIVE_AT.get_db_prep_save(timezone.now(), connection), code)
    if not rows:
        raise GameError(ErrorCode.INVALID_GAME)
    table = Table(GAMES.of(rows[0]), timezone.now())
    tracing.note(game=code)
    table._stored = {name: value for name, value in vars(table.game).items() if name in SAVED}
    table.game.seq -= 1
    return table
