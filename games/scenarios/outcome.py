"""Tells what came of a turn, and puts the turn into the story."""

from collections.abc import Sequence
from typing import TypeVar

from games.scenarios.bands import Band, band_of
from games.scenarios.chronicle import extended
from games.scenarios.model import Chosen, Outcome, Scenario, Story
from games.scenarios.pools import lines, pairs
from games.scenarios.returning import act
from games.scenarios.seeds import nth, shuffled
from games.scenarios.slots import filled
from games.scenarios.speech import isolated, quoted, with_who
from games.scenarios.ways import Together, Ways, ways

T = TypeVar("T")

_STEP = 5


def resolve(
    scenario: Scenario, choices: tuple[Chosen, ...], *, turn_number: int, trust_before: int, trust_after: int, story: Story
) -> Outcome:
    """What came of ``choices`` (in the order of seats), and the story with this turn in it.

    Raises:
        ScenarioError: somebody chose an option that ``scenario`` does not have.
    """
    found = ways(scenario, choices)
    names = [choice.seat.name for choice in choices]
    told = [
        _camps(found),
        _own_words(found, names, turn_number),
        _ending(found, names, turn_number),
        _heard_and_returned(scenario, choices, turn_number),
        " ".join(part for part in (_unity(scenario, found), _trust(names, turn_number, trust_before, trust_after)) if part),
        scenario.close,
    ]
    text = "\n\n".join(paragraph for paragraph in told if paragraph)
    return Outcome(text, extended(story, scenario, choices, found, turn_number, trust_before, trust_after))


def _camps(found: Ways) -> str:
    """What those who took an option do, camp after camp."""
    told = ((way.option.one if len(way.who) == 1 else way.option.many, way.who) for way in found.taken if way.option)
    return " ".join(with_who(text, who, at_table=found.at_table) for text, who in told)


def _own_words(found: Ways, names: Sequence[str], turn_number: int) -> str:
    """Those who wrote their own way, and those who took none."""
    frames = _turns_share(pairs("outcome", "frames"), turn_number, *names, "frames")
    effects = _turns_share(lines("outcome", "effects"), turn_number, *names, "effects")
    own = [way for way in found.taken if way.option is None]
    told = [f"{_framed(way, frames[number].one, frames[number].many, found)} {effects[number]}" for number, way in enumerate(own)]
    if found.hesitated:
        pair = nth(pairs("outcome", "hesitates"), turn_number, *names, "hesitates")
        told.append(with_who(pair.one if len(found.hesitated) == 1 else pair.many, found.hesitated, at_table=found.at_table))
    return " ".join(told)


def _framed(way: Together, one: str, many: str, found: Ways) -> str:
    before, _, after = (one if len(way.who) == 1 else many).partition("{quote}")
    return with_who(before, way.who, at_table=found.at_table) + quoted(way.own_words) + after


def _turns_share(pool: Sequence[T], turn_number: int, *key: str) -> list[T]:
    """A table's order of ``pool``, begun where the turns before are likely to have stopped."""
    order = shuffled(pool, *key)
    start = turn_number * _STEP % len(order)
    return order[start:] + order[:start]


def _ending(found: Ways, names: Sequence[str], turn_number: int) -> str:
    if found.strongest and found.strongest.option:
        return found.strongest.option.wins
    pool = "untrodden" if found.taken else "undecided"
    return nth(lines("outcome", pool), turn_number, *names, pool)


def _heard_and_returned(scenario: Scenario, choices: Sequence[Chosen], turn_number: int) -> str:
    """What was read aloud, and what somebody from an earlier turn does."""
    heard = {whisper.player_id: whisper.heard for whisper in scenario.whispers}
    shared = [choice.seat for choice in choices if choice.shared and choice.seat.player_id in heard]
    told = [with_who(heard[seat.player_id], [seat.name], at_table=0) for seat in shared]
    if scenario.returning:
        told.append(act(scenario.returning, [choice.seat for choice in choices], turn_number))
    return " ".join(told)


def _unity(scenario: Scenario, found: Ways) -> str:
    if found.choosers < 2:
        return ""
    return (scenario.united, scenario.split, scenario.scattered)[min(len(found.taken), 3) - 1]


def _trust(names: Sequence[str], turn_number: int, before: int, after: int) -> str:
    """How it stands among you, told when it has changed in kind or is far from the middle."""
    was, band = band_of(before), band_of(after)
    if not names or (was is band is Band.STEADY):
        return ""
    if len(names) == 1:
        return nth(lines("trust", "alone", band), turn_number, *names, band)
    way = "still" if was is band and band is not Band.BROKEN else "up" if after > before else "down"
    first, second = shuffled(names, turn_number, *names)[:2]
    return filled(nth(lines("trust", band, way), turn_number, *names, band, way), {"a": isolated(first), "b": isolated(second)})
