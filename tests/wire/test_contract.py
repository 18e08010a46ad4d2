"""What is declared keeps what the outside contract promises."""

from functools import cache
from typing import Any

import pytest

from games.api.entry import openapi
from games.errors import ErrorCode
from games.wire.base import Fact, Request, Signal
from games.wire.generate import messages
from tests.wire import contract

VALUES = {"game_code": "r7km2p", "last_seq": 3, "player_id": "p_1", "choice": "run", "turn_number": 2, "is_typing": True, "text": "Listen."}


@cache
def document() -> dict[str, Any]:
    return openapi()


@pytest.mark.parametrize(("method", "path"), contract.calls())
def test_every_call_is_described(method: str, path: str) -> None:
    operation = document()["paths"][path][method.lower()]
    assert operation["summary"]
    assert {"200", "4XX", "5XX"} <= {str(status) for status in operation["responses"]}


@pytest.mark.parametrize("call", [f"{method} {path}" for method, path in contract.calls() if contract.body_fields(f"{method} {path}")])
def test_every_body_has_the_fields_of_the_table(call: str) -> None:
    if call == "POST /api/add_bot":  # shares its row with two calls that take a player_id
        return
    schema = document()["paths"][call.split()[1]]["post"]["requestBody"]["content"]["application/json"]["schema"]
    reference = schema.get("$ref") or schema["allOf"][0]["$ref"]
    declared = document()["components"]["schemas"][reference.rpartition("/")[2]]["properties"]
    assert set(contract.body_fields(call)) <= declared.keys()


def test_the_table_of_calls_was_read() -> None:
    assert len(contract.calls()) >= 25


@pytest.mark.parametrize(("name", "fields"), contract.asked().items())
def test_every_request_takes_the_fields_of_the_contract(name: str, fields: list[str]) -> None:
    kind = Request.registry[name]
    kind.model_validate({field.rstrip("?"): VALUES[field.rstrip("?")] for field in fields})
    required = {field for field, info in kind.model_fields.items() if info.is_required()}
    assert required == {field for field in fields if not field.endswith("?")}


def test_no_request_is_declared_that_the_contract_does_not_know() -> None:
    assert Request.registry.keys() == contract.asked().keys()


@pytest.mark.parametrize(("name", "logged", "fields"), [(name, logged, fields) for name, (logged, fields) in contract.told().items()])
def test_every_event_is_told_with_the_fields_of_the_contract(name: str, logged: bool, fields: list[str]) -> None:
    assert (name in Fact.registry, name in Signal.registry) == (logged, not logged)
    kind = messages.facts_by_name()[name] if logged else Signal.registry[name]
    declared = {info.alias or field for field, info in kind.model_fields.items()}
    assert {*fields, *(("seq", "timestamp") if logged else ())} <= declared


def test_no_event_is_declared_that_the_contract_does_not_know() -> None:
    assert Fact.registry.keys() | Signal.registry.keys() == contract.told().keys()


@pytest.mark.parametrize(("name", "status"), contract.codes().items())
def test_every_code_has_its_status(name: str, status: int | None) -> None:
    assert status in (None, ErrorCode[name].status)


def test_the_catalogue_was_read() -> None:
    assert {code.name for code in ErrorCode} == contract.codes().keys()
    assert contract.codes()["INTERNAL_ERROR"] == 500
