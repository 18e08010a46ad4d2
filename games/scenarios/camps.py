"""Tells who did what in a turn: camp after camp, own words word for word, and who did nothing."""

from collections.abc import Sequence
from typing import TypeVar

from games.scenarios.pools import lines, pairs
from games.scenarios.room import joined
from games.scenarios.seeds import nth, shuffled
from games.scenarios.speech import called, quoted, with_who
from games.scenarios.ways import Together, Ways

T = TypeVar("T")

_STEP = 5
_SMALL_TABLE = 4
_MOST_CAMPS = 3
_MOST_OWN_WAYS = 2
_LONGEST_QUOTE, _LONGEST_OF_MANY = 200, 80


def told_camps(found: Ways, names: Sequence[str], turn_number: int) -> str:
    """What those who took an option do, the winning camp last: at a large table three in full, the others in one sentence."""
    camps = sorted(((way, way.option) for way in found.taken if way.option), key=lambda camp: camp[0] is found.strongest)
    largest = sorted(camps, key=lambda camp: -len(camp[0].who))[: _MOST_CAMPS if found.at_table > _SMALL_TABLE else None]
    told = [
        with_who(option.one if len(way.who) == 1 else option.many, way.who, at_table=found.at_table)
        for way, option in camps
        if (way, option) in largest
    ]
    others = [name for camp in camps if camp not in largest for name in camp[0].who]
    if others:
        pair = nth(pairs("outcome", "elsewhere"), turn_number, *names, "elsewhere")
        told.insert(-1, with_who(pair.one if len(others) == 1 else pair.many, others, at_table=0))
    return " ".join(told)


def told_own_words(found: Ways, names: Sequence[str], turn_number: int) -> str:
    """Those who wrote their own way: two with what came of it, all others with no more than their words."""
    frames = _turns_share(pairs("outcome", "frames"), turn_number, *names, "frames")
    effects = _turns_share(lines("outcome", "effects"), turn_number, *names, "effects")
    own = [way for way in found.taken if way.option is None]
    longest = _LONGEST_QUOTE if len(own) <= _MOST_OWN_WAYS else _LONGEST_OF_MANY
    told = []
    for number, way in enumerate(own[:_MOST_OWN_WAYS]):
        frame = frames[number].one if len(way.who) == 1 else frames[number].many
        told.append(f"{_framed(way, frame, found, longest)} {effects[number]}")
    others = [f"{called(way.who)}: {quoted(way.own_words, longest)}" for way in own[_MOST_OWN_WAYS:]]
    return joined((*told, nth(lines("outcome", "besides"), turn_number, *names, "besides") if others else "", *others))


def told_hesitation(found: Ways, names: Sequence[str], turn_number: int) -> str:
    if not found.hesitated:
        return ""
    pair = nth(pairs("outcome", "hesitates"), turn_number, *names, "hesitates")
    return with_who(pair.one if len(found.hesitated) == 1 else pair.many, found.hesitated, at_table=found.at_table)


def _framed(way: Together, frame: str, found: Ways, longest: int) -> str:
    before, _, after = frame.partition("{quote}")
    return with_who(before, way.who, at_table=found.at_table) + quoted(way.own_words, longest) + after


def _turns_share(pool: Sequence[T], turn_number: int, *key: str) -> list[T]:
    """A table's order of ``pool``, begun where the turns before are likely to have stopped."""
    order = shuffled(pool, *key)
    start = turn_number * _STEP % len(order)
    return order[start:] + order[:start]
