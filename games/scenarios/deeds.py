"""What each player did most, counted for the end of the story."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from games.scenarios.model import Conduct, Deed

_MOST_NAMES = 3
# A party remembers these longer than anything else.
_WEIGHS_MORE = {Deed.SACRIFICE.value: 3, Deed.BETRAYAL.value: 3}
_USUAL_WEIGHT = 2


def most_often(conduct: Iterable[Conduct], player_id: str) -> str:
    """A deed's value, or "own" for own words, "hesitated", "shared" for who reads most whispers aloud, "untold" for who did nothing."""
    own = next((each for each in conduct if each.player_id == player_id), None)
    if own is None:
        return "untold"
    turns = sum(each.times for each in own.done)
    if turns > 1 and own.shared * 3 >= turns * 2:
        return "shared"
    return max(own.done, key=lambda each: each.times * _WEIGHS_MORE.get(each.kind, _USUAL_WEIGHT)).kind


def notable(conduct: Sequence[Conduct], player_ids: Sequence[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Kinds of conduct worth a sentence, with those whose it was, the weightiest first; "kept" is nobody's."""
    gave, took, hesitated = (_leaders(_times(conduct, kind), player_ids) for kind in ("sacrifice", "betrayal", "hesitated"))
    shared = _leaders(Counter({each.player_id: each.shared for each in conduct}), player_ids)
    mute = {each.player_id for each in conduct if not each.shared}
    silent = tuple(each for each in player_ids if each in mute)
    silent = silent if len(silent) <= _MOST_NAMES else ()
    hesitated = tuple(each for each in hesitated if each not in shared)
    for kind, who in (("sacrifice", gave), ("betrayal", took), ("silent", silent), ("shared", shared), ("hesitated", hesitated)):
        if who:
            yield kind, who
    if not gave and not took:
        yield "kept", ()


def _times(conduct: Iterable[Conduct], kind: str) -> Counter[str]:
    return Counter({each.player_id: done.times for each in conduct for done in each.done if done.kind == kind})


def _leaders(counts: Counter[str], player_ids: Sequence[str]) -> tuple[str, ...]:
    """Those at the table who have the most, in the order of seats, up to three."""
    most = max((counts[each] for each in player_ids), default=0)
    return tuple(each for each in player_ids if most and counts[each] == most)[:_MOST_NAMES]
