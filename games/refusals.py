"""Turns what validation found into one refusal of the catalogue. Nothing of the input goes back."""

from collections.abc import Iterable, Mapping
from typing import Any

from games.errors import ErrorCode, GameError


def from_validation(problems: Iterable[Mapping[str, Any]]) -> GameError:
    """``MISSING_FIELD`` where a field is missing, otherwise ``VALIDATION_ERROR``; ``field`` names the first one concerned.

    Args:
        problems: as ``pydantic.ValidationError.errors()`` gives them.
    """
    found = list(problems)
    missing = [problem for problem in found if problem["type"] == "missing"]
    first = (missing or found)[0]
    field = ".".join(str(part) for part in first["loc"] if part not in ("body", "query", "data", "payload"))
    if missing:
        return GameError(ErrorCode.MISSING_FIELD, f"{field} is missing." if field else None, field=field)
    reason = first.get("msg", "") if first["type"] == "value_error" else ""
    said = reason.removeprefix("Value error, ")
    return GameError(ErrorCode.VALIDATION_ERROR, f"{field} {said}." if field and said else None, field=field)
