"""The registries as the documents need them: facts as they travel, and examples."""

from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, create_model

from games.wire import answers, facts, requests, signals  # noqa: F401  declaring is what fills the registries
from games.wire.base import Fact, Part, Request, Seq, Signal, Timestamp
from games.wire.vocabulary import word


def requests_by_name() -> dict[str, type[Request]]:
    return dict(Request.registry)


def facts_by_name() -> dict[str, type[Fact]]:
    """Facts with the ``seq`` and ``timestamp`` that they get when they are stored."""
    return {name: _numbered(kind) for name, kind in Fact.registry.items()}


def signals_by_name() -> dict[str, type[Signal]]:
    return dict(Signal.registry)


def answer_parts() -> list[type[Part]]:
    """What commands answer, in the order of declaration."""
    return [each for each in vars(answers).values() if isinstance(each, type) and each.__module__ == answers.__name__]


def sentence(kind: type[BaseModel]) -> str:
    """The documentation of a message on one line."""
    return one_line(kind.__doc__ or "")


def one_line(text: str) -> str:
    """A docstring as Markdown on one line."""
    return " ".join(text.split()).replace("``", "`")


def example(kind: type[BaseModel]) -> dict[str, Any]:
    """A payload of this kind, by wire names. Fields that a request may leave out because they guard or repeat are shown too."""
    return {field.alias or name: _example(kind, field.alias or name, field.annotation) for name, field in kind.model_fields.items()}


def _numbered(kind: type[Fact]) -> type[Fact]:
    numbered: type[Fact] = create_model(kind.__name__, __base__=kind, __doc__=kind.__doc__, seq=(Seq, ...), timestamp=(Timestamp, ...))
    return numbered


def _example(kind: type[BaseModel], field: str, annotation: Any) -> Any:
    given = word(kind.__name__, field).example
    if given is not None:
        return given
    inner = _inner(annotation)
    if get_origin(inner) is list:
        return [example(_inner(get_args(inner)[0]))]
    if isinstance(inner, type) and issubclass(inner, BaseModel):
        return example(inner)
    left = facts_by_name()["player_left"]
    return example(left)


def _inner(annotation: Any) -> Any:
    """The annotation without what may be null and what only restricts it."""
    while get_origin(annotation) in (Annotated, Union, UnionType):
        annotation = next(each for each in get_args(annotation) if each is not type(None))
    return annotation
