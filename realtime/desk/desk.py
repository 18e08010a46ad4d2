"""One page of one keeper, on the namespace ``/admin``."""

from dataclasses import dataclass, field
from typing import Any

from realtime.connections import Connection
from realtime.desk.staff import Rights


@dataclass(slots=True, eq=False)
class Desk(Connection):
    """Watches one game, or a list of games, or nothing."""

    rights: Rights = field(kw_only=True)
    listed: tuple[int, ...] = ()
    told: dict[str, Any] = field(default_factory=dict)
    """What this page was told last, by the name of the telling, so that it is told again only when it has changed."""
