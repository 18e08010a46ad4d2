"""Bodies and answers of the HTTP API. What a command answers is declared in ``games.wire.answers``; here stands what HTTP adds."""

from typing import Any, Literal

from ninja import Schema
from pydantic import ConfigDict, Field

from games.errors import ErrorCode
from games.rules.phases import CharacterClass, Phase
from games.wire import answers, state
from games.wire.base import CommandId, GameCode, Part
from games.wire.fields import ChatText, ChoiceText, PlayerId, PlayerName, TurnNumber


class Command(Schema):
    """What every write may carry. Unknown fields are ignored."""

    model_config = ConfigDict(extra="ignore", strict=True)

    cmd_id: CommandId | None = Field(default=None, description="Makes a repeated command have one effect.")


class AtTable(Command):
    game_code: GameCode | None = Field(default=None, description="Without it, the latest game is meant.")


class SetUsername(Command):
    username: PlayerName


class CreateGame(Command):
    max_players: int = Field(default=4, ge=1, le=8)
    turn_seconds: int = Field(default=0, ge=0, le=86400, description="0: no deadline.")
    max_turns: int = Field(default=8, ge=1, le=50)
    auto_resolve: bool = False
    allow_spectators: bool = True
    is_public: bool = False


class JoinGame(Command):
    game_code: GameCode = Field(default_factory=str, description="Without it, the query's `game_code`; never the latest game.")


class ChooseClass(AtTable):
    character_class: CharacterClass = Field(alias="class", strict=False)


class AboutPlayer(AtTable):
    player_id: PlayerId


class MakeChoice(AtTable):
    choice: ChoiceText = Field(description="An option's id, or own words of 1–1000 characters.")
    turn_number: TurnNumber | None = Field(default=None, description="Guards against a stale page.")


class SayToTable(AtTable):
    text: ChatText = Field(description="1–500 characters")


class ResolveTurn(AtTable):
    force: bool = Field(default=False, description="Pass over those who have not chosen.")


class ClientError(Command):
    message: str = Field(max_length=2000)
    stack: str | None = Field(default=None, max_length=8000)
    url: str | None = Field(default=None, max_length=2000)


LATEST_TABLE, TABLE_OF_QUERY, USUAL_TERMS, WHEN_ALL_CHOSE = AtTable(), JoinGame(), CreateGame(), ResolveTurn()
"""What a call without a body means."""


class Success(Schema):
    """Base of every answer that is no refusal."""

    model_config = ConfigDict(extra="allow")

    status: Literal["success"] = "success"
    replayed: bool | None = Field(default=None, description="True when this cmd_id was answered before.")


class ErrorAnswer(Schema):
    """Every refusal: one code of the catalogue, and the sentence for a person."""

    status: Literal["error"]
    code: str = Field(json_schema_extra={"enum": [code.name for code in ErrorCode]})
    message: str = Field(description="One sentence for a person.")
    field: str | None = Field(default=None, description="Which field, with MISSING_FIELD and VALIDATION_ERROR.")
    waiting_for: list[str] | None = Field(default=None, description="Who has not chosen, with CHOICES_PENDING.")
    retry_after: float | None = Field(default=None, description="Seconds, with RATE_LIMITED.")
    request_id: str | None = Field(default=None, description="What the log calls it, with INTERNAL_ERROR.")


class CsrfToken(Success):
    csrf_token: str


class OwnTable(Schema):
    game_code: str
    host_name: str | None
    player_id: str
    player_name: str
    phase: Phase
    turn_number: int
    max_players: int
    max_turns: int
    turn_seconds: int
    your_move: bool


class SessionInfo(Success):
    username: str | None
    authenticated: bool = Field(description="Whether this session belongs to a person.")
    has_account: bool
    game_code: str | None
    player_id: str | None
    games: list[OwnTable]


class SeatTaken(Success, answers.Seated):
    invite_url: str


class TableJoined(Success, answers.Joined):
    invite_url: str


class OpenTable(Schema):
    game_code: str
    host_name: str | None
    player_count: int
    max_players: int
    max_turns: int
    turn_seconds: int


class OpenTables(Success):
    games: list[OpenTable]


class CurrentScenario(Success):
    scenario: state.ScenarioState | None


class WaitingFor(Success):
    waiting_for: list[str]


class Replay(Success):
    game_code: str
    phase: Phase
    seq: int
    events: list[state.LoggedEvent]
    turns: list[dict[str, Any]] = Field(description="Every whisper and choice of all turns; empty before the game is finished.")


def success_of(answer: type[Part]) -> type[Schema]:
    """The schema of a command's answer as HTTP sends it."""
    return type(f"{answer.__name__}Answer", (Success, answer), {"__doc__": answer.__doc__, "__module__": __name__})


NameTaken = success_of(answers.NameTaken)
Done = success_of(answers.Done)
ClassTaken = success_of(answers.ClassTaken)
BotSeated = success_of(answers.BotSeated)
PhaseReached = success_of(answers.PhaseReached)
ScenarioOpened = success_of(answers.ScenarioOpened)
WhisperHeard = success_of(answers.WhisperHeard)
Progress = success_of(answers.Progress)
Resolved = success_of(answers.Resolved)
MessageSaid = success_of(answers.MessageSaid)
StateRead = success_of(state.GameState)
