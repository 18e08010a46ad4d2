"""What facts and answers are made of: players, scenes, resolutions, the whole state."""

from typing import Literal

from pydantic import Field

from games.rules.phases import CharacterClass, EndReason, Phase
from games.scenarios.model import Theme
from games.wire.base import Part, Seq, Timestamp


class PlayerState(Part):
    """Somebody seated at the table."""

    player_id: str
    player_name: str
    character_class: CharacterClass | None = Field(alias="class")
    online: bool
    seat: int = Field(ge=1, le=8, description="Which chair; decides the mark beside the name.")
    is_bot: bool


class SeatedPlayer(Part):
    """A player as ``game_started`` names them."""

    player_id: str
    player_name: str
    character_class: CharacterClass = Field(alias="class")


class PlayerPresence(Part):
    player_id: str
    player_name: str
    online: bool


class OptionState(Part):
    """One thing a player may choose."""

    id: str
    text: str


class ScenarioState(Part):
    """The current turn as everybody may see it."""

    scenario_id: str
    theme: Theme
    title: str
    turn_number: int
    public_scene: str = Field(description="Paragraphs parted by a blank line.")
    options: list[OptionState]
    deadline: Timestamp | None
    resolved: bool
    choices_submitted: int
    total_players: int
    waiting_for: list[str] = Field(description="Players who have not chosen.")
    shared: list[str] = Field(description="Players who have read their whisper aloud this turn.")


class RevealedChoice(Part):
    """What one player did, once the turn is resolved. ``choice`` is null for own words and for hesitation."""

    player_id: str
    player_name: str
    choice: str | None
    text: str
    hesitated: bool


class TrustReason(Part):
    """One line of the account of trust: "Ines and Marek, two camps", 0."""

    text: str
    change: int


class Resolution(Part):
    """What came of a turn."""

    turn_number: int
    outcome: str = Field(description="Paragraphs parted by a blank line.")
    choices: list[RevealedChoice]
    trust_change: int
    trust: int
    reasons: list[TrustReason]


class PlayerEnding(Part):
    player_id: str
    player_name: str
    text: str


class Ending(Part):
    """How the story ended."""

    reason: EndReason
    trust: int
    title: str
    epilogue: str = Field(description="Paragraphs parted by a blank line.")
    endings: list[PlayerEnding]


class You(Part):
    """What the viewer alone may see."""

    player_id: str
    character_class: CharacterClass | None = Field(alias="class")
    whisper: str | None
    shared: bool
    choice: str | None = Field(description="The option's id, or the own words; null before choosing and after hesitating.")
    is_host: bool


class LoggedEvent(Part):
    """An entry of the history. ``data`` is the fact's payload with ``seq`` and ``timestamp``."""

    event: str
    data: dict[str, object]


class GameState(Part):
    """Everything that one viewer may see, and the events they missed."""

    game_code: str
    phase: Phase
    seq: Seq
    players: list[PlayerState]
    host_id: str | None
    game_started: bool
    has_scenario: bool
    scenario: ScenarioState | None
    resolution: Resolution | None = Field(description="Of the turn resolved last.")
    ending: Ending | None
    trust: int
    turn_number: int
    max_turns: int
    max_players: int
    turn_seconds: int
    auto_resolve: bool
    allow_spectators: bool
    is_public: bool
    deadline: Timestamp | None
    role: Literal["player", "spectator"]
    you: You | None = Field(description="Null for a spectator.")
    events: list[LoggedEvent]
    server_time: Timestamp
