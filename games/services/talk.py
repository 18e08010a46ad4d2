"""Table talk."""

from games.models import Person
from games.services.table import opened
from games.wire.answers import MessageSaid
from games.wire.facts import ChatMessage


def say(*, person: Person, code: str, text: str) -> MessageSaid:
    """Says something to the table, in any phase."""
    with opened(code) as table:
        player = table.actor(person)
        said = table.tell(ChatMessage(player_id=player.public_id, player_name=player.name, text=text))
    return MessageSaid(seq=said.seq)
