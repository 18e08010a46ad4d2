"""What each player did most, counted for the end of the story."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from games.scenarios.model import Act, Deed

_MOST_NAMES = 3
# A party remembers these longer than anything else.
_WEIGHS_MORE = {Deed.SACRIFICE: 3, Deed.BETRAYAL: 3}
_USUAL_WEIGHT = 2


def most_often(acts: Iterable[Act], player_id: str) -> str:
    """A deed's value, or "own" for own words, "hesitated", "shared" for who reads most whispers aloud, "untold" for who did nothing."""
    own = [act for act in acts if act.player_id == player_id]
    if not own:
        return "untold"
    if len(own) > 1 and sum(act.shared for act in own) * 3 >= len(own) * 2:
        return "shared"
    weights: Counter[str] = Counter()
    for act in own:
        weights[_kind(act)] += _WEIGHS_MORE.get(act.deed, _USUAL_WEIGHT) if act.deed else _USUAL_WEIGHT
    return weights.most_common(1)[0][0]


def notable(acts: Sequence[Act], player_ids: Sequence[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Kinds of conduct worth a sentence, with those whose it was, the weightiest first; "kept" is nobody's."""
    gave = _leaders(Counter(act.player_id for act in acts if act.deed is Deed.SACRIFICE), player_ids)
    took = _leaders(Counter(act.player_id for act in acts if act.deed is Deed.BETRAYAL), player_ids)
    shared = _leaders(Counter(act.player_id for act in acts if act.shared), player_ids)
    hesitated = _leaders(Counter(act.player_id for act in acts if act.hesitated), player_ids)
    spoke = {act.player_id for act in acts if act.shared}
    present = {act.player_id for act in acts}
    silent = tuple(each for each in player_ids if each in present and each not in spoke)
    silent = silent if len(silent) <= _MOST_NAMES else ()
    for kind, who in (("sacrifice", gave), ("betrayal", took), ("silent", silent), ("shared", shared), ("hesitated", hesitated)):
        if who:
            yield kind, who
    if not gave and not took:
        yield "kept", ()


def _kind(act: Act) -> str:
    return act.deed.value if act.deed else "hesitated" if act.hesitated else "own"


def _leaders(counts: Counter[str], player_ids: Sequence[str]) -> tuple[str, ...]:
    """Those at the table who have the most, in the order of seats, up to three."""
    most = max((counts[each] for each in player_ids), default=0)
    return tuple(each for each in player_ids if most and counts[each] == most)[:_MOST_NAMES]
