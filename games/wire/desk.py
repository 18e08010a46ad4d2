"""What the keepers' desk and its page say to each other over the namespace ``/admin``. No player hears or says any of it.

The room's own facts and signals come over this namespace too, as ``facts`` and ``signals`` declare them.
"""

from typing import Any, ClassVar

from pydantic import Field

from games.wire.base import Message, Part, Request
from games.wire.state import GameState


class DeskRequest(Request):
    """What a keeper's page asks."""

    registry: ClassVar[dict[str, type[Any]]] = {}


class DeskTelling(Message, Part):
    """What a keeper's page is told."""

    registry: ClassVar[dict[str, type[Any]]] = {}


class WatchGame(DeskRequest, name="watch_game"):
    """Tell me of this game from now on, and of no other. Answered by ``desk_state``."""

    game_id: int = Field(ge=1, le=2**53 - 1)


class WatchList(DeskRequest, name="watch_list"):
    """Tell me how these games stand, as often as that changes. Answered by ``desk_rows``."""

    game_ids: list[int] = Field(max_length=100)


class DeskState(DeskTelling, name="desk_state"):
    """The table as a spectator sees it."""

    state: GameState


class DeskLine(Part):
    """One connection of somebody. ``player_id`` is null for a spectator; ``lag`` and ``silent`` are in seconds, null where unknown."""

    player_id: str | None
    name: str
    transport: str
    lag: float | None
    silent: float | None
    process: str


class DeskLines(DeskTelling, name="desk_lines"):
    """Over which lines people are connected to the game that is watched. Told when it changes, at most once a second."""

    lines: list[DeskLine]


class DeskSecret(Part):
    """What one player was whispered in the current turn, and what they have chosen."""

    player_id: str
    whisper: str | None
    choice: str | None


class DeskSecrets(DeskTelling, name="desk_secrets"):
    """Told while the game is uncovered for this session; null when it is covered again."""

    secrets: list[DeskSecret] | None


class DeskRows(DeskTelling, name="desk_rows"):
    """The games of the list that changed, by id, as cells by column; and the counters."""

    rows: dict[int, dict[str, str]]
    counters: dict[str, Any]
