"""What a change tells besides its facts: secrets for one player, and who has no seat any more. Told after the facts of the same change."""

from games.outbox import Published
from realtime import announce, entrance, history
from realtime.connections import connections


async def tell(published: Published) -> None:
    if published.facts:
        await history.told(published.game_id, published.facts[-1].seq)
    for secret in published.secrets:
        for connection in connections.of_player(published.game_id, secret.player_id):
            await announce.tell_one(connection, secret.name, secret.data)
    for removed in published.removed:
        for connection in connections.of_player(published.game_id, removed.player_id):
            await entrance.let_go(connection, kicked=removed.kicked)
