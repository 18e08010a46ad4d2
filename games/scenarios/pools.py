"""The engine's own sentences, kept in ``voice/``: a file of pools, each a list of texts or of ``{one, many}`` pairs."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_VOICE = Path(__file__).parent / "voice"


@dataclass(frozen=True, slots=True)
class Pair:
    """The same sentence for one player and for several."""

    one: str
    many: str


def lines(file: str, *keys: str) -> tuple[str, ...]:
    """The pool of texts called ``keys`` in ``voice/<file>.toml``. KeyError if there is none."""
    return tuple(_pool(file, keys))


def pairs(file: str, *keys: str) -> tuple[Pair, ...]:
    """Like ``lines``, for a pool of pairs."""
    return tuple(Pair(**each) for each in _pool(file, keys))


def _pool(file: str, keys: tuple[str, ...]) -> Any:
    pool: Any = _file(file)
    for key in keys:
        pool = pool[key]
    return pool


@cache
def _file(name: str) -> Mapping[str, Any]:
    return tomllib.loads((_VOICE / f"{name}.toml").read_text(encoding="utf-8"))
