"""``docs/events.md``: every message of the socket for a reader."""

import json
from collections.abc import Iterator
from typing import Any

from games.errors import ErrorCode
from games.wire.base import Message
from games.wire.generate import messages
from games.wire.generate.pretty import pretty
from games.wire.generate.schema import wire_schema
from games.wire.vocabulary import word

HEAD = """\
# What goes over the socket

Written by `manage.py generate_wire` from `games/wire`; change it there. The same for tools: [wire.schema.json](wire.schema.json),
[asyncapi.json](asyncapi.json). The rules around it stand in [contract.md](contract.md).
"""
ACKNOWLEDGEMENT = """\
## The acknowledgement

Every event of a client may be sent with an acknowledgement. It is `{"ok": true, …}` with what the command answers, or

```json
%s
```

A refusal is also emitted to the sender as `error`. `CHOICES_PENDING` adds `waiting_for`, `RATE_LIMITED` adds `retry_after` (seconds),
`INTERNAL_ERROR` adds `request_id`, `MISSING_FIELD` and `VALIDATION_ERROR` may add `field`.
"""
ANSWERS = """\
## What commands answer

Over the socket with `ok: true`, over HTTP with `status: success`.
"""
KINDS = {"string": "text", "integer": "number", "boolean": "true or false", "null": "null", "object": "object"}
ELSEWHERE = {"Requests", "Facts", "Signals", "Acknowledgement", "Refusal", "ErrorCode", "GameState"}
MOST_SEQ = 2**53 - 1
TABLE = ("| field | type | optional | meaning |", "| --- | --- | --- | --- |")


def text() -> str:
    definitions = wire_schema()["$defs"]
    asked, facts, signals = messages.requests_by_name(), messages.facts_by_name(), messages.signals_by_name()
    lines = [HEAD, "## What a client may ask", ""]
    for request in asked.values():
        lines += _message(request, definitions, "From: a client. Logged: no.")
    lines += [ACKNOWLEDGEMENT % json.dumps({"ok": False, "error": messages.example(signals["error"])}), "## What happened: facts", ""]
    for fact in facts.values():
        lines += _message(fact, definitions, "To: everybody in the room. Logged: yes.")
    lines += ["## What passes: signals", ""]
    for signal in signals.values():
        lines += _message(signal, definitions, f"To: {signal.audience.value}. Logged: no.")
    answers = [part.__name__ for part in messages.answer_parts()]
    told = {kind.__name__ for kind in (*asked.values(), *facts.values(), *signals.values())}
    parts = [name for name in definitions if name not in (told | ELSEWHERE | {*answers})]
    lines += ["## What messages are made of", "", *_parts(definitions, parts)]
    lines += [ANSWERS, *_parts(definitions, answers)]
    return "\n".join([*lines, *_errors()]).rstrip() + "\n"


def _message(kind: type[Message], definitions: dict[str, Any], audience: str) -> Iterator[str]:
    yield from (f"### `{kind.wire_name}`", "", messages.sentence(kind), "", audience, "")
    yield from _fields(kind.__name__, definitions[kind.__name__])
    yield from ("```json", pretty(messages.example(kind)).rstrip(), "```", "")


def _fields(kind: str, definition: dict[str, Any]) -> Iterator[str]:
    properties, required = definition.get("properties", {}), definition.get("required", [])
    if not properties:
        return
    yield from TABLE
    for name, schema in properties.items():
        optional = "" if name in required else "yes"
        yield f"| `{name}` | {_type(schema)} | {optional} | {_cell(schema.get('description') or word(kind, name).meaning)} |"
    yield ""


def _parts(definitions: dict[str, Any], names: list[str]) -> Iterator[str]:
    for name in names:
        definition = definitions[name]
        yield from (f"### {name}", "")
        if "description" in definition:
            yield from (definition["description"], "")
        if "enum" in definition:
            yield from (_type({"enum": definition["enum"]}), "")
        yield from _fields(name, definition)


def _errors() -> Iterator[str]:
    yield from ("## Refusals", "", "One catalogue for HTTP and the socket.", "", "| code | HTTP status | sentence |", "| --- | --- | --- |")
    yield from (f"| `{code.name}` | {code.status} | {code.message} |" for code in ErrorCode)


def _type(schema: dict[str, Any]) -> str:
    """A schema in a word or two: ``text or null``, ``list of PlayerState``."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return f"[{name}](#{name.lower()})" if name != "ErrorCode" else "[code](#refusals)"
    if "anyOf" in schema:
        return " or ".join(_type(each) for each in schema["anyOf"])
    if "enum" in schema or "const" in schema:
        return " or ".join(f"`{each}`" for each in schema.get("enum", [schema.get("const")]))
    if schema["type"] == "array":
        return f"list of {_type(schema['items'])}"
    return KINDS[schema["type"]] + _bounds(schema)


def _bounds(schema: dict[str, Any]) -> str:
    if schema.get("maxLength") and "minLength" in schema:
        return f" of {schema['minLength']}–{schema['maxLength']} characters"
    if schema.get("maximum", MOST_SEQ) != MOST_SEQ:
        return f", {schema['minimum']}–{schema['maximum']}"
    return ""


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
