"""The one catalogue of refusals, for HTTP and sockets alike.

Everything that the game refuses is a ``GameError`` carrying one ``ErrorCode``. There are no subclasses: the code is the kind.
Source: section 6 of the outside contract (``docs/contract.md``).
"""

from enum import Enum
from typing import Any


class ErrorCode(Enum):
    """Each code with the HTTP status it travels under and the sentence a person reads."""

    status: int
    message: str

    AUTH_REQUIRED = (401, "Take a name first.")
    SESSION_EXPIRED = (401, "We no longer know who you are. Take your name again.")
    NO_GAME = (409, "You sit at no table.")
    INVALID_GAME = (404, "There is no table with this code.")
    NOT_IN_GAME = (403, "You have no chair at this table.")
    NOT_HOST = (403, "Only the host may do this.")
    KICKED = (403, "The host has taken your chair away.")
    SPECTATOR_READ_ONLY = (403, "You are watching; only those seated may act.")
    CSRF_FAILED = (403, "The request did not come from our own page. Reload and try again.")
    GAME_FULL = (409, "Every chair at this table is taken.")
    NAME_TAKEN = (409, "Somebody at this table has that name.")
    GAME_ALREADY_STARTED = (409, "The story has begun; nobody can sit down now.")
    GAME_NOT_STARTED = (409, "The story has not begun.")
    GAME_FINISHED = (409, "This story is over.")
    NO_SCENARIO = (409, "No scene is open.")
    TURN_OPEN = (409, "A scene is open; it has to be resolved first.")
    TURN_RESOLVED = (409, "This turn is resolved.")
    STALE_TURN = (409, "The story has moved on to another turn.")
    ALREADY_CHOSEN = (409, "You have chosen; a choice cannot be taken back.")
    ALREADY_SHARED = (409, "You have read this whisper aloud.")
    CHOICES_PENDING = (409, "Not everybody has chosen.")
    GENERATION_IN_PROGRESS = (409, "The next scene is being written.")
    GENERATION_FAILED = (502, "The next scene did not come. Nothing is lost; ask again.")
    VALIDATION_ERROR = (400, "Something in this request is not as it should be.")
    MISSING_FIELD = (400, "Something is missing from this request.")
    METHOD_NOT_ALLOWED = (405, "This address does not answer to that method.")
    PAYLOAD_TOO_LARGE = (413, "That is more than we take at once.")
    UNSUPPORTED_MEDIA_TYPE = (415, "Send JSON.")
    IDEMPOTENCY_MISMATCH = (422, "This cmd_id was used for something else.")
    RATE_LIMITED = (429, "Too fast. Wait a moment.")
    TOO_MANY_CONNECTIONS = (429, "Too many connections. Close one first.")
    INTERNAL_ERROR = (500, "Something broke on our side. Nothing you did is lost.")
    SERVICE_UNAVAILABLE = (503, "Not now. Nothing has changed; try again.")
    UNKNOWN_EVENT = (400, "There is no such event.")
    BAD_FRAME = (400, "That frame could not be read.")
    SLOW_CONSUMER = (429, "You read slower than the table speaks. Come back and catch up.")

    def __init__(self, status: int, message: str) -> None:
        self.status = status
        self.message = message


class GameError(Exception):
    """A refusal. Nothing has changed.

    Args:
        code: what kind of refusal it is.
        message: overrides the catalogue's sentence; never exception text.
        extra: further fields of the answer (``waiting_for``, ``retry_after``, ``request_id``).
    """

    def __init__(self, code: ErrorCode, message: str | None = None, **extra: Any) -> None:
        super().__init__(code.name)
        self.code = code
        self.message = message or code.message
        self.extra = extra

    def as_dict(self) -> dict[str, Any]:
        """The error as both doors send it: ``code``, ``message`` and the extra fields."""
        return {"code": self.code.name, "message": self.message, **self.extra}
