"""What stands in such a file. Writing and reading share this one declaration.

A file is whole or covered. A covered one lacks the seed, what later turns remember, the scenarios with what only outcomes tell, whispers
and choices; it cannot be read back. Who the players are elsewhere stands in neither.
"""

from datetime import datetime, timedelta
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from games.rules.phases import EndReason, Phase


class ArchiveError(Exception):
    """The file cannot be read back. The text says why, in a sentence for whoever chose it."""


class Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class GameRow(Row):
    code: str = Field(pattern=r"^[A-Z0-9]{6}$")
    phase: Phase
    seq: int = Field(ge=0)
    trust: int = Field(ge=0, le=100)
    turn_number: int = Field(ge=0)
    host: str | None = Field(description="Public id.")
    max_players: int = Field(ge=1, le=8)
    max_turns: int = Field(ge=1, le=50)
    turn_seconds: int = Field(ge=0, le=86400)
    auto_resolve: bool
    allow_spectators: bool
    is_public: bool
    end_reason: EndReason | None
    ending: dict[str, Any] | None
    created_at: datetime
    active_at: datetime
    finished_at: datetime | None
    seed: str | None = Field(default=None, description="Whispers can be told again from it.")
    story: dict[str, Any] | None = None


class PlayerRow(Row):
    public_id: str = Field(min_length=1, max_length=16)
    name: str = Field(min_length=1, max_length=20)
    seat: int = Field(ge=1, le=8)
    character_class: str = Field(max_length=10)
    status: Literal["seated", "left", "kicked"]
    is_bot: bool
    seated_at: datetime
    joined_seq: int = Field(ge=0)
    online_at: datetime | None


class WhisperRow(Row):
    player_id: str
    whisper: str
    shared_at: datetime | None


class ChoiceRow(Row):
    player_id: str
    choice: str | None = Field(description="The option's id; null for own words and hesitation.")
    text: str
    hesitated: bool
    chosen_at: datetime


class TurnRow(Row):
    turn_number: int = Field(ge=1)
    scenario_id: str = Field(min_length=1, max_length=24)
    theme: str
    title: str
    public_scene: str
    options: list[dict[str, str]]
    opened_seq: int
    opened_at: datetime
    deadline: datetime | None
    time_left: timedelta | None
    resolved_at: datetime | None
    resolution: dict[str, Any] | None
    scenario: dict[str, Any] | None = None
    whispers: list[WhisperRow] | None = None
    choices: list[ChoiceRow] | None = None


class EventRow(Row):
    event: str = Field(min_length=1, max_length=32)
    data: dict[str, Any]
    at: datetime


class ArchivedGame(Row):
    whole: bool
    game: GameRow
    players: list[PlayerRow]
    turns: list[TurnRow]
    events: list[EventRow]


class File(Row):
    format: Literal["arcane-codex-games/1"]
    games: list[ArchivedGame]
