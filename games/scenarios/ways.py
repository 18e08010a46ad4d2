"""What the table did, sorted: who went together, who went alone, who hesitated."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from games.scenarios.model import Chosen, Option, Scenario, ScenarioError


@dataclass(frozen=True, slots=True)
class Together:
    """Those who went one way: an option, or the same own words (``option`` is None)."""

    who: tuple[str, ...]
    option: Option | None = None
    own_words: str = ""


@dataclass(frozen=True, slots=True)
class Ways:
    """``taken`` has options first, in the scenario's order, then own words in the order of seats."""

    taken: tuple[Together, ...]
    hesitated: tuple[str, ...]
    at_table: int

    @property
    def strongest(self) -> Together | None:
        """The option that most hands took; of equals the one offered first. None if nobody took any."""
        return max((way for way in self.taken if way.option), key=lambda way: len(way.who), default=None)

    @property
    def choosers(self) -> int:
        return sum(len(way.who) for way in self.taken)


def ways(scenario: Scenario, choices: Sequence[Chosen]) -> Ways:
    """Raises ScenarioError if somebody chose what was not offered."""
    offered = {option.id: [choice.seat.name for choice in choices if choice.option_id == option.id] for option in scenario.options}
    for choice in choices:
        if choice.option_id is not None and choice.option_id not in offered:
            raise ScenarioError(f"{choice.seat.name} chose {choice.option_id!r}, which {scenario.situation} does not offer")
    options = [Together(tuple(offered[option.id]), option) for option in scenario.options if offered[option.id]]
    return Ways(
        taken=(*options, *_own_ways(choices)),
        hesitated=tuple(choice.seat.name for choice in choices if choice.hesitated),
        at_table=len(choices),
    )


def _own_ways(choices: Sequence[Chosen]) -> list[Together]:
    found: dict[str, list[Chosen]] = {}
    for choice in choices:
        if choice.option_id is None and not choice.hesitated:
            folded = unicodedata.normalize("NFC", choice.own_words).casefold()
            found.setdefault(" ".join(folded.split()), []).append(choice)
    return [Together(tuple(each.seat.name for each in group), own_words=group[0].own_words) for group in found.values()]
