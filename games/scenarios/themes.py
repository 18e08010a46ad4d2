"""Which theme comes when: eight in eight turns, none twice in a row."""

from games.scenarios.model import ScenarioRequest, Theme
from games.scenarios.pack import Pack, Situation
from games.scenarios.seeds import shuffled, stream

_LOW, _HIGH = 40, 80


def theme_of_turn(seed: str, turn_number: int) -> Theme:
    """The theme due in a turn, counted from 1."""
    before: Theme | None = None
    for turn_of_first in range(1, turn_number + 1, len(Theme)):
        order = shuffled(tuple(Theme), seed, "themes", turn_of_first)
        if order[0] is before:
            order.append(order.pop(0))
        before = order[-1]
    return order[(turn_number - 1) % len(order)]


def pick(pack: Pack, request: ScenarioRequest) -> Situation | None:
    """A situation not told yet, of the theme due if there is one, of another than the last if that can be; None if all are told."""
    told = set(request.story.told)
    left = [each for each in pack.situations if each.id not in told]
    due = theme_of_turn(request.seed, max(1, request.turn_number))
    last = pack.theme_of(request.story.told[-1]) if request.story.told else None
    candidates = [each for each in left if each.theme is due is not last] or [each for each in left if each.theme is not last] or left
    if not candidates:
        return None
    return stream(request.seed, "pick", request.turn_number).choices(candidates, [_weight(each, request.trust) for each in candidates])[0]


def _weight(situation: Situation, trust: int) -> int:
    """A party that trusts itself is tempted; one that does not is offered a way back."""
    deeds = {option.deed.value for option in situation.options}
    wanted = "betrayal" if trust >= _HIGH else "sacrifice" if trust < _LOW else ""
    return 3 if wanted in deeds else 1
