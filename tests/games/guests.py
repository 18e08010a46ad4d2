"""People who play over the HTTP API."""

import json
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.test import Client
from django.test.client import ClientHandler

from games.errors import ErrorCode

NAMES = ("Oona", "Sefu", "Ines", "Marek", "Bram", "Lotte", "Yun", "Tarek")


@dataclass(frozen=True)
class Reply:
    status: int
    body: dict[str, Any]

    @property
    def code(self) -> str | None:
        """The code of a refusal, None for success. Checks that the answer is whole and the status fits."""
        if self.body.get("status") == "success":
            assert self.status == 200
            return None
        assert self.body["status"] == "error"
        assert self.body["message"]
        assert self.status == ErrorCode[self.body["code"]].status
        return str(self.body["code"])

    @property
    def told(self) -> dict[str, Any]:
        """What a success says besides ``status``."""
        assert self.code is None, self.body
        return {name: value for name, value in self.body.items() if name != "status"}


class Guest:
    """Somebody with a browser of their own. ``seat`` is the player_id at the table they sit at, ``code`` the table."""

    def __init__(self, name: str | None = None, *, csrf: bool = False) -> None:
        self.client = Client(raise_request_exception=False)
        self.client.handler = _handler(csrf)
        self.name = name
        self.seat = self.code = ""
        self.heard: list[str] = []
        if name is not None:
            assert self.post("set_username", username=name).code is None

    def post(self, call: str, /, **body: Any) -> Reply:
        return self.send(call, json.dumps(body))

    def send(self, call: str, body: str | bytes, *, content_type: str = "application/json", query: str = "", **headers: Any) -> Reply:
        """Posts a body as it stands."""
        return self._reply(self.client.post(f"/api/{call}{query}", body, content_type=content_type, **headers))

    def get(self, call: str, /, **query: Any) -> Reply:
        return self._reply(self.client.get(f"/api/{call}", query))

    def act(self, call: str, /, **body: Any) -> dict[str, Any]:
        """Posts at one's own table what has to succeed."""
        return self.post(call, game_code=self.code, **body).told

    def read(self, call: str, /, **query: Any) -> dict[str, Any]:
        """Reads of one's own table what has to be readable."""
        return self.get(call, game_code=self.code, **query).told

    def create(self, **terms: Any) -> "Guest":
        told = self.post("create_game", **terms).told
        self.code, self.seat = told["game_code"], told["player_id"]
        return self

    def join(self, code: str) -> "Guest":
        told = self.post("join_game", game_code=code).told
        self.code, self.seat = told["game_code"], told["player_id"]
        return self

    def _reply(self, response: Any) -> Reply:
        body = json.loads(response.content)
        self.heard.append(json.dumps(body, ensure_ascii=False))
        return Reply(response.status_code, body)


@cache
def _handler(csrf: bool) -> ClientHandler:
    """One for all clients: a handler of its own would look through all static files each time."""
    return ClientHandler(enforce_csrf_checks=csrf)


def table(count: int = 2, **terms: Any) -> list[Guest]:
    """People at a new table, the host first."""
    host = Guest(NAMES[0]).create(**{"max_players": 8, **terms})
    return [host, *(Guest(name).join(host.code) for name in NAMES[1:count])]


def begun(count: int = 2, **terms: Any) -> list[Guest]:
    """People whose story has begun; no turn is open yet."""
    people = table(count, **terms)
    people[0].act("start_game")
    return people


def at_turn(count: int = 2, **terms: Any) -> list[Guest]:
    """People with an open turn."""
    people = begun(count, **terms)
    people[0].act("generate_scenario")
    return people


def play_turn(people: list[Guest], choice: str = "hold") -> dict[str, Any]:
    """Everybody chooses the same, and the host resolves."""
    people[0].act("generate_scenario")
    for guest in people:
        guest.act("make_choice", choice=choice)
    return people[0].act("resolve_turn")


def events(guest: Guest, since: int = 0) -> list[dict[str, Any]]:
    """The history of the guest's table."""
    found = guest.read("game_state", since=since)["events"]
    return [dict(event) for event in found]


def names_told(guest: Guest, since: int = 0) -> list[str]:
    return [event["event"] for event in events(guest, since)]
