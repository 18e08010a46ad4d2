"""Two ways to do the same: straight through the services, and over HTTP at a running server."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from typing import Any, Protocol

from django.db import transaction

from games import snapshots
from games.errors import GameError
from games.models import Person
from games.rules.phases import CharacterClass
from games.services import scenes, seats, turns
from games.services.access import viewer
from games.wire.base import Part
from tests.support.player import Player, RefusedError

Data = dict[str, Any]
Answer = tuple[str | None, Data]
"""The code of a refusal or None, and what was answered."""


class Door(Protocol):
    """Where people act, named by their number."""

    def act(self, who: int, call: str, **body: Any) -> Answer: ...

    def state(self, who: int, code: str) -> Data: ...

    def close(self) -> None: ...


class ServiceDoor:
    """The services, within one transaction that is undone at the end."""

    def __init__(self, names: Sequence[str]) -> None:
        self._transaction = transaction.atomic()
        self._transaction.__enter__()
        self._people = [Person.objects.create(name=name) for name in names]

    def act(self, who: int, call: str, **body: Any) -> Answer:
        try:
            return None, SERVICES[call](self._people[who], **body).to_wire()
        except GameError as error:
            return error.code.name, {}

    def state(self, who: int, code: str) -> Data:
        return snapshots.game_state(viewer(person=self._people[who], code=code), online=(), since=0).to_wire()

    def close(self) -> None:
        transaction.set_rollback(True)
        self._transaction.__exit__(None, None, None)


class HttpDoor:
    """The API of a running server; the same people for one game after the other."""

    def __init__(self, url: str, names: Sequence[str]) -> None:
        self._runner = asyncio.Runner()
        self._after = AsyncExitStack()
        self._players = self._runner.run(self._arrive(url, names))

    def act(self, who: int, call: str, **body: Any) -> Answer:
        try:
            return None, self._runner.run(self._players[who].post(call, **body))
        except RefusedError as error:
            return str(error.code), error.answer

    def state(self, who: int, code: str) -> Data:
        return self._runner.run(self._players[who].state(game_code=code, since=0))

    def close(self) -> None:
        """The people stay for the next game."""

    def leave(self) -> None:
        self._runner.run(self._after.aclose())
        self._runner.close()

    async def _arrive(self, url: str, names: Sequence[str]) -> list[Player]:
        players = [await self._after.enter_async_context(Player(url)) for _ in names]
        for player, name in zip(players, names, strict=True):
            await player.set_username(name)
        return players


SERVICES: dict[str, Callable[..., Part]] = {
    "create_game": lambda person, **terms: seats.create(person=person, terms=seats.Terms(**terms)),
    "join_game": lambda person, game_code: seats.join(person=person, code=game_code),
    "leave_game": lambda person, game_code: seats.leave(person=person, code=game_code),
    "kick_player": lambda person, game_code, player_id: seats.kick(person=person, code=game_code, player_id=player_id),
    "transfer_host": lambda person, game_code, player_id: seats.transfer_host(person=person, code=game_code, player_id=player_id),
    "choose_class": lambda person, game_code, **body: seats.choose_class(
        person=person, code=game_code, character_class=CharacterClass(body["class"])
    ),
    "start_game": lambda person, game_code: turns.start(person=person, code=game_code),
    "generate_scenario": lambda person, game_code: scenes.generate(person=person, code=game_code),
    "make_choice": lambda person, game_code, **body: turns.choose(person=person, code=game_code, **body),
    "share_whisper": lambda person, game_code: turns.share_whisper(person=person, code=game_code),
    "resolve_turn": lambda person, game_code, force: turns.resolve(person=person, code=game_code, force=force),
    "end_game": lambda person, game_code: turns.end(person=person, code=game_code),
}
