"""How trust moves, by rules that a player can add up from the outcome.

- Agreement: all the same +10, two camps 0, three or more −10. A lone chooser agrees with nobody: 0. Nobody chose: −10.
- Hesitation: −2 for each who did not choose (where somebody did).
- Candour: +2 for each whisper read aloud, at most +6.
- Sacrifice: +4 for each, at most +8. Betrayal: −6 for each, at most −12.
- An agreed wrong: −10 where everybody who chose did the same harm, or took part in the same greed; a lone chooser too.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

START = 50
WRONGS = ("harm", "greed")
WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight")


class Band(StrEnum):
    """What the party's trust is called."""

    BROKEN = "broken"
    BREAKING = "breaking"
    FRAYING = "fraying"
    STEADY = "steady"
    SWORN = "sworn"


def band(trust: int) -> Band:
    """The band of a trust value: 0, 1–9, 10–39, 40–79, 80–100."""
    if trust <= 0:
        return Band.BROKEN
    if trust < 10:
        return Band.BREAKING
    if trust < 40:
        return Band.FRAYING
    return Band.STEADY if trust < 80 else Band.SWORN


@dataclass(frozen=True, slots=True)
class Weighed:
    """One player's part in a turn, as far as trust cares.

    ``way`` says what was chosen so that equal ways compare equal, None for hesitation. ``deed`` is ``sacrifice``, ``betrayal``, ``harm``,
    ``greed`` or anything else; ``reason`` follows the name in the account: "Sefu *bled so that all could cross*".
    """

    name: str
    way: str | None
    deed: str = ""
    reason: str = ""
    shared: bool = False


@dataclass(frozen=True, slots=True)
class Reason:
    """One line of the account: a sentence and the change it brought."""

    text: str
    change: int


@dataclass(frozen=True, slots=True)
class Change:
    """The account of one turn. ``total`` is what trust really moved by, kept between 0 and 100."""

    before: int
    after: int
    reasons: tuple[Reason, ...]

    @property
    def total(self) -> int:
        return self.after - self.before


def way_of(option_id: str | None, own_words: str) -> str | None:
    """What makes two choices the same: the option, or the same own words but for case and spacing."""
    if option_id is not None:
        return f"option:{option_id}"
    folded = " ".join(unicodedata.normalize("NFC", own_words).casefold().split())
    return f"own:{folded}" if folded else None


def weigh(before: int, players: Sequence[Weighed]) -> Change:
    """The change of trust that one turn brings, with the reasons that add up to it."""
    reasons = [_agreement(players), *_hesitation(players), *_candour(players)]
    reasons += _deeds(players, "sacrifice", each=4, most=8) + _deeds(players, "betrayal", each=-6, most=-12)
    reasons += _agreed_wrong(players)
    after = max(0, min(100, before + sum(reason.change for reason in reasons)))
    return Change(before, after, tuple(reasons))


def _agreement(players: Sequence[Weighed]) -> Reason:
    ways = [player.way for player in players if player.way is not None]
    hands, different = _count(len(ways), "hand"), len(set(ways))
    if not ways:
        return Reason("Nobody chose", -10)
    if len(ways) == 1:
        return Reason("One hand alone", 0)
    if different == 1:
        return Reason(f"{hands}, one choice", 10)
    if different == 2:
        return Reason(f"{hands}, two camps", 0)
    return Reason(f"{hands}, {_word(different)} different choices", -10)


def _hesitation(players: Sequence[Weighed]) -> list[Reason]:
    idle = [player.name for player in players if player.way is None]
    if not idle or len(idle) == len(players):
        return []
    return [Reason(f"{_listed(idle)} hesitated", -2 * len(idle))]


def _candour(players: Sequence[Weighed]) -> list[Reason]:
    open_handed = [player.name for player in players if player.shared]
    if not open_handed:
        return []
    whispers = "a whisper" if len(open_handed) == 1 else "whispers"
    return [Reason(f"{_listed(open_handed)} read {whispers} aloud", min(6, 2 * len(open_handed)))]


def _deeds(players: Iterable[Weighed], deed: str, *, each: int, most: int) -> list[Reason]:
    """One line for each distinct reason, until the most that this deed may move trust is used up."""
    by_reason: dict[str, list[str]] = {}
    for player in players:
        if player.deed == deed and player.way is not None:
            by_reason.setdefault(player.reason or f"chose {deed}", []).append(player.name)
    lines, left = [], most
    for reason, names in by_reason.items():
        change = max(left, each * len(names)) if each < 0 else min(left, each * len(names))
        left -= change
        lines.append(Reason(f"{_listed(names)} {reason}", change))
    return lines


def _agreed_wrong(players: Iterable[Weighed]) -> list[Reason]:
    """A party that does somebody a wrong with one mind knows of each other that none of them spoke up."""
    chosen = {(player.way, player.deed) for player in players if player.way is not None}
    deed = chosen.pop()[1] if len(chosen) == 1 else ""
    return [Reason(f"Nobody spoke against the {deed}", -10)] if deed in WRONGS else []


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _word(number: int) -> str:
    return WORDS[number] if number < len(WORDS) else str(number)


def _count(number: int, noun: str) -> str:
    return f"{_word(number).capitalize()} {noun}{'' if number == 1 else 's'}"
