from collections import Counter
from itertools import product

import pytest

from games.scenarios.deeds import most_often
from games.scenarios.epilogue import conclude
from games.scenarios.model import Act, Deed, Epilogue, Story, Treatment
from games.scenarios.pools import lines
from games.scenarios.slots import words

from .tables import memory, play, seats

REASONS = ("trust_broken", "max_turns", "ended_by_host", "ended_by_keeper", "abandoned")


def ended(story, *, count=4, trust=60, reason="max_turns", seed="seed") -> Epilogue:
    return conclude(story, seats(count), trust=trust, reason=reason, seed=seed)


def check(told: Epilogue, *, count: int, least: int = 110) -> None:
    assert least <= words(told.text) <= 180, (words(told.text), told.text)
    assert 2 <= words(told.title) <= 5
    assert len({each.text for each in told.endings}) == len(told.endings) == count
    assert all(words(each.text) <= 12 for each in told.endings)
    assert not any(sign in text for text in (told.title, told.text, *(each.text for each in told.endings)) for sign in "{}")


@pytest.mark.parametrize("count", [1, 2, 4, 8])
@pytest.mark.parametrize("turns", [1, 2, 8, 50])
def test_an_end_fits_its_page(count, turns):
    *_, last = play(f"{count} {turns}", turns=turns, count=count)
    for seed, trust, reason in product(range(5), (0, 5, 25, 60, 95), REASONS):
        check(ended(last.outcome.story, count=count, trust=trust, reason=reason, seed=str(seed)), count=count)


@pytest.mark.parametrize("reason", [*REASONS, "something else"])
def test_a_game_without_turns_ends_briefly(reason):
    check(ended(Story(), count=8, reason=reason), count=8, least=20)


def test_two_remembered_things_are_named():
    people = (memory("Tobin"), memory("Gerda", treatment=Treatment.WRONGED, by=("Marek",), turn_number=2))
    acts = tuple(Act(f"p{each}", 1, "The Weight", Deed.DUTY, "", False, False) for each in range(4))
    told = ended(Story(told=("a", "b"), memories=people, acts=acts, trust=(50, 60)))
    assert "Tobin" in told.text and "Gerda" in told.text and people[0].clause in told.text
    assert "Ines" in told.text and "Marek" in told.text


def test_turns_are_named_where_nobody_remembers():
    acts = tuple(Act("p0", turn, title, Deed.DUTY, "", False, False) for turn, title in enumerate(("The Weight", "The Rod"), 1))
    told = ended(Story(told=("a", "b"), acts=acts, trust=(50, 40)), trust=40)
    assert "“The Weight”" in told.text and "“The Rod”" in told.text
    assert "50" in told.text and "40" in told.text


def test_who_gave_and_who_took_is_told():
    acts = (Act("p0", 1, "T", Deed.SACRIFICE, "", False, True), Act("p1", 1, "T", Deed.BETRAYAL, "", False, True))
    told = ended(Story(told=("a",), acts=acts, trust=(50, 60)), count=2)
    gave = [line.replace("{who}", "Ines") for line in lines("epilogue", "deeds", "sacrifice")]
    took = [line.replace("{who}", "Marek") for line in lines("epilogue", "deeds", "betrayal")]
    assert any(line in told.text for line in gave) and any(line in told.text for line in took)


def test_eight_alike_end_differently():
    for deed in Deed:
        acts = tuple(Act(f"p{each}", 1, "T", deed, "", False, False) for each in range(8))
        check(ended(Story(told=("a",), acts=acts, trust=(50, 60)), count=8), count=8)


def test_long_names_and_clauses_still_fit():
    long = memory("Tobin", by=tuple(f"A B C D E F {each}" for each in range(8)))
    acts = tuple(Act("p0", turn, "One Two Three Four Five Six", Deed.DUTY, "", False, False) for turn in (1, 2))
    people = (long, memory("Gerda", by=long.by, turn_number=2))
    for seed in range(20):
        check(ended(Story(told=("a", "b"), memories=people, acts=acts, trust=(50, 60)), seed=str(seed)), count=4)


@pytest.mark.parametrize(
    ("acts", "kind"),
    [
        ((), "untold"),
        ((("duty", False),), "duty"),
        ((("duty", False), ("sacrifice", False)), "sacrifice"),
        ((("duty", True), ("duty", True), ("harm", False)), "shared"),
        (((None, False), ("own", False), (None, False)), "hesitated"),
        ((("own", False), ("own", False), ("harm", False)), "own"),
    ],
)
def test_what_a_player_did_most(acts, kind):
    done = [
        Act("p0", n, "T", None if deed in (None, "own") else Deed(deed), "x", deed is None, shared) for n, (deed, shared) in enumerate(acts)
    ]
    assert most_often(done, "p0") == kind


@pytest.mark.parametrize("kind", [*Deed, "own", "hesitated", "shared", "untold"])
def test_every_pool_of_endings_serves_eight(kind):
    pool = lines("endings", kind)
    assert len(set(pool)) >= 8
    assert all(words(line) + line.count("{place}") <= 12 for line in pool)


def test_ends_are_different_from_game_to_game():
    *_, last = play("ends", turns=8)
    texts = Counter(ended(last.outcome.story, seed=str(seed)).text for seed in range(50))
    assert len(texts) == 50
