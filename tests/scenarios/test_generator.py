from collections import Counter
from dataclasses import replace
from itertools import pairwise

import pytest

from games.scenarios.dealing import dealt
from games.scenarios.generator import tell
from games.scenarios.model import ScenarioError, Story, Theme, Treatment
from games.scenarios.names import names
from games.scenarios.pack import ROLES, Pack
from games.scenarios.pools import lines
from games.scenarios.returning import returning
from games.scenarios.themes import theme_of_turn

from .tables import house, memory, request, seats


def test_the_same_request_tells_the_same():
    asked = request(story=Story(memories=(memory(),)), turn_number=3)
    assert tell(house(), asked) == tell(house(), asked)


def test_another_seed_tells_another():
    scenes = {tell(house(), request(f"seed {number}")).public_scene for number in range(40)}
    assert len(scenes) == 40


@pytest.mark.parametrize("seed", ["a", "b", "c", "d", "e"])
def test_themes_take_turns(seed):
    themes = [theme_of_turn(seed, turn) for turn in range(1, 57)]
    assert all(one is not other for one, other in pairwise(themes))
    assert all(set(themes[start : start + 8]) == set(Theme) for start in range(0, 56, 8))


def test_a_pack_that_is_told_refuses():
    pack = Pack(house().situations[:1])
    with pytest.raises(ScenarioError, match="has been told"):
        tell(pack, request(story=Story(told=(pack.situations[0].id,))))


def test_a_small_pack_of_one_theme_is_told_to_its_end():
    pack = Pack(tuple(each for each in house().situations if each.theme is Theme.SACRIFICE))
    told: tuple[str, ...] = ()
    for turn in range(1, len(pack.situations) + 1):
        told += (tell(pack, request(turn_number=turn, story=Story(told=told))).situation,)
    assert sorted(told) == sorted(each.id for each in pack.situations)


def test_the_first_of_a_class_hears_its_whisper_the_others_another():
    situation = house().situations[0]
    asked = replace(request(), seats=seats(8, roles=("Bard",)))
    truths = dealt(situation, asked)
    assert truths[0] == situation.whispers["Bard"]
    assert set(truths[1:5]) == set(situation.others)
    assert set(truths[5:]) < {truth for role, truth in situation.whispers.items() if role != "Bard"}
    assert len(set(truths)) == 8


def test_everybody_hears_their_own_class():
    situation = house().situations[0]
    assert dealt(situation, replace(request(), seats=seats(6))) == tuple(situation.whispers[role] for role in ROLES)


def test_too_few_whispers_for_the_table_is_refused():
    bare = replace(house().situations[0], others=())
    with pytest.raises(ScenarioError, match="too few whispers"):
        dealt(bare, replace(request(), seats=seats(8)))


def test_nobody_in_the_scene_is_called_like_a_player_or_a_memory():
    everyone = (*names()["m"], *names()["f"])
    for number in range(60):
        first = tell(house(), request(f"s{number}"))
        met = [name for name in everyone if name in first.public_scene.replace("’s", "").replace(",", " ").replace(".", " ").split()]
        players = tuple(replace(seat, name=name.upper()) for seat, name in zip(seats(4), met, strict=False))
        again = tell(house(), replace(request(f"s{number}"), seats=(*players, *seats(4)[len(players) :])))
        assert not [name for name in met if name in again.public_scene.split()], (met, again.public_scene)


def test_somebody_returns_after_two_turns_by_name_and_clause():
    tobin = memory(turn_number=1)
    scenes = [tell(house(), request("s", turn, story=Story(memories=(tobin,)))) for turn in range(1, 12)]
    back = [turn for turn, told in enumerate(scenes, 1) if told.returning]
    assert back and min(back) >= 3 and all(2 <= later - earlier <= 3 for earlier, later in pairwise(back))
    last = scenes[back[0] - 1].public_scene.split("\n\n")[-1]
    assert "Tobin" in last and tobin.clause in last


def test_who_has_returned_stays_away():
    story = Story(memories=(replace(memory(), returned=True),))
    assert not any(returning(request("s", turn, story=story)) for turn in range(1, 30))


@pytest.mark.parametrize("treatment", list(Treatment))
def test_there_are_echoes_for_fifty_turns(treatment):
    for pool in (lines("echoes", treatment), lines("echoes", "acts", treatment)):
        assert len(pool) == len(set(pool)) >= 20
        assert all("{name}" in text for text in pool)
    assert all("{clause}" in text for text in lines("echoes", treatment))
    assert Counter("{by}" in text for text in lines("echoes", "acts", treatment))[True] >= 20
