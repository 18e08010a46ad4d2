"""Tells what came of a turn, and puts the turn into the story."""

from collections.abc import Sequence

from games.scenarios.bands import Band, band_of
from games.scenarios.camps import told_camps, told_hesitation, told_own_words
from games.scenarios.chronicle import extended
from games.scenarios.model import Chosen, Outcome, Scenario, Story
from games.scenarios.pools import lines, pairs
from games.scenarios.returning import act
from games.scenarios.room import Room, joined
from games.scenarios.seeds import nth, shuffled
from games.scenarios.slots import filled
from games.scenarios.speech import isolated, with_who
from games.scenarios.ways import Ways, ways

_WORDS, _WORDS_EACH = 100, 15


def resolve(
    scenario: Scenario, choices: tuple[Chosen, ...], *, turn_number: int, trust_before: int, trust_after: int, story: Story
) -> Outcome:
    """What came of ``choices`` (in the order of seats), and the story with this turn in it.

    Raises:
        ScenarioError: somebody chose an option that ``scenario`` does not have.
    """
    found = ways(scenario, choices)
    text = _told(scenario, choices, found, turn_number, trust_before, trust_after)
    return Outcome(text, extended(story, scenario, choices, found, turn_number, trust_before, trust_after))


def _told(scenario: Scenario, choices: Sequence[Chosen], found: Ways, turn_number: int, before: int, after: int) -> str:
    """Paragraphs in the order in which things happen; what the page has no room for is left out, how it went between you first."""
    names, room = [choice.seat.name for choice in choices], Room(_WORDS + _WORDS_EACH * len(choices))
    camps = room.always(told_camps(found, names, turn_number))
    own = room.always(joined((told_own_words(found, names, turn_number), told_hesitation(found, names, turn_number))))
    ending, close = room.always(_ending(found, names, turn_number)), room.always(scenario.close)
    returned = room.always(act(scenario.returning, [choice.seat for choice in choices], turn_number)) if scenario.returning else ""
    trust = _trust(names, turn_number, before, after)
    trust = room.always(trust) if band_of(before) is not band_of(after) else room.if_it_fits(trust)
    heard = _heard(scenario, choices, turn_number, room)
    unity = room.if_it_fits(_unity(scenario, found))
    deeds = (camps, joined((own, unity))) if own else (joined((camps, unity)),)
    return joined((heard, *deeds, ending, joined((returned, trust)), close), by="\n\n")


def _heard(scenario: Scenario, choices: Sequence[Chosen], turn_number: int, room: Room) -> str:
    """What came of reading aloud: of one always, of others as there is room, of the rest that they read."""
    heard = {whisper.player_id: whisper.heard for whisper in scenario.whispers}
    names = [choice.seat.name for choice in choices if choice.shared and choice.seat.player_id in heard]
    texts = [heard[choice.seat.player_id] for choice in choices if choice.shared and choice.seat.player_id in heard]
    told: list[str] = []
    also: list[str] = []
    for number, (name, text) in enumerate(zip(names, texts, strict=True)):
        sentence = with_who(text, [name], at_table=0)
        kept = room.always(sentence) if number == 0 else room.if_it_fits(sentence)
        (told if kept else also).append(kept or name)
    if also:
        pair = nth(pairs("outcome", "also_heard"), turn_number, *names, "also heard")
        told.append(room.always(with_who(pair.one if len(also) == 1 else pair.many, also, at_table=0)))
    return " ".join(told)


def _ending(found: Ways, names: Sequence[str], turn_number: int) -> str:
    if found.strongest and found.strongest.option:
        return found.strongest.option.wins
    pool = "untrodden" if found.taken else "undecided"
    return nth(lines("outcome", pool), turn_number, *names, pool)


def _unity(scenario: Scenario, found: Ways) -> str:
    if found.choosers < 2:
        return ""
    return (scenario.united, scenario.split, scenario.scattered)[min(len(found.taken), 3) - 1]


def _trust(names: Sequence[str], turn_number: int, before: int, after: int) -> str:
    """How it stands among you, told when it has changed in kind, and every other turn while it is far from the middle."""
    was, band = band_of(before), band_of(after)
    still = was is band is not Band.BROKEN
    if not names or (still and (band is Band.STEADY or turn_number % 2 == 0)):
        return ""
    occasion = turn_number // 2 if still else turn_number
    if len(names) == 1:
        return nth(lines("trust", "alone", band), occasion, *names, band)
    way = "still" if still else "up" if after > before else "down"
    first, second = shuffled(names, turn_number, *names)[:2]
    return filled(nth(lines("trust", band, way), occasion, *names, band, way), {"a": isolated(first), "b": isolated(second)})
