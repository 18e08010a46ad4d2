"""Tables, requests and whole games for the tests of the story engine."""

from collections.abc import Iterator
from dataclasses import dataclass

from games.scenarios.bots import decide
from games.scenarios.generator import tell
from games.scenarios.model import Chosen, Deed, Memory, Option, Outcome, Scenario, ScenarioRequest, Seat, Story, Theme, Treatment, Whisper
from games.scenarios.outcome import resolve
from games.scenarios.pack import HOUSE, ROLES, Pack, load_pack
from games.scenarios.seeds import stream

NAMES = ("Ines", "Marek", "Oona", "Sefu", "Dagny", "Bram", "Lotte", "Yun")


def house() -> Pack:
    return load_pack(HOUSE)


def seats(count: int = 4, *, roles: tuple[str, ...] = ROLES) -> tuple[Seat, ...]:
    return tuple(Seat(f"p{number}", NAMES[number], roles[number % len(roles)]) for number in range(count))


def request(seed: str = "seed", turn_number: int = 1, *, count: int = 4, trust: int = 50, story: Story | None = None) -> ScenarioRequest:
    return ScenarioRequest(seed, turn_number, 8, trust, seats(count), story or Story())


def memory(
    person: str = "Tobin", *, treatment: Treatment = Treatment.HELPED, by: tuple[str, ...] = ("Ines",), turn_number: int = 1
) -> Memory:
    return Memory(person, "m", "the ferryman whose chain you bled on at Tarn", treatment, by, turn_number)


def scenario(count: int = 4, *, returning: Memory | None = None) -> Scenario:
    """A small scenario in which every text can be told apart."""
    deeds = {"pull": Deed.SACRIFICE, "hide": Deed.DECEIT, "leave": Deed.RETREAT}
    options = tuple(
        Option(word, f"You {word}.", deed, f"{{who}} {word}s.", f"{{who}} {word}.", f"In the end {word}.", memory=memory(word.title()))
        for word, deed in deeds.items()
    )
    whispers = tuple(Whisper(seat.player_id, f"Secret of {seat.name}.", "{who} reads.") for seat in seats(count))
    return Scenario(
        "weight", Theme.MERCY, "The Weight", "The scene.", options, whispers, "United.", "Split.", "Scattered.", "Close.", returning
    )


def outcome(
    told: Scenario, *choices: Chosen, turn_number: int = 3, before: int = 50, after: int = 50, story: Story | None = None
) -> Outcome:
    return resolve(told, choices, turn_number=turn_number, trust_before=before, trust_after=after, story=story or Story())


@dataclass(frozen=True)
class Played:
    request: ScenarioRequest
    scenario: Scenario
    outcome: Outcome


def play(seed: str, *, turns: int, count: int = 4, trust: int = 50) -> Iterator[Played]:
    """A whole game of bots; trust wanders with the seed."""
    story, chance = Story(), stream(seed, "trust of the test")
    for turn_number in range(1, turns + 1):
        asked = request(seed, turn_number, count=count, trust=trust, story=story)
        told = tell(house(), asked)
        choices = tuple(decide(told, seat, seed=seed, turn_number=turn_number) for seat in asked.seats)
        after = max(1, min(100, trust + chance.randint(-12, 12)))
        came = outcome(told, *choices, turn_number=turn_number, before=trust, after=after, story=story)
        yield Played(asked, told, came)
        story, trust = came.story, after
