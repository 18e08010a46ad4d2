"""Bugs to be found: each a small named patch of the product, as somebody could write it by mistake."""

import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connections, transaction
from django.utils import timezone

from games import outbox
from games.api import acting
from games.errors import ErrorCode, GameError
from games.models import Command, Event, Game
from games.services import commands, scenes, seats, table, talk, turns
from games.wire.signals import PlayerDisconnected
from games.wire.times import wire_time
from realtime import announce, asides, door, handlers, history, presence

Patch = pytest.MonkeyPatch
A_MOMENT = 0.03
"""Seconds that let others in between; a busy machine does it by itself."""


def emit_before_commit(patch: Patch) -> None:
    """Facts are told when they are written, and the commit takes its time."""

    def save(self: table.Table) -> None:
        self.game.save()
        Event.objects.bulk_create(Event(game=self.game, seq=fact.seq, name=fact.name, data=fact.data, at=self.now) for fact in self._facts)
        outbox.publish(outbox.Published(self.game.pk, self.game.code, self._facts, self._secrets, self._removed))
        time.sleep(A_MOMENT)

    patch.setattr(table.Table, "_save", save)


def no_lock(patch: Patch) -> None:
    """A table is opened without its lock: everybody reads before anybody writes."""

    @contextmanager
    def opened(code: str) -> Iterator[table.Table]:
        game = Game.objects.filter(code=code.strip().upper()).first()
        if game is None:
            raise GameError(ErrorCode.INVALID_GAME)
        at = table.Table(game, table.timezone.now())
        assert at.choices is not None and at.everybody is not None
        time.sleep(A_MOMENT)
        yield at
        at._save()

    def once_at(sent: commands.Sent, prepare: Callable[[str], commands.Act]) -> Any:
        code = sent.code or ""
        answer = prepare(code)().to_wire()
        Command.objects.create(person=sent.person, cmd_id=sent.cmd_id, fingerprint=sent.print_at(code), answer=answer)
        return answer

    for module in (scenes, seats, talk, turns):
        patch.setattr(module, "opened", opened)
    for way in (acting, handlers):
        patch.setattr(way, "once_at", once_at)


def dropped_event(patch: Patch) -> None:
    """One event in nine is counted as told, and is not."""
    tell = announce.tell

    async def forgetful(game_id: int, name: str, data: Any, **more: Any) -> None:
        if data.get("seq", 1) % 9 or name == "presence_update":
            await tell(game_id, name, data, **more)

    patch.setattr(announce, "tell", forgetful)


def doubled_event(patch: Patch) -> None:
    """One event in nine is told twice."""
    tell = announce.tell

    async def stammering(game_id: int, name: str, data: Any, **more: Any) -> None:
        await tell(game_id, name, data, **more)
        if not data.get("seq", 1) % 9 and name != "presence_update":
            await tell(game_id, name, data, **more)

    patch.setattr(announce, "tell", stammering)


def whisper_in_a_broadcast(patch: Patch) -> None:
    """A whisper goes to the room."""

    async def loud(published: outbox.Published) -> None:
        await history.told(published.game_id, published.facts[-1].seq)
        for secret in published.secrets:
            await announce.tell(published.game_id, secret.name, secret.data)

    patch.setattr(asides, "tell", loud)


def ack_before_commit(patch: Patch) -> None:
    """A choice is acknowledged first and stored afterwards; one in four is lost on the way."""
    once_at = commands.once_at

    def later(*command: Any) -> None:
        time.sleep(A_MOMENT * 3)
        try:
            once_at(*command)
        finally:
            connections.close_all()

    def eager(sent: commands.Sent, prepare: Callable[[str], commands.Act]) -> Any:
        if sent.name != "make_choice":
            return once_at(sent, prepare)
        with transaction.atomic():
            answer = once_at(sent, prepare)
            transaction.set_rollback(True)
        if random.random() < 0.75:
            threading.Thread(target=later, args=(sent, prepare)).start()
        return answer

    for way in (acting, handlers):
        patch.setattr(way, "once_at", eager)


def offline_on_first_tab_closed(patch: Patch) -> None:
    """Whoever closes any tab is taken for gone."""

    async def hasty(connection: Any, game_id: int, player: Any) -> None:
        if player is not None:
            gone = PlayerDisconnected(player_id=player.public_id, player_name=player.name, timestamp=wire_time(timezone.now()))
            await announce.signal(game_id, gone)
            await presence.tell_room(game_id)

    patch.setattr(presence, "went", hasty)


def believed_payload(patch: Patch) -> None:
    """What a client says has happened is told to the room."""
    answer = door.answer

    async def trusting(connection: Any, event: str, arguments: Any) -> Any:
        if event == "turn_resolved":
            await announce.tell(connection.game_id, "turn_resolution", {**arguments[0], "seq": history.seq_of(connection.game_id)})
        return await answer(connection, event, arguments)

    patch.setattr(door, "answer", trusting)


PLANTED: dict[Callable[[Patch], None], str] = {
    emit_before_commit: r"was told, but it was not there yet",
    no_lock: r"refused with|choices, told",
    dropped_event: r"heard \d+ \(\w+\) after|was not told",
    doubled_event: r"heard (\d+) \(\w+\) after \1$",
    whisper_in_a_broadcast: r"'s whisper in whisper",
    ack_before_commit: r"acknowledged make_choice|was acknowledged, but it was not there",
    offline_on_first_tab_closed: r"is offline, who has a tab open",
    believed_payload: r"heard a turn_resolution numbered \d+ that is not stored",
}
"""Each bug, and what the checker must say of it."""
