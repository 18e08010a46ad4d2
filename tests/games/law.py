"""The law: the state before an operation, and the events it told, make the state after it.

``reduce`` is what a client does with an event; ``Witness`` watches a table from outside and holds every step against the law.
"""

import re
from collections.abc import Callable
from typing import Any

from tests.games.guests import Guest

State = dict[str, Any]
Event = dict[str, Any]

NOT_TOLD = ("you", "events", "server_time", "status")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+Z")


def reduce(state: State, event: Event) -> State:
    """The public state after one event."""
    data = event["data"]
    after = FACTS.get(event["event"], lambda state, data: {})(state, data)
    return {**state, **after, "seq": data["seq"]}


def _joined(state: State, data: Event) -> State:
    player = {name: data[name] for name in ("player_id", "player_name", "seat", "is_bot")} | {"class": None, "online": data["is_bot"]}
    others = [each for each in state["players"] if each["player_id"] != data["player_id"]]
    return {"players": sorted([*others, player], key=lambda each: each["seat"])}


def _gone(state: State, data: Event) -> State:
    after: State = {"players": [each for each in state["players"] if each["player_id"] != data["player_id"]]}
    if (scene := state["scenario"]) is not None:
        waiting = [each for each in scene["waiting_for"] if each != data["player_id"]]
        after["scenario"] = {**scene, "waiting_for": waiting, "total_players": scene["choices_submitted"] + len(waiting)}
    return after


def _classes(state: State, chosen: list[Event]) -> State:
    classes = {each["player_id"]: each["class"] for each in chosen}
    return {"players": [{**each, "class": classes.get(each["player_id"], each["class"])} for each in state["players"]]}


def _opened(state: State, data: Event) -> State:
    told = ("scenario_id", "theme", "title", "turn_number", "public_scene", "options", "deadline", "waiting_for")
    fresh = {"resolved": False, "choices_submitted": 0, "total_players": len(data["waiting_for"]), "shared": []}
    scene = {name: data[name] for name in told} | fresh
    known = {"turn_number": data["turn_number"], "deadline": data["deadline"]}
    return {"phase": "scenario", "has_scenario": True, "scenario": scene, **known}


def _shared(state: State, data: Event) -> State:
    return {"scenario": {**state["scenario"], "shared": sorted([*state["scenario"]["shared"], data["player_id"]])}}


def _chose(state: State, data: Event) -> State:
    told = ("choices_submitted", "total_players", "waiting_for")
    return {"scenario": {**state["scenario"], **{name: data[name] for name in told}}}


def _resolved(state: State, data: Event) -> State:
    told = ("turn_number", "outcome", "choices", "trust_change", "trust", "reasons")
    count = len(data["choices"])
    closed = {"resolved": True, "deadline": None, "waiting_for": [], "choices_submitted": count, "total_players": count}
    resolution = {name: data[name] for name in told}
    known = {"trust": data["trust"], "deadline": None}
    return {"phase": "resolved", "scenario": {**state["scenario"], **closed}, "resolution": resolution, **known}


def _over(state: State, data: Event) -> State:
    ending = {name: data[name] for name in ("reason", "trust", "title", "epilogue", "endings")}
    scene = state["scenario"]
    if scene is not None:
        scene = {**scene, "resolved": True, "deadline": None, "waiting_for": [], "total_players": scene["choices_submitted"]}
    return {"phase": "finished", "ending": ending, "scenario": scene, "deadline": None}


FACTS: dict[str, Callable[[State, Event], State]] = {
    "player_joined": _joined,
    "player_left": _gone,
    "player_kicked": _gone,
    "host_changed": lambda state, data: {"host_id": data["player_id"]},
    "class_chosen": lambda state, data: _classes(state, [data]),
    "game_started": lambda state, data: {**_classes(state, data["players"]), "phase": "resolved", "game_started": True},
    "new_scenario": _opened,
    "whisper_shared": _shared,
    "player_chose": _chose,
    "turn_resolution": _resolved,
    "game_over": _over,
    "deadline_changed": lambda state, data: {"deadline": data["deadline"], "scenario": {**state["scenario"], "deadline": data["deadline"]}},
}


class Witness:
    """Somebody without a seat, who looks before and after each operation. ``beside`` is a player whose own part is noted too."""

    def __init__(self, code: str, beside: Guest | None = None) -> None:
        self._guest, self._beside = Guest("Witness"), beside
        self._guest.code = code
        self.state = self._read()
        self.steps: list[dict[str, Any]] = [{"operation": "", "events": [], "after": self.state, "you": self._own()}]

    def see(self, operation: str, act: Callable[[], object]) -> None:
        """Lets somebody act, and holds the outcome against the law."""
        act()
        before, events = self.state, self._guest.read("game_state", since=self.state["seq"])["events"]
        self.state = self._read()
        expected = before
        for event in events:
            expected = reduce(expected, event)
        differ = {name: (expected.get(name), now) for name, now in self.state.items() if expected.get(name) != now}
        assert expected == self.state, f"{operation}: {differ}"
        assert [event["data"]["seq"] for event in events] == list(range(before["seq"] + 1, self.state["seq"] + 1))
        self.steps.append({"operation": operation, "events": events, "after": self.state, "you": self._own()})

    def _read(self) -> State:
        return {name: value for name, value in self._guest.read("game_state").items() if name not in NOT_TOLD}

    def _own(self) -> State | None:
        if self._beside is None:
            return None
        reply = self._beside.get("game_state", game_code=self._guest.code)
        you = reply.body.get("you")
        return you and {name: you[name] for name in ("player_id", "class", "is_host", "shared")}


def plain(value: Any, names: dict[str, str]) -> Any:
    """The same with names for what is drawn anew each time: players, scenes, codes, moments."""
    if isinstance(value, dict):
        return {plain(key, names): plain(each, names) for key, each in value.items()}
    if isinstance(value, list):
        return [plain(each, names) for each in value]
    if isinstance(value, str):
        return names.get(value) or MOMENT.sub("2026-03-14T21:12:00.000Z", value)
    return value


def names_of(steps: list[dict[str, Any]]) -> dict[str, str]:
    """A plain name for each player, scene and table that occurs."""
    names = {steps[0]["after"]["game_code"]: "R7KM2P"}
    for step in steps:
        for player in step["after"]["players"]:
            names.setdefault(player["player_id"], f"p{sum(name.startswith('p') for name in names.values()) + 1}")
        if (scene := step["after"]["scenario"]) is not None:
            names.setdefault(scene["scenario_id"], f"scene_{scene['turn_number']}")
    return names
