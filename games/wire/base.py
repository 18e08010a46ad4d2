"""What a wire message is, and the registry that every declaration enters."""

from enum import StrEnum
from typing import Annotated, Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints


class Audience(StrEnum):
    """Who hears a message that the server sends."""

    ROOM = "everybody in the room"
    OTHERS = "everybody in the room except the sender"
    PLAYER = "its player only"
    CALLER = "the one who asked"


class Part(BaseModel):
    """A piece of a message that the server sends. Undeclared fields are bugs and raise at construction."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True, hide_input_in_errors=True)

    def to_wire(self) -> dict[str, Any]:
        return self.model_dump(mode="json", by_alias=True)


class Message(BaseModel):
    """Base of all declared messages. A subclass gives its wire name: ``class PlayerLeft(Fact, name="player_left")``."""

    wire_name: ClassVar[str]
    registry: ClassVar[dict[str, type[Any]]]

    def __init_subclass__(cls, *, name: str = "", **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if not name:
            return
        if not (cls.__doc__ or "").strip():
            raise TypeError(f"{cls.__name__} needs a docstring: it is the documentation of {name!r}.")
        if name in cls.registry:
            raise TypeError(f"{name!r} is declared twice.")
        cls.wire_name = name
        cls.registry[name] = cls


class Request(Message):
    """What a client may ask over the socket. Unknown fields are ignored: a client is never believed about facts."""

    model_config = ConfigDict(extra="ignore", frozen=True, strict=True, hide_input_in_errors=True)
    registry = {}

    cmd_id: "CommandId | None" = Field(default=None, description="Makes a repeated command have one effect.")


class Fact(Message, Part):
    """What happened, told to the whole room and kept in the game's history under the next ``seq``."""

    registry = {}


class Signal(Message, Part):
    """What passes: never stored, never numbered."""

    registry = {}
    audience: ClassVar[Audience]

    def __init_subclass__(cls, *, name: str = "", audience: Audience | None = None, **kwargs: Any) -> None:
        super().__init_subclass__(name=name, **kwargs)
        if name and audience is None:
            raise TypeError(f"{cls.__name__} does not say who hears it.")
        if audience is not None:
            cls.audience = audience


CommandId = Annotated[
    str, StringConstraints(pattern=r"^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$", max_length=36)
]
GameCode = Annotated[str, StringConstraints(strip_whitespace=True, to_upper=True, min_length=1, max_length=64)]
Seq = Annotated[int, Field(ge=0, le=2**53 - 1)]
Timestamp = Annotated[str, Field(description="ISO 8601, UTC, ending in Z", examples=["2026-03-14T21:12:00.000Z"])]

Request.model_rebuild()
