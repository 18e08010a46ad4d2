"""The documents are valid by the rules of their kinds, and every example by its own message's."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest
from django.conf import settings

from games.api.entry import openapi
from games.wire.generate import asyncapi, events_md, messages, schema

ASYNCAPI_SCHEMA = Path(settings.BASE_DIR) / "node_modules/@asyncapi/specs/schemas/3.0.0-without-$id.json"
EXAMPLES = [
    *(("Requests", kind) for kind in messages.requests_by_name().values()),
    *(("Facts", kind) for kind in messages.facts_by_name().values()),
    *(("Signals", kind) for kind in messages.signals_by_name().values()),
]


@cache
def wire() -> dict[str, Any]:
    return schema.wire_schema()


def validator(definition: str) -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator({**wire(), "$ref": f"#/$defs/{definition}"})


def references(value: Any) -> set[str]:
    if isinstance(value, list):
        return {found for each in value for found in references(each)}
    if not isinstance(value, dict):
        return set()
    own = {value["$ref"]} if isinstance(value.get("$ref"), str) else set()
    return own | {found for each in value.values() for found in references(each)}


def resolved(document: dict[str, Any], reference: str) -> Any:
    value: Any = document
    for part in reference.removeprefix("#/").split("/"):
        value = value[part.replace("~1", "/")]
    return value


def test_the_schema_is_a_schema_and_whole() -> None:
    document = wire()
    jsonschema.Draft202012Validator.check_schema(document)
    for reference in references(document):
        assert resolved(document, reference)


@pytest.mark.parametrize(("direction", "kind"), EXAMPLES, ids=lambda value: getattr(value, "wire_name", value))
def test_every_example_is_a_valid_message(direction: str, kind: Any) -> None:
    example = messages.example(kind)
    validator(kind.__name__).validate(example)
    kind.model_validate(example)


@pytest.mark.parametrize(("direction", "kind"), EXAMPLES, ids=lambda value: getattr(value, "wire_name", value))
def test_a_payload_without_a_required_field_is_not(direction: str, kind: Any) -> None:
    required = [info.alias or name for name, info in kind.model_fields.items() if info.is_required()]
    for field in required:
        payload = {name: value for name, value in messages.example(kind).items() if name != field}
        assert not validator(kind.__name__).is_valid(payload)


def test_acknowledgements_of_both_kinds_fit() -> None:
    assert validator("Acknowledgement").is_valid({"ok": True, "seq": 4})
    assert validator("Acknowledgement").is_valid({"ok": False, "error": {"code": "RATE_LIMITED", "message": "Wait.", "retry_after": 2}})
    assert not validator("Acknowledgement").is_valid({"ok": False, "error": {"code": "WHATEVER", "message": "Wait."}})
    assert not validator("Acknowledgement").is_valid({"ok": False})


def test_the_asyncapi_document_is_valid() -> None:
    rules = json.loads(ASYNCAPI_SCHEMA.read_text(encoding="utf-8"))
    document = json.loads(asyncapi.text())
    jsonschema.Draft7Validator(rules).validate(document)
    assert not jsonschema.Draft7Validator(rules).is_valid({**document, "operations": {"x": {"action": "shout"}}})


def test_every_reference_of_the_asyncapi_document_leads_somewhere() -> None:
    document = asyncapi.document()
    for reference in references(document):
        if reference.startswith(asyncapi.SCHEMA):
            assert reference.removeprefix(asyncapi.SCHEMA) in wire()["$defs"]
        else:
            assert resolved(document, reference)


def test_every_message_has_an_operation() -> None:
    operations = asyncapi.document()["operations"]
    assert {f"ask_{name}" for name in messages.requests_by_name()} <= operations.keys()
    assert {f"tell_{name}" for name in (*messages.facts_by_name(), *messages.signals_by_name())} <= operations.keys()


def test_the_page_tells_of_every_message_and_every_field() -> None:
    page = events_md.text()
    for _, kind in EXAMPLES:
        section = page.partition(f"### `{kind.wire_name}`")[2]
        assert messages.sentence(kind) in page
        for name, info in kind.model_fields.items():
            assert f"| `{info.alias or name}` |" in section
    assert "|  |\n" not in page  # no field without a meaning


def test_the_openapi_document_is_whole() -> None:
    document = json.loads(json.dumps(openapi()))
    assert document["openapi"].startswith("3.1")
    for reference in references(document):
        assert resolved(document, reference)
    for definition in document["components"]["schemas"].values():
        jsonschema.Draft202012Validator.check_schema(definition)
    names = [operation["operationId"] for path in document["paths"].values() for operation in path.values()]
    assert len(names) == len(set(names))


def test_the_openapi_document_says_how_to_write() -> None:
    document = openapi()
    assert document["components"]["securitySchemes"]["session"] == {"type": "apiKey", "in": "cookie", "name": "sessionid"}
    assert document["components"]["parameters"]["CsrfToken"]["name"] == "X-CSRFToken"
    token = {"$ref": "#/components/parameters/CsrfToken"}
    for path in document["paths"].values():
        for method, operation in path.items():
            assert (token in operation.get("parameters", [])) == (method == "post")
            assert operation["responses"]["4XX"] == {"$ref": "#/components/responses/Refused"}
            assert operation["responses"]["5XX"] == {"$ref": "#/components/responses/Broken"}
    assert document["paths"]["/api/make_choice"]["post"]["security"] == [{"session": []}]
    assert {} in document["paths"]["/api/set_username"]["post"]["security"]
