"""Whatever is sent over HTTP is answered in time, as the contract says."""

import json
from typing import Any

import aiohttp
import pytest

from games.errors import ErrorCode
from tests.conftest import NewPlayer
from tests.fuzz.cast import Cast, a_game_plays, gather
from tests.fuzz.figures import Figures, all_of
from tests.fuzz.values import Values
from tests.support.player import Player
from tests.support.site import Site

ROUND = 500
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE")
TYPES = (
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "application/json; charset=utf-16",
    "",
    "\u00ff/x",
)
API = "/api/"
Json = dict[str, Any]


def _document() -> Json:
    from games.api.entry import openapi

    return openapi()


@pytest.mark.timeout(1200)
@pytest.mark.parametrize("count", [pytest.param(200, id="some"), pytest.param(5000, id="all", marks=pytest.mark.long)])
async def test_every_call_is_answered(site: Site, new_player: NewPlayer, count: int) -> None:
    site.expect("games.browser|django.security.csrf")  # what pages complain of is noted, and forged requests
    figures, document = Figures(site), _document()
    for seed in range(0, count, ROUND):
        cast = await gather(new_player)
        nobody = await new_player()
        people = (*cast.senders, nobody)
        each = min(ROUND, count) // len(people)
        await all_of(*(_call(person, Values(seed + number, cast.known), each, document, figures) for number, person in enumerate(people)))
        await _leave(cast, nobody)
    await a_game_plays(new_player)
    assert len(figures.took) == count
    figures.tell("calls")


async def _leave(cast: Cast, nobody: Player) -> None:
    await cast.close()
    await nobody.close()


async def _call(person: Player, values: Values, count: int, document: Json, figures: Figures) -> None:
    await person.get("csrf-token")
    for _ in range(count):
        path = values.choice(list(document["paths"]))
        known = list(document["paths"][path])
        method = values.choice(known).upper() if values.random() < 0.85 else values.choice(METHODS)
        await _one(person, values, method, path, document["paths"][path].get(method.lower(), {}), document, figures)


async def _one(person: Player, values: Values, method: str, path: str, operation: Json, document: Json, figures: Figures) -> None:
    query = _query(values, operation)
    headers, body = (
        _headers(person, values),
        b"" if method in ("GET", "HEAD") and values.random() < 0.9 else _body(values, operation, document),
    )
    with figures.timed():
        async with person._http.request(
            method, path, params=query, data=body, headers=headers, skip_auto_headers=["Content-Type"]
        ) as response:
            answer = await response.read()
    told = f"{method} {path} {query} {body[:300]!r}: {response.status} {answer[:300]!r}"
    figures.codes[_code(response, answer, method, path, headers.get("Content-Type", ""), told)] += 1


def _code(response: aiohttp.ClientResponse, answer: bytes, method: str, path: str, kind: str, told: str) -> str:
    """What an answer says; checks that the contract knows it. A broken form is refused by Twisted, before anything of ours."""
    if response.status == 400 and method == "POST" and not answer and kind.startswith("multipart/"):
        return "(broken form)"
    if method == "HEAD" or not path.startswith(API):
        assert response.status < 500, told
        return "(head)" if method == "HEAD" else "(machines)"
    assert response.headers.get("Content-Type", "").startswith("application/json"), told
    body = json.loads(answer)
    if body["status"] == "success":
        assert response.status == 200, told
        return "ok"
    assert body["status"] == "error" and body["message"], told
    assert response.status == ErrorCode[body["code"]].status, told
    assert body["code"] != "INTERNAL_ERROR", told
    return str(body["code"])


def _query(values: Values, operation: Json) -> list[tuple[str, str]]:
    names = [each["name"] for each in operation.get("parameters", []) if each.get("in") == "query"] or ["game_code", "since"]
    query = []
    for name in names:
        if values.random() < 0.5:
            value = values.field(name) if values.random() < 0.6 else values.value()
            query.append((name, str(value)[:400].encode("utf-8", "replace").decode()))
    return query


def _headers(person: Player, values: Values) -> dict[str, str]:
    token = person.cookie("csrftoken") if values.random() < 0.95 else values.choice(("", "x", "a" * 64))
    kind = "application/json" if values.random() < 0.9 else values.choice(TYPES)
    return {"X-CSRFToken": token, **({"Content-Type": kind} if kind else {})}


def _body(values: Values, operation: Json, document: Json) -> bytes:
    body = values.json(values.payload(_fields(operation, document)), 60_000).encode()
    if values.random() < 0.15:
        at = values.randrange(len(body) + 1)
        body = values.choice(
            (body[:at], body[:at] + b"\xff" + body[at:], body * 2, b"", b"[" * 3000, b"{" + body, b"\xef\xbb\xbf" + body, b"x" * 70_000)
        )
    return body


def _fields(operation: Json, document: Json) -> list[str]:
    schema = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    text = json.dumps(schema)
    name = text.partition("#/components/schemas/")[2].partition('"')[0]
    return list(document["components"]["schemas"].get(name, {}).get("properties", {"game_code": {}}))
