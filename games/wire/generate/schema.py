"""The JSON schema of everything that goes over the socket."""

from typing import Any

from pydantic.json_schema import JsonSchemaMode, models_json_schema

from games.errors import ErrorCode
from games.wire.generate import messages
from games.wire.generate.pretty import pretty
from games.wire.state import GameState
from games.wire.vocabulary import word

DIALECT = "https://json-schema.org/draft/2020-12/schema"
PLAIN_DATA = frozenset({"default", "const", "enum", "examples", "example"})
KINDS = {"CharacterClass": "class", "EndReason": "reason", "Phase": "phase", "Theme": "theme"}

Json = dict[str, Any]


def text() -> str:
    return pretty(wire_schema())


def wire_schema() -> Json:
    """All messages under ``$defs``; ``Requests``, ``Facts`` and ``Signals`` say which event carries which."""
    requests, facts, signals = messages.requests_by_name(), messages.facts_by_name(), messages.signals_by_name()
    told = [*facts.values(), *signals.values(), *messages.answer_parts(), GameState]
    modes: list[tuple[Any, JsonSchemaMode]] = [(kind, "validation") for kind in requests.values()]
    modes += [(kind, "serialization") for kind in told]
    definitions: Json = untitled(models_json_schema(modes, by_alias=True)[1]["$defs"])
    for name, definition in definitions.items():
        _describe(name, definition)
    definitions["LoggedEvent"] = _logged_event({name: kind.__name__ for name, kind in facts.items()})
    definitions |= _refusals()
    definitions["ErrorTold"]["properties"]["code"] = _ref("ErrorCode")
    maps = {
        "Requests": _events("What a client may ask, by event.", {name: kind.__name__ for name, kind in requests.items()}),
        "Facts": _events("What is logged and told to the room, by event.", {name: kind.__name__ for name, kind in facts.items()}),
        "Signals": _events("What is told in passing, by event.", {name: kind.__name__ for name, kind in signals.items()}),
    }
    return {
        "$schema": DIALECT,
        "title": "The Arcane Codex: what goes over the socket",
        "$defs": {**maps, **dict(sorted(definitions.items()))},
    }


def untitled(schema: Any) -> Any:
    """The schema without the titles that only repeat a field's name."""
    if isinstance(schema, list):
        return [untitled(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        key: value if key in PLAIN_DATA else untitled(value)
        for key, value in schema.items()
        if not (key == "title" and isinstance(value, str))
    }


def _describe(name: str, definition: Json) -> None:
    """Gives the vocabulary's words to whatever has none of its own. A reference says nothing: what it refers to is described there."""
    if "description" in definition:
        definition["description"] = messages.one_line(definition["description"])
    elif name in KINDS:
        definition["description"] = word(name, KINDS[name]).meaning
    for field, schema in definition.get("properties", {}).items():
        if "$ref" not in schema:
            schema.setdefault("description", word(name, field).meaning)


def _events(description: str, names: dict[str, str]) -> Json:
    properties = {event: _ref(name) for event, name in names.items()}
    return {"description": description, "type": "object", "properties": properties, "required": list(names), "additionalProperties": False}


def _logged_event(names: dict[str, str]) -> Json:
    return {
        "description": "An entry of the history: a fact's name and its payload.",
        "oneOf": [
            {
                "type": "object",
                "properties": {"event": {"const": event}, "data": _ref(name)},
                "required": ["event", "data"],
                "additionalProperties": False,
            }
            for event, name in names.items()
        ],
    }


def _refusals() -> Json:
    refusal = {"code": _ref("ErrorCode"), "message": {"type": "string", "description": "One sentence for a person."}}
    refused = {"ok": {"const": False}, "error": _ref("Refusal")}
    return {
        "Acknowledgement": {
            "description": "The answer to every event that was sent with an acknowledgement.",
            "oneOf": [
                {"description": "Done; further fields answer.", **_open({"ok": {"const": True}})},
                {"type": "object", "properties": refused, "required": ["ok", "error"], "additionalProperties": False},
            ],
        },
        "ErrorCode": {"description": "Why something was refused.", "type": "string", "enum": [code.name for code in ErrorCode]},
        "Refusal": {
            "description": "Why not. May carry further fields: `waiting_for`, `retry_after`, `request_id`, `field`.",
            **_open(refusal),
        },
    }


def _open(properties: Json) -> Json:
    """An object that has these fields and perhaps others."""
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": True}


def _ref(name: str) -> Json:
    return {"$ref": f"#/$defs/{name}"}
