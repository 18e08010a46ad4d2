"""Puts a turn into the story: who will remember it, what each player has done by now, and that it was."""

from collections.abc import Sequence
from dataclasses import replace

from games.scenarios.model import Chosen, Conduct, Deed, Memory, Moment, Scenario, Story, Times
from games.scenarios.returning import kept, marked_returned
from games.scenarios.seeds import stream
from games.scenarios.ways import Ways

_MOST_MOMENTS = 12
_STEP = 7
_WELL_REMEMBERED = (Deed.SACRIFICE, Deed.BETRAYAL)


def extended(story: Story, scenario: Scenario, choices: Sequence[Chosen], found: Ways, turn_number: int, before: int, after: int) -> Story:
    """``story`` with this turn in it."""
    memories = (*marked_returned(story.memories, scenario.returning), *_remembered(found, turn_number))
    deeds = {option.id: option.deed for option in scenario.options}
    return Story(
        told=(*story.told, scenario.situation),
        memories=kept(memories),
        conduct=_conduct(story.conduct, choices, deeds),
        moments=_moments(story.moments, scenario, choices, deeds, turn_number),
        trust=(*(story.trust or (before,)), after),
    )


def _remembered(found: Ways, turn_number: int) -> tuple[Memory, ...]:
    """Who will remember how it ended, and whose choice it was."""
    way = found.strongest
    if way is None or way.option is None or way.option.memory is None:
        return ()
    return (replace(way.option.memory, by=way.who, turn_number=turn_number),)


def _conduct(before: Sequence[Conduct], choices: Sequence[Chosen], deeds: dict[str, Deed]) -> tuple[Conduct, ...]:
    by_player = {each.player_id: each for each in before}
    for choice in choices:
        known = by_player.get(choice.seat.player_id, Conduct(choice.seat.player_id, (), 0))
        times = {each.kind: each.times for each in known.done}
        kind = "hesitated" if choice.hesitated else deeds[choice.option_id].value if choice.option_id else "own"
        times[kind] = times.get(kind, 0) + 1
        done = tuple(Times(each, count) for each, count in times.items())
        by_player[known.player_id] = Conduct(known.player_id, done, known.shared + choice.shared)
    return tuple(by_player.values())


def _moments(
    before: Sequence[Moment], scenario: Scenario, choices: Sequence[Chosen], deeds: dict[str, Deed], turn_number: int
) -> tuple[Moment, ...]:
    """With this turn; of too many one goes, now from the beginning, now from the end, so that all parts of a long road are left."""
    leaving = turn_number * _STEP % _MOST_MOMENTS if len(before) == _MOST_MOMENTS else None
    staying = (each for number, each in enumerate(before) if number != leaving)
    return (*staying, Moment(turn_number, scenario.title, _whose(choices, deeds, turn_number)))


def _whose(choices: Sequence[Chosen], deeds: dict[str, Deed], turn_number: int) -> str:
    """One who was there: one who gave or took, if there was such a one."""
    giving = [each.seat for each in choices if each.option_id and deeds[each.option_id] in _WELL_REMEMBERED]
    seats = giving or [each.seat for each in choices]
    return stream(turn_number, *(seat.name for seat in seats)).choice(seats).player_id if seats else ""
