"""Who people are and where it happens: drawn so that no name comes twice where it could be mistaken."""

import tomllib
from collections.abc import Collection, Mapping
from functools import cache
from pathlib import Path

from games.scenarios.model import ScenarioRequest
from games.scenarios.pack import Person
from games.scenarios.seeds import nth, shuffled

_FILE = Path(__file__).parent / "names.toml"
_CAST = 3


@cache
def names() -> Mapping[str, tuple[str, ...]]:
    """First names under "m" and "f", places under "places"."""
    return {key: tuple(pool) for key, pool in tomllib.loads(_FILE.read_text(encoding="utf-8")).items()}


def place(request: ScenarioRequest) -> str:
    """Where this turn happens; a place comes back only when every other has been."""
    return nth(names()["places"], request.turn_number - 1, request.seed, "places")


def cast_names(cast: Mapping[str, Person], request: ScenarioRequest) -> dict[str, str]:
    """A name for each of the cast: of nobody at the table, of nobody remembered, no two with the same first letter if it can be."""
    taken = {seat.name.casefold() for seat in request.seats} | {memory.person.casefold() for memory in request.story.memories}
    taken |= {word for name in taken for word in name.split()}
    drawn: dict[str, str] = {}
    for key, person in cast.items():
        name = _free(_from_here(person.sex, request), taken, {each[0] for each in drawn.values()})
        drawn[key] = name
        taken.add(name.casefold())
    return drawn


def _from_here(sex: str, request: ScenarioRequest) -> list[str]:
    """All names in the order of this game, beginning where earlier turns are likely to have stopped."""
    order = shuffled(names()[sex], request.seed, "names", sex)
    start = (request.turn_number - 1) * _CAST % len(order)
    return order[start:] + order[:start]


def _free(order: list[str], taken: Collection[str], initials: Collection[str]) -> str:
    free = [name for name in order if name.casefold() not in taken]
    return next((name for name in free if name[0] not in initials), free[0])
