"""The last look at what is told before a table sees it, wherever it came from."""

from collections.abc import Iterable

from games.scenarios.model import (
    Deed,
    Epilogue,
    Option,
    Outcome,
    Scenario,
    ScenarioError,
    ScenarioRequest,
    Seat,
    Story,
    Theme,
    Whisper,
)
from games.scenarios.slots import slots


def validated(scenario: Scenario, request: ScenarioRequest) -> Scenario:
    """``scenario``, if it can be played as it is.

    Raises:
        ScenarioError: a text is missing or has braces left, options are not three to five different ones, or the whispers are not
            one for each seat, all different and none told in the scene.
    """
    _check_kind(scenario, Scenario)
    if scenario.theme not in set(Theme):
        raise ScenarioError("there is no such theme")
    _check_options(scenario.options)
    _check_whispers(scenario, request)
    shown = {"title": scenario.title, "scene": scenario.public_scene, "close": scenario.close}
    unity = {"united": scenario.united, "split": scenario.split, "scattered": scenario.scattered}
    for name, text in {**shown, **unity}.items():
        _check_text(name, text)
    return scenario


def validated_outcome(outcome: Outcome) -> Outcome:
    """``outcome``, if it can be told and remembered.

    Raises:
        ScenarioError: it is something else, or holds something else.
    """
    _check_kind(outcome, Outcome)
    _check_kind(outcome.text, str)
    _check_kind(outcome.story, Story)
    return outcome


def validated_epilogue(epilogue: Epilogue, seats: tuple[Seat, ...]) -> Epilogue:
    """``epilogue``, if it can be told.

    Raises:
        ScenarioError: it is something else, holds something else, or ends the story of somebody who was not there.
    """
    _check_kind(epilogue, Epilogue)
    for text in (epilogue.title, epilogue.text, *(ending.text for ending in epilogue.endings)):
        _check_kind(text, str)
    if not {ending.player_id for ending in epilogue.endings} <= {seat.player_id for seat in seats}:
        raise ScenarioError("the epilogue tells of somebody who was not there")
    return epilogue


def _check_kind(value: object, kind: type) -> None:
    if not isinstance(value, kind):
        raise ScenarioError(f"{kind.__name__} is wanted, not {type(value).__name__}")


def _check_options(options: tuple[Option, ...]) -> None:
    if not 3 <= len(options) <= 5:
        raise ScenarioError(f"three to five options, not {len(options)}")
    _check_different("option ids", (option.id for option in options))
    _check_different("option texts", (option.text for option in options))
    for option in options:
        _check_kind(option.id, str)
        if option.deed not in set(Deed):
            raise ScenarioError(f"option {option.id} is no deed that there is")
        _check_text(f"option {option.id}", option.text)
        _check_text(f"option {option.id}, wins", option.wins)
        _check_text(f"option {option.id}, one", option.one, with_who=True)
        _check_text(f"option {option.id}, many", option.many, with_who=True)
        if slots(option.reason) or (option.memory and slots(option.memory.clause)):
            raise ScenarioError(f"option {option.id} has an unfilled slot")


def _check_whispers(scenario: Scenario, request: ScenarioRequest) -> None:
    if sorted(whisper.player_id for whisper in scenario.whispers) != sorted(seat.player_id for seat in request.seats):
        raise ScenarioError("the whispers are not one for each seat")
    _check_different("whispers", (_folded(whisper.text) for whisper in scenario.whispers))
    for whisper in scenario.whispers:
        _check_whisper(whisper, _folded(scenario.public_scene))


def _check_whisper(whisper: Whisper, scene: str) -> None:
    _check_text("a whisper", whisper.text)
    _check_text("what is heard of a whisper", whisper.heard, with_who=True)
    if _folded(whisper.text) in scene:
        raise ScenarioError("the scene tells a whisper")


def _check_text(name: str, text: str, *, with_who: bool = False) -> None:
    if not text.strip():
        raise ScenarioError(f"{name} is empty")
    rest = text.replace("{who}", "") if with_who else text
    if "{" in rest or "}" in rest:
        raise ScenarioError(f"{name} has braces left in it")


def _check_different(name: str, values: Iterable[str]) -> None:
    found = list(values)
    if len(set(found)) != len(found):
        raise ScenarioError(f"two {name} are the same")


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
