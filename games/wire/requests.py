"""What a client may ask over the socket. Field types shared with the HTTP API stand in ``games.wire.fields``."""

from pydantic import Field

from games.wire.base import GameCode, Request, Seq
from games.wire.fields import ChatText, ChoiceText, TurnNumber


class JoinGameRoom(Request, name="join_game_room"):
    """Enter the room of a game one has a seat in, or may watch. With ``last_seq`` also catches up."""

    game_code: GameCode
    last_seq: Seq | None = None


class LeaveGameRoom(Request, name="leave_game_room"):
    """Leave the room. The seat stays."""


class Reconnect(Request, name="reconnect"):
    """Come back: enter the room and catch up. A ``player_id`` is accepted and ignored: the session says who one is."""

    game_code: GameCode
    last_seq: Seq | None = None


class ChoiceSubmitted(Request, name="choice_submitted"):
    """With ``choice``: choose (an option's id, or own words). Without: look, a choice was stored over HTTP."""

    choice: ChoiceText | None = None
    turn_number: TurnNumber | None = None


class ScenarioGenerated(Request, name="scenario_generated"):
    """Look: a scene was generated over HTTP. Whatever the payload claims is ignored."""


class TurnResolved(Request, name="turn_resolved"):
    """Look: a turn was resolved over HTTP. Whatever the payload claims is ignored."""


class RequestPresence(Request, name="request_presence"):
    """Ask who is online."""


class Ping(Request, name="ping"):
    """Ask whether the server is there, and which ``seq`` the game has."""


class Typing(Request, name="typing"):
    """Say that one is writing, or no longer."""

    is_typing: bool


class SendChat(Request, name="chat_message"):
    """Say something to the table."""

    text: ChatText = Field(description="1–500 characters")


class ShareWhisper(Request, name="share_whisper"):
    """Read one's own whisper aloud, word for word; once a turn."""
