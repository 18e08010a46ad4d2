from collections import Counter

import pytest

from games.scenarios.check import complaints
from games.scenarios.model import Deed, Theme
from games.scenarios.names import names
from games.scenarios.pack import ROLES

from .tables import house


def test_the_editor_has_nothing_to_say():
    found = complaints(house().situations)
    assert not found, "\n".join(found)


def test_seven_situations_for_each_of_eight_themes():
    assert Counter(each.theme for each in house().situations) == dict.fromkeys(Theme, 7)


@pytest.mark.parametrize("role", ROLES)
def test_every_class_hears_something_everywhere(role):
    assert all(role in situation.whispers for situation in house().situations)


def test_every_deed_can_be_done_somewhere():
    assert {option.deed for situation in house().situations for option in situation.options} == set(Deed)


def test_about_half_the_situations_touch_trust():
    touching = [each for each in house().situations if {option.deed for option in each.options} & {Deed.BETRAYAL, Deed.SACRIFICE}]
    assert len(touching) * 2 >= len(house().situations)


def test_names_are_enough_and_plain():
    pools = names()
    assert len(pools["m"]) >= 60 and len(pools["f"]) >= 60 and len(pools["places"]) >= 70
    people = [name.casefold() for name in (*pools["m"], *pools["f"])]
    assert len(set(people)) == len(people)
    assert not set(people) & {place.casefold() for place in pools["places"]}
    assert len(set(pools["places"])) == len(pools["places"])
    assert all(name.isascii() and name.isalpha() for name in people)
