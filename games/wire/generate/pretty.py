"""JSON that a person can read: what fits on one line stands on one line."""

import json
from typing import Any

WIDTH = 140


def pretty(value: Any) -> str:
    """The value as JSON text with a newline at its end; keys stay in the order given."""
    return _lines(json.loads(json.dumps(value)), "", 0) + "\n"


def _lines(value: Any, indent: str, taken: int) -> str:
    """``taken`` is how much of the first line stands there already."""
    flat = json.dumps(value, ensure_ascii=False)
    if taken + len(flat) < WIDTH or not isinstance(value, dict | list) or not value:
        return flat
    inner = indent + "  "
    if isinstance(value, list):
        return "[\n" + ",\n".join(inner + _lines(each, inner, len(inner)) for each in value) + f"\n{indent}]"
    named = [(inner + json.dumps(key, ensure_ascii=False) + ": ", each) for key, each in value.items()]
    return "{\n" + ",\n".join(name + _lines(each, inner, len(name)) for name, each in named) + f"\n{indent}}}"
