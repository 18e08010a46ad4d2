"""What a scenario source takes and gives. All values are immutable and serialise to JSON (see ``games.scenarios.codec``)."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class Theme(StrEnum):
    BETRAYAL = "betrayal"
    SACRIFICE = "sacrifice"
    GREED = "greed"
    LOYALTY = "loyalty"
    DECEPTION = "deception"
    VENGEANCE = "vengeance"
    MERCY = "mercy"
    COURAGE = "courage"


class Deed(StrEnum):
    """What kind of act an option is; ``docs/writing.md`` describes each."""

    SACRIFICE = "sacrifice"
    BETRAYAL = "betrayal"
    MERCY = "mercy"
    HARM = "harm"
    GREED = "greed"
    HONESTY = "honesty"
    DECEIT = "deceit"
    DUTY = "duty"
    DARING = "daring"
    RETREAT = "retreat"


class Treatment(StrEnum):
    """How somebody outside the party was left, and will remember it."""

    HELPED = "helped"
    WRONGED = "wronged"


@dataclass(frozen=True, slots=True)
class Seat:
    """Somebody who hears a whisper: the player's public id, the name at the table and the class."""

    player_id: str
    name: str
    role: str


@dataclass(frozen=True, slots=True)
class Memory:
    """Somebody from an earlier turn who may come back.

    ``clause`` stands after the name: "Tobin, *the ferryman whose chain you bled on at Tarn*".
    ``by`` are the names of those whose choice it was.
    """

    person: str
    sex: str
    clause: str
    treatment: Treatment
    by: tuple[str, ...]
    turn_number: int
    returned: bool = False


@dataclass(frozen=True, slots=True)
class Times:
    """How often somebody did a thing of one kind: a deed's value, "own" for own words, or "hesitated"."""

    kind: str
    times: int


@dataclass(frozen=True, slots=True)
class Conduct:
    """What one player did in all turns so far, in the order in which each kind was first done. ``shared`` counts whispers read aloud."""

    player_id: str
    done: tuple[Times, ...]
    shared: int


@dataclass(frozen=True, slots=True)
class Moment:
    """One turn that may be told of in the end, and one player who was there; ``player_id`` is empty if nobody was."""

    turn_number: int
    title: str
    player_id: str


@dataclass(frozen=True, slots=True)
class Story:
    """What a game remembers between turns; it stays small however long the game is.

    ``told`` are the situations already told, ``memories`` who may come back, ``conduct`` what each player did, ``moments`` some turns,
    the latest last. ``trust`` begins with what there was before the first turn; after that one value for each turn.
    """

    told: tuple[str, ...] = ()
    memories: tuple[Memory, ...] = ()
    conduct: tuple[Conduct, ...] = ()
    moments: tuple[Moment, ...] = ()
    trust: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ScenarioRequest:
    """Everything a scenario may depend on. The same request gives the same scenario."""

    seed: str
    turn_number: int
    max_turns: int
    trust: int
    seats: tuple[Seat, ...]
    story: Story


@dataclass(frozen=True, slots=True)
class Option:
    """One thing a player may do. Everything but ``id`` and ``text`` is for the outcome and is never shown."""

    id: str
    text: str
    deed: Deed
    one: str
    many: str
    wins: str
    reason: str = ""
    memory: Memory | None = None


@dataclass(frozen=True, slots=True)
class Whisper:
    """A true side of the situation for one player. ``heard`` is told in the outcome when it was read aloud."""

    player_id: str
    text: str
    heard: str


@dataclass(frozen=True, slots=True)
class Scenario:
    """One turn's story, all slots filled but ``{who}``. Paragraphs of ``public_scene`` are parted by a blank line."""

    situation: str
    theme: Theme
    title: str
    public_scene: str
    options: tuple[Option, ...]
    whispers: tuple[Whisper, ...]
    united: str
    split: str
    scattered: str
    close: str
    returning: Memory | None = None


@dataclass(frozen=True, slots=True)
class Chosen:
    """What one player did: an option's id, or own words, or neither (hesitated)."""

    seat: Seat
    option_id: str | None = None
    own_words: str = ""
    shared: bool = False

    @property
    def hesitated(self) -> bool:
        return self.option_id is None and not self.own_words


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a turn: the told text (paragraphs parted by a blank line) and the story as later turns know it."""

    text: str
    story: Story


@dataclass(frozen=True, slots=True)
class Ending:
    """What became of one player, up to twelve words."""

    player_id: str
    text: str


@dataclass(frozen=True, slots=True)
class Epilogue:
    title: str
    text: str
    endings: tuple[Ending, ...]


class ScenarioError(Exception):
    """A source could not tell a scene now; nothing has changed, and it may be asked again."""


class ScenarioSource(Protocol):
    """Where stories come from. Pure as far as the caller can tell: equal arguments, equal answers.

    Raises:
        ScenarioError: the source cannot answer (a pack is exhausted, a remote teller is away).
    """

    def generate(self, request: ScenarioRequest) -> Scenario: ...

    def resolve(
        self, scenario: Scenario, choices: tuple[Chosen, ...], *, turn_number: int, trust_before: int, trust_after: int, story: Story
    ) -> Outcome:
        """Tells what came of ``choices`` (in the order of seats) and returns the story with this turn in it."""
        ...

    def conclude(self, story: Story, seats: tuple[Seat, ...], *, trust: int, reason: str, seed: str) -> Epilogue:
        """Tells the end. ``reason`` is one of ``games.rules.phases.EndReason``'s values."""
        ...
