"""Reads a folder of situations. The form is told in ``docs/writing.md``; whatever departs from it is refused by name."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from games.scenarios.model import Deed, ScenarioError, Theme, Treatment
from games.scenarios.slots import paragraphs, slots

HOUSE = Path(__file__).parent / "house"
ROLES = ("Fighter", "Mage", "Thief", "Ranger", "Cleric", "Bard")

Table = dict[str, Any]
Kind = TypeVar("Kind", Theme, Deed, Treatment)


class PackError(ScenarioError):
    """A file of a pack is not a situation; the message names the file and the thing."""


@dataclass(frozen=True, slots=True)
class Person:
    known_as: str
    sex: str


@dataclass(frozen=True, slots=True)
class Remember:
    person: str
    how: Treatment
    clause: str


@dataclass(frozen=True, slots=True)
class Way:
    """An option as written."""

    id: str
    text: str
    deed: Deed
    one: str
    many: str
    wins: str
    reason: str = ""
    remember: Remember | None = None


@dataclass(frozen=True, slots=True)
class Truth:
    """A whisper as written, for nobody yet."""

    text: str
    heard: str


@dataclass(frozen=True, slots=True)
class Situation:
    """One file. ``folder`` is the name of the folder it lies in; texts keep their slots, paragraphs are parted by a blank line."""

    id: str
    folder: str
    title: str
    theme: Theme
    cast: Mapping[str, Person]
    vary: Mapping[str, tuple[str, ...]]
    scene: str
    united: str
    split: str
    scattered: str
    close: str
    options: tuple[Way, ...]
    whispers: Mapping[str, Truth]
    others: tuple[Truth, ...]


@dataclass(frozen=True, slots=True)
class Pack:
    situations: tuple[Situation, ...]

    def theme_of(self, situation: str) -> Theme | None:
        return next((each.theme for each in self.situations if each.id == situation), None)


@cache
def load_pack(folder: Path) -> Pack:
    """Every situation below ``folder``, by id. Read once.

    Raises:
        PackError: the folder holds no situation, a file is not one, or two have the same name.
    """
    found: dict[str, Situation] = {}
    for path in sorted(folder.rglob("*.toml")):
        situation = read_situation(path)
        if situation.id in found:
            raise PackError(f"{path}: another file is called {path.stem} too")
        found[situation.id] = situation
    if not found:
        raise PackError(f"{folder}: no situation in this folder")
    return Pack(tuple(found[name] for name in sorted(found)))


def read_situation(path: Path) -> Situation:
    """Raises PackError if the file cannot be read as a situation."""
    try:
        return _situation(path, tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise PackError(f"{path}: {error}") from error
    except PackError as error:
        raise PackError(f"{path}: {error}") from None


def _situation(path: Path, table: Table) -> Situation:
    plain = ("title", "theme", "scene", "united", "split", "scattered", "close")
    _check_keys(table, "the file", (*plain, "cast", "vary", "options", "whispers", "others"))
    text = {key: _string(table, key, key) for key in plain}
    cast = {key: _person(key, value) for key, value in _table(table, "cast").items()}
    vary = {key: _details(key, value) for key, value in _table(table, "vary").items()}
    _check_different_slots(cast, vary)
    known = {"place", *cast, *vary}
    for key in plain:
        _check_slots(text[key], key, set() if key in ("title", "theme") else known)
    return Situation(
        id=path.stem,
        folder=path.parent.name,
        title=text["title"],
        theme=_one_of(Theme, text["theme"], "theme"),
        cast=cast,
        vary=vary,
        scene="\n\n".join(paragraphs(text["scene"])),
        **{key: " ".join(text[key].split()) for key in ("united", "split", "scattered", "close")},
        options=tuple(_way(each, known, cast) for each in _tables(table, "options")),
        whispers={role: _truth(each, f"whispers.{role}", known) for role, each in _table(table, "whispers").items()},
        others=tuple(_truth(each, f"others {number}", known) for number, each in enumerate(_tables(table, "others"), 1)),
    )


def _check_different_slots(cast: Mapping[str, Person], vary: Mapping[str, tuple[str, ...]]) -> None:
    for key in sorted((cast.keys() & vary.keys()) | ((cast.keys() | vary.keys()) & {"who", "place"})):
        raise PackError(f"two slots are called {key}")


def _person(key: str, value: Any) -> Person:
    where = f"cast.{key}"
    _check_keys(value, where, ("as", "sex"))
    known_as, sex = _string(value, "as", where), _string(value, "sex", where)
    if sex not in ("m", "f"):
        raise PackError(f"{where}: sex is m or f, not {sex}")
    _check_slots(known_as, where, set())
    return Person(known_as, sex)


def _details(key: str, value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not value or not all(isinstance(each, str) and each.strip() for each in value):
        raise PackError(f"vary.{key}: not a list of texts")
    for each in value:
        _check_slots(each, f"vary.{key}", set())
    return tuple(value)


def _way(value: Table, known: set[str], cast: Mapping[str, Person]) -> Way:
    where = f"option {value.get('id', '?')}"
    plain = ("id", "text", "deed", "one", "many", "wins")
    _check_keys(value, where, plain, ("reason", "remember"))
    text = {key: " ".join(_string(value, key, where).split()) for key in (*plain, *(("reason",) if "reason" in value else ()))}
    for key, each in text.items():
        _check_slots(each, f"{where}, {key}", known | {"who"} if key in ("one", "many") else known)
    remember = _remember(value["remember"], where, known, cast) if "remember" in value else None
    deed = _one_of(Deed, text.pop("deed"), f"{where}, deed")
    return Way(**text, deed=deed, remember=remember)


def _remember(value: Any, where: str, known: set[str], cast: Mapping[str, Person]) -> Remember:
    where = f"{where}, remember"
    _check_keys(value, where, ("person", "how", "clause"))
    person, clause = _string(value, "person", where), _string(value, "clause", where)
    if person not in cast:
        raise PackError(f"{where}: nobody in the cast is called {person}")
    _check_slots(clause, where, known)
    return Remember(person, _one_of(Treatment, _string(value, "how", where), where), clause)


def _truth(value: Any, where: str, known: set[str]) -> Truth:
    _check_keys(value, where, ("text", "heard"))
    text, heard = _string(value, "text", where), _string(value, "heard", where)
    _check_slots(text, where, known)
    _check_slots(heard, f"{where}, heard", known | {"who"})
    return Truth(" ".join(text.split()), " ".join(heard.split()))


def _check_keys(table: Any, where: str, required: Iterable[str], optional: Iterable[str] = ()) -> None:
    if not isinstance(table, dict):
        raise PackError(f"{where}: not a table")
    for key in required:
        if key not in table:
            raise PackError(f"{where}: {key} is missing")
    for key in table.keys() - {*required, *optional}:
        raise PackError(f"{where}: nothing here is called {key}")


def _check_slots(text: str, where: str, known: set[str]) -> None:
    for slot in sorted(slots(text) - known):
        raise PackError(f"{where}: {{{slot}}} is not a slot here")


def _string(table: Table, key: str, where: str) -> str:
    value = table[key]
    if not isinstance(value, str) or not value.strip():
        raise PackError(f"{where}: {key} is not a text")
    return value


def _table(table: Table, key: str) -> Table:
    value = table[key]
    if not isinstance(value, dict) or not value:
        raise PackError(f"{key} is not a table")
    return value


def _tables(table: Table, key: str) -> list[Table]:
    value = table[key]
    if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
        raise PackError(f"{key} is not a list of tables")
    return value


def _one_of(kind: type[Kind], value: str, where: str) -> Kind:
    try:
        return kind(value)
    except ValueError:
        raise PackError(f"{where}: {value} is none of {', '.join(kind)}") from None
