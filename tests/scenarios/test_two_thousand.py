"""What a table will see over many evenings: nothing broken, hardly anything twice."""

import re
from collections import Counter
from itertools import pairwise
from random import Random

import pytest

from games.scenarios.generator import tell
from games.scenarios.model import Memory, Scenario, ScenarioRequest, Seat, Story, Treatment
from games.scenarios.names import names
from games.scenarios.pack import ROLES
from games.scenarios.pools import lines
from games.scenarios.validation import validated

from .tables import NAMES, house, play

TABLES = 2000


def random_request(number: int) -> ScenarioRequest:
    chance = Random(number)
    count, turn_number = chance.randint(1, 8), chance.randint(1, 50)
    seats = tuple(Seat(f"p{each}", NAMES[each], chance.choice(ROLES)) for each in range(count))
    told = tuple(chance.sample([each.id for each in house().situations], min(turn_number - 1, len(house().situations) - 1)))
    return ScenarioRequest(str(number), turn_number, 50, chance.randint(1, 100), seats, Story(told, random_memories(chance, turn_number)))


def random_memories(chance: Random, turn_number: int) -> tuple[Memory, ...]:
    people = chance.sample(names()["f"], chance.randint(0, 5))
    return tuple(
        Memory(name, "f", "the baker whose oven stayed cold", chance.choice(list(Treatment)), ("Ines",), chance.randint(1, turn_number))
        for name in people
    )


def texts(told: Scenario) -> list[str]:
    options = [text for option in told.options for text in (option.text, option.one, option.many, option.wins, option.reason)]
    whispers = [text for whisper in told.whispers for text in (whisper.text, whisper.heard)]
    return [told.title, told.public_scene, told.united, told.split, told.scattered, told.close, *options, *whispers]


def test_two_thousand_scenarios_can_be_played_and_hardly_two_are_alike(capsys):
    scenes = Counter()
    for number in range(TABLES):
        asked = random_request(number)
        told = validated(tell(house(), asked), asked)
        assert told.situation not in asked.story.told
        assert not any(re.search(r"\{(?!who\})", text) for text in texts(told))
        scenes[told.public_scene] += 1
    share = len(scenes) / TABLES
    with capsys.disabled():
        print(f"\n{TABLES} scenarios, {share:.2%} of the public scenes distinct, {len(house().situations)} situations", end=" ")
    assert share >= 0.99


def test_the_same_table_hears_the_same_again():
    for number in range(0, TABLES, 40):
        assert tell(house(), random_request(number)) == tell(house(), random_request(number))


@pytest.mark.parametrize(("seed", "count"), [("long", 8), ("longer", 1), ("longest", 3), ("and again", 6)])
def test_nothing_comes_twice_in_fifty_turns(seed, count):
    game = list(play(seed, turns=50, count=count))
    for kind, found in {
        "title": [each.scenario.title for each in game],
        "scene": [each.scenario.public_scene for each in game],
        "whisper": [whisper.text for each in game for whisper in each.scenario.whispers],
        "echo": [echo_used(each.scenario) for each in game if each.scenario.returning],
        "who returned": [(each.scenario.returning.person, each.scenario.returning.turn_number) for each in game if each.scenario.returning],
    }.items():
        twice = [text for text, times in Counter(found).items() if times > 1]
        assert not twice, (kind, twice)
    places = [place_of(each.scenario) for each in game]
    assert all(one != other for one, other in pairwise(places))
    assert sum(each.scenario.returning is not None for each in game) >= 12


def test_trust_is_told_differently_all_through_a_long_game():
    game = list(play("trust", turns=50, count=4, trust=30))
    told = Counter(each.outcome.text.split("\n\n")[-2] for each in game)
    assert max(told.values()) == 1


def test_outcomes_hold_no_slots():
    for seed in ("x", "y", "z"):
        assert not any(re.search(r"[{}]", each.outcome.text) for each in play(seed, turns=20, count=5))


def echo_used(told: Scenario) -> str:
    """The pool's line behind the last paragraph, told by its longest piece without slots."""
    guest = told.returning
    said = told.public_scene.split("\n\n")[-1]
    pool = lines("echoes", guest.treatment)
    return max(pool, key=lambda line: sum(len(piece) for piece in re.split(r"\{[a-z]+\}", line) if len(piece) > 3 and piece in said))


def place_of(told: Scenario) -> str:
    return max((name for name in names()["places"] if re.search(rf"\b{name}\b", told.public_scene)), key=len, default=told.public_scene)
