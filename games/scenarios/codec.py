"""Scenario and Story to and from what JSON can hold. What is written comes back equal."""

from dataclasses import fields, is_dataclass
from enum import StrEnum
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from games.scenarios.model import Scenario, Story

Json = dict[str, Any]
T = TypeVar("T")


def scenario_to_json(scenario: Scenario) -> Json:
    return _record(scenario)


def scenario_from_json(data: Json) -> Scenario:
    """Raises KeyError or ValueError if ``data`` was not written by ``scenario_to_json``."""
    return _dataclass(Scenario, data)


def story_to_json(story: Story) -> Json:
    return _record(story)


def story_from_json(data: Json) -> Story:
    """Raises KeyError or ValueError if ``data`` was not written by ``story_to_json``; an empty dict is a story not begun."""
    return _dataclass(Story, data) if data else Story()


def _record(value: Any) -> Json:
    return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return _record(value)
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value.value if isinstance(value, StrEnum) else value


def _dataclass(kind: type[T], data: Json) -> T:
    hints = get_type_hints(kind)
    return kind(**{name: _typed(hint, data[name]) for name, hint in hints.items()})


def _typed(hint: Any, value: Any) -> Any:
    if get_origin(hint) in (Union, UnionType):
        return None if value is None else _typed(next(arg for arg in get_args(hint) if arg is not type(None)), value)
    if get_origin(hint) is tuple:
        return tuple(_typed(get_args(hint)[0], item) for item in value)
    if isinstance(hint, type) and is_dataclass(hint):
        return _dataclass(hint, value)
    return hint(value) if isinstance(hint, type) and issubclass(hint, StrEnum) else value
