"""What the server says in passing: never logged, may be lost, is told again or read as state."""

from pydantic import ConfigDict

from games.wire.base import Audience, Seq, Signal, Timestamp
from games.wire.state import GameState, PlayerPresence


class WhisperTold(Signal, name="whisper", audience=Audience.PLAYER):
    """A player's own secret side of the scene. ``seq`` is that of its ``new_scenario``."""

    scenario_id: str
    turn_number: int
    whisper: str
    seq: Seq
    timestamp: Timestamp


class PlayerConnected(Signal, name="player_connected", audience=Audience.OTHERS):
    """Somebody came online for the first time in this game."""

    player_id: str
    player_name: str
    timestamp: Timestamp


class PlayerReconnected(Signal, name="player_reconnected", audience=Audience.OTHERS):
    """Somebody who was online before came back."""

    player_id: str
    player_name: str
    timestamp: Timestamp


class PlayerDisconnected(Signal, name="player_disconnected", audience=Audience.ROOM):
    """Somebody's last connection is gone, and the grace is over."""

    player_id: str
    player_name: str
    timestamp: Timestamp


class PresenceUpdate(Signal, name="presence_update", audience=Audience.ROOM):
    """Who is online. Also answers ``request_presence``, then to the caller only."""

    online_players: list[str]
    total_players: int
    players: list[PlayerPresence]
    spectators: int
    seq: Seq


class PlayerTyping(Signal, name="player_typing", audience=Audience.OTHERS):
    """Somebody is writing, or stopped. Ends by itself after five seconds."""

    player_id: str
    player_name: str
    is_typing: bool


class ReconnectSync(Signal, GameState, name="reconnect_sync", audience=Audience.CALLER):
    """Everything the caller may see, with the events they missed, in order."""


class Pong(Signal, name="pong", audience=Audience.CALLER):
    """The answer to ``ping``. ``seq`` is null while the caller is in no room."""

    timestamp: Timestamp
    seq: Seq | None


class ErrorTold(Signal, name="error", audience=Audience.CALLER):
    """A refusal, for clients that ask without an acknowledgement. May carry further fields (``waiting_for``, ``retry_after``)."""

    model_config = ConfigDict(extra="allow", frozen=True)

    code: str
    message: str
