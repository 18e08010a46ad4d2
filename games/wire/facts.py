"""What happens at a table: logged, numbered, told to everybody in the room. Nothing secret stands in a fact."""

from typing import Literal

from pydantic import Field

from games.rules.phases import CharacterClass, EndReason
from games.scenarios.model import Theme
from games.wire.base import Fact, Timestamp
from games.wire.state import (
    OptionState,
    PlayerEnding,
    RevealedChoice,
    SeatedPlayer,
    TrustReason,
)


class PlayerJoined(Fact, name="player_joined"):
    """Somebody sat down. Told once for each seat taken, and again to the caller of ``join_game_room``."""

    player_id: str
    player_name: str
    player_count: int
    seat: int
    is_bot: bool


class PlayerLeft(Fact, name="player_left"):
    """Somebody stood up. They are no longer waited for."""

    player_id: str
    player_name: str
    player_count: int


class PlayerKicked(Fact, name="player_kicked"):
    """The host, or a keeper, took somebody's chair away. They may not come back."""

    player_id: str
    player_name: str
    player_count: int


class HostChanged(Fact, name="host_changed"):
    """Somebody else hosts the table now."""

    player_id: str
    player_name: str


class ClassChosen(Fact, name="class_chosen"):
    """Somebody chose a class, or another one."""

    player_id: str
    character_class: CharacterClass = Field(alias="class")


class GameStarted(Fact, name="game_started"):
    """The story begins. Everybody has a class now; no more seats are taken."""

    players: list[SeatedPlayer]


class NewScenario(Fact, name="new_scenario"):
    """A turn opens. Each player's whisper is told to them alone."""

    scenario_id: str
    theme: Theme
    turn_number: int
    deadline: Timestamp | None
    message: str
    title: str
    public_scene: str
    options: list[OptionState]
    waiting_for: list[str]


class WhisperShared(Fact, name="whisper_shared"):
    """Somebody read their own whisper aloud, word for word."""

    player_id: str
    player_name: str
    whisper: str


class PlayerChose(Fact, name="player_chose"):
    """Somebody has chosen; what, nobody else learns before the turn is resolved."""

    player_id: str
    player_name: str
    choices_submitted: int
    total_players: int
    all_submitted: bool
    waiting_for: list[str]


class TurnResolution(Fact, name="turn_resolution"):
    """The slips are turned over: what everybody chose, what came of it, how trust moved and why."""

    turn_number: int
    trust_change: int
    trust: int
    outcome: str
    choices: list[RevealedChoice]
    reasons: list[TrustReason]
    message: str


class GameOver(Fact, name="game_over"):
    """The story is over."""

    reason: EndReason
    trust: int
    epilogue: str
    title: str
    endings: list[PlayerEnding]


class ChatMessage(Fact, name="chat_message"):
    """Somebody said something to the table."""

    player_id: str
    player_name: str
    text: str


class DeadlineChanged(Fact, name="deadline_changed"):
    """The open turn has more time, less time, or none running (null while paused)."""

    turn_number: int
    deadline: Timestamp | None
    by: Literal["host", "keeper"]


class Announcement(Fact, name="announcement"):
    """Staff speaks to the table, or says what it did."""

    text: str
    by: Literal["keeper"]
