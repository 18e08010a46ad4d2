"""What a command answers when it succeeds, over either door. The door adds ``status: success`` or ``ok: true``."""

from pydantic import Field

from games.rules.phases import CharacterClass, Phase
from games.scenarios.model import Theme
from games.wire.base import Part
from games.wire.state import OptionState, Resolution


class Done(Part):
    """Nothing to add."""


class NameTaken(Part):
    username: str


class Seated(Part):
    """The caller's seat."""

    game_code: str
    player_id: str
    player_name: str


class TablePlayer(Part):
    player_id: str
    player_name: str
    character_class: CharacterClass | None = Field(alias="class")


class Joined(Seated):
    players: list[TablePlayer]
    player_count: int


class ClassTaken(Part):
    character_class: CharacterClass = Field(alias="class")


class BotSeated(Part):
    player_id: str
    player_name: str
    player_count: int


class PhaseReached(Part):
    phase: Phase


class ScenarioOpened(Part):
    scenario_id: str
    theme: Theme
    title: str
    turn_number: int
    public_scene: str
    options: list[OptionState]


class WhisperHeard(Part):
    """``whisper`` is null for a spectator."""

    scenario_id: str
    whisper: str | None
    shared: bool


class Progress(Part):
    """How far the open turn is."""

    choices_submitted: int
    total_players: int
    all_submitted: bool
    waiting_for: list[str]


class Resolved(Resolution):
    """What came of the turn, and the phase the game is in now."""

    phase: Phase


class MessageSaid(Part):
    seq: int
