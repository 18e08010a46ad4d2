"""JSON as a database takes it."""

from typing import Any

import orjson
from psycopg.types.json import Jsonb


def json_parameter(value: Any, vendor: str) -> Any:
    """The parameter of a statement that stores a value in a JSON column; None is SQL's NULL."""
    if value is None:
        return None
    return Jsonb(value, orjson.dumps) if vendor == "postgresql" else orjson.dumps(value).decode()
