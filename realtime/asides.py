"""What a change tells besides its facts: secrets for one player, who has a seat now, and who has none any more. Told after the facts of the
same change.
"""

import asyncio
from collections.abc import Collection
from dataclasses import replace

from games.models import Player
from games.outbox import Published, Removed, TellTo
from games.services import scenes
from realtime import announce, entrance, history, presence
from realtime.background import spawn
from realtime.connections import connections
from realtime.work import in_database


async def tell(published: Published) -> None:
    """Whoever is on the way into the room is told inside, and let go of inside."""
    seq = published.facts[-1].seq if published.facts else 0
    if published.facts:
        await history.told(published.game_id, seq)
    for secret in published.secrets:
        await _tell_secret(published.game_id, seq, secret)
    for removed in published.removed:
        await _let_go(published.game_id, seq, removed)


async def tell_from_afar(published: Published, whispered: Collection[str]) -> None:
    """As ``tell``, for a change of another process. Words that are secret do not travel: they are read for whoever is here."""
    here = {player_id for player_id in whispered if connections.of_player(published.game_id, player_id) or _waits(published, player_id)}
    secrets = await in_database(scenes.whispers_to, published.game_id, here) if here else []
    if secrets or published.removed:
        await tell(replace(published, secrets=secrets))


def seats_changed(game_id: int, player: Player | None) -> None:
    """Whoever watches here and has taken a chair is a player from now on, and the room is told who sits here and is online."""
    sitting_down, turn = [], asyncio.Lock()
    if player is not None:
        sitting_down = [spawn(entrance.sit_down(each, player, turn)) for each in connections.watching(game_id, player.person_id)]
    spawn(_tell_seats(game_id, sitting_down))


async def _tell_seats(game_id: int, sitting_down: Collection["asyncio.Task[None]"]) -> None:
    if sitting_down:
        await asyncio.wait(sitting_down)  # which tells the same
    await presence.tell_room(game_id)


def _waits(published: Published, player_id: str) -> bool:
    return bool(history.at_door(published.game_id, player_id))


async def _tell_secret(game_id: int, seq: int, secret: TellTo) -> None:
    at_door = history.at_door(game_id, secret.player_id)
    for waiting in at_door.values():
        waiting.secrets.append((seq, secret))
    for connection in connections.of_player(game_id, secret.player_id):
        if connection not in at_door:
            await announce.tell_one(connection, secret.name, secret.data)


async def _let_go(game_id: int, seq: int, removed: Removed) -> None:
    at_door = history.at_door(game_id, removed.player_id)
    for waiting in at_door.values():
        waiting.removed, waiting.parted = removed, waiting.parted or seq
    for connection in connections.of_player(game_id, removed.player_id):
        player = connection.viewer.player if connection.viewer is not None else None
        if connection not in at_door and history.sat_before(player, seq):
            await entrance.let_go(connection, kicked=removed.kicked)
