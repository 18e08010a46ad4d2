from collections import Counter
from itertools import product

import pytest

from games.scenarios.deeds import most_often
from games.scenarios.epilogue import conclude
from games.scenarios.model import Conduct, Deed, Epilogue, Moment, Story, Times, Treatment
from games.scenarios.pools import lines
from games.scenarios.slots import words

from .tables import memory, play, seats

REASONS = ("trust_broken", "max_turns", "ended_by_host", "ended_by_keeper", "abandoned")


def ended(story, *, count=4, trust=60, reason="max_turns", seed="seed") -> Epilogue:
    return conclude(story, seats(count), trust=trust, reason=reason, seed=seed)


def conduct(*kinds, shared=0):
    return tuple(Conduct(f"p{number}", (Times(kind, 1),), shared) for number, kind in enumerate(kinds))


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
    told = ended(Story(told=("a", "b"), memories=people, conduct=conduct(*["duty"] * 4), trust=(50, 60)))
    assert "Tobin" in told.text and "Gerda" in told.text and people[0].clause in told.text
    assert "Ines" in told.text and "Marek" in told.text


def test_turns_are_named_where_nobody_remembers():
    moments = (Moment(1, "The Weight", "p0"), Moment(2, "The Rod", "p0"))
    told = ended(Story(told=("a", "b"), conduct=conduct("duty"), moments=moments, trust=(50, 40)), trust=40)
    assert "“The Weight”" in told.text and "“The Rod”" in told.text
    assert "50" in told.text and "40" in told.text


def test_who_gave_and_who_took_is_told():
    told = ended(Story(told=("a",), conduct=conduct("sacrifice", "betrayal", shared=1), trust=(50, 60)), count=2)
    gave = [line.replace("{who}", "Ines") for line in lines("epilogue", "deeds", "sacrifice")]
    took = [line.replace("{who}", "Marek") for line in lines("epilogue", "deeds", "betrayal")]
    assert any(line in told.text for line in gave) and any(line in told.text for line in took)


def test_of_many_only_the_number_is_told():
    by = ("Ines", "Marek", "Oona", "Sefu", "Dagny")
    told = ended(Story(told=("a",), memories=(memory(by=by),), conduct=conduct(*["duty"] * 8), trust=(50, 60)), count=8)
    assert "five of you" in told.text


def test_eight_alike_end_differently():
    for deed in Deed:
        check(ended(Story(told=("a",), conduct=conduct(*[deed.value] * 8), trust=(50, 60)), count=8), count=8)


def test_long_names_and_clauses_still_fit():
    long = memory("Tobin", by=tuple(f"A B C D E F {each}" for each in range(8)))
    moments = tuple(Moment(turn, "One Two Three Four Five Six", "p0") for turn in (1, 2))
    people = (long, memory("Gerda", by=long.by, turn_number=2))
    for seed in range(20):
        check(
            ended(Story(told=("a", "b"), memories=people, conduct=conduct("duty"), moments=moments, trust=(50, 60)), seed=str(seed)),
            count=4,
        )


@pytest.mark.parametrize(
    ("done", "shared", "kind"),
    [
        ((("duty", 1),), 0, "duty"),
        ((("duty", 1), ("sacrifice", 1)), 0, "sacrifice"),
        ((("duty", 2), ("harm", 1)), 2, "shared"),
        ((("duty", 1),), 1, "duty"),
        ((("hesitated", 2), ("own", 1)), 0, "hesitated"),
        ((("own", 2), ("harm", 1)), 0, "own"),
    ],
)
def test_what_a_player_did_most(done, shared, kind):
    assert most_often([Conduct("p0", tuple(Times(*each) for each in done), shared)], "p0") == kind


def test_who_did_nothing_is_untold():
    assert most_often(conduct("duty"), "p1") == "untold"


@pytest.mark.parametrize("kind", [*Deed, "own", "hesitated", "shared", "untold"])
def test_every_pool_of_endings_serves_eight(kind):
    pool = lines("endings", kind)
    assert len(set(pool)) >= 8
    assert all(words(line) + line.count("{place}") <= 12 for line in pool)


def test_ends_are_different_from_game_to_game():
    *_, last = play("ends", turns=8)
    texts = Counter(ended(last.outcome.story, seed=str(seed)).text for seed in range(50))
    assert len(texts) == 50
