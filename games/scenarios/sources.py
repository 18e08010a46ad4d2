"""Where scenarios come from, by name. The only door through which the rest of the game asks for a story."""

from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from games.scenarios.epilogue import conclude
from games.scenarios.generator import tell
from games.scenarios.model import (
    Chosen,
    Epilogue,
    Outcome,
    Scenario,
    ScenarioError,
    ScenarioRequest,
    ScenarioSource,
    Seat,
    Story,
)
from games.scenarios.outcome import resolve
from games.scenarios.pack import HOUSE, load_pack
from games.scenarios.validation import validated, validated_epilogue, validated_outcome


class PackSource:
    """Tells the situations of one folder.

    Raises:
        PackError: the folder is not a pack.
    """

    def __init__(self, folder: Path) -> None:
        self._pack = load_pack(folder.resolve())

    def generate(self, request: ScenarioRequest) -> Scenario:
        return tell(self._pack, request)

    def resolve(
        self, scenario: Scenario, choices: tuple[Chosen, ...], *, turn_number: int, trust_before: int, trust_after: int, story: Story
    ) -> Outcome:
        return resolve(scenario, choices, turn_number=turn_number, trust_before=trust_before, trust_after=trust_after, story=story)

    def conclude(self, story: Story, seats: tuple[Seat, ...], *, trust: int, reason: str, seed: str) -> Epilogue:
        return conclude(story, seats, trust=trust, reason=reason, seed=seed)


@dataclass(frozen=True, slots=True)
class Checked:
    """Any source, with everything it tells looked over before it is used."""

    source: ScenarioSource

    def generate(self, request: ScenarioRequest) -> Scenario:
        return validated(self.source.generate(request), request)

    def resolve(
        self, scenario: Scenario, choices: tuple[Chosen, ...], *, turn_number: int, trust_before: int, trust_after: int, story: Story
    ) -> Outcome:
        outcome = self.source.resolve(
            scenario, choices, turn_number=turn_number, trust_before=trust_before, trust_after=trust_after, story=story
        )
        return validated_outcome(outcome)

    def conclude(self, story: Story, seats: tuple[Seat, ...], *, trust: int, reason: str, seed: str) -> Epilogue:
        return validated_epilogue(self.source.conclude(story, seats, trust=trust, reason=reason, seed=seed), seats)


def source_named(spec: str = "house") -> ScenarioSource:
    """The source that ``spec`` names: ``house``, ``pack:/some/folder``, or ``some.module:name`` of a class or function without arguments.

    Raises:
        ScenarioError: there is no such source; the message says why.
    """
    kind, colon, rest = spec.strip().partition(":")
    if kind == "house" and not colon:
        return Checked(PackSource(HOUSE))
    if kind == "pack" and rest:
        return Checked(PackSource(Path(rest).expanduser()))
    if kind and rest:
        return Checked(_imported(kind, rest))
    raise ScenarioError(f"no scenario source is called {spec!r}: use house, pack:/some/folder or some.module:name")


def _imported(module: str, name: str) -> ScenarioSource:
    try:
        maker: Any = getattr(import_module(module), name)
    except (ImportError, AttributeError, TypeError, ValueError) as error:
        raise ScenarioError(f"scenario source {module}:{name} cannot be imported: {error}") from error
    if not callable(maker):
        raise ScenarioError(f"scenario source {module}:{name} cannot be called")
    source: Any = maker()
    for method in ("generate", "resolve", "conclude"):
        if not callable(getattr(source, method, None)):
            raise ScenarioError(f"scenario source {module}:{name} has no {method}")
    checked: ScenarioSource = source
    return checked
