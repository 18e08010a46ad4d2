from dataclasses import replace

import pytest

from games.scenarios.generator import tell
from games.scenarios.model import Chosen, Ending, Epilogue, Outcome, ScenarioError, Story
from games.scenarios.pack import HOUSE
from games.scenarios.sources import PackSource, source_named
from games.scenarios.validation import validated, validated_epilogue, validated_outcome

from .tables import house, outcome, request, seats


class Lying(PackSource):
    """Tells every whisper in the scene."""

    def __init__(self):
        super().__init__(HOUSE)

    def generate(self, asked):
        told = super().generate(asked)
        return replace(told, public_scene=told.public_scene + " " + told.whispers[0].text)


def honest():
    return PackSource(HOUSE)


NOT_CALLABLE = 4


@pytest.mark.parametrize("spec", ["house", f"pack:{HOUSE}", f"pack:{HOUSE / 'sacrifice'}", f"{__name__}:honest"])
def test_a_source_is_found_by_name(spec):
    source = source_named(spec)
    told = source.generate(request())
    assert len(told.whispers) == 4
    assert source.conclude(Story(), seats(4), trust=50, reason="ended_by_host", seed="s").endings


def test_the_house_is_the_source_by_default():
    assert source_named().generate(request()) == tell(house(), request())


@pytest.mark.parametrize(
    "spec",
    [
        "",
        "home",
        "house:x",
        "pack:",
        "pack:/nowhere/at/all",
        "no.such.module:x",
        f"{__name__}:missing",
        f"{__name__}:NOT_CALLABLE",
        "json:JSONDecoder",
        ":x",
        "..:x",
    ],
)
def test_anything_else_is_refused(spec):
    with pytest.raises(ScenarioError) as refused:
        source_named(spec)
    assert len(str(refused.value)) > 20


def test_every_source_is_looked_over():
    with pytest.raises(ScenarioError, match="the scene tells a whisper"):
        source_named(f"{__name__}:Lying").generate(request())


def spoilt(name):
    told = tell(house(), request())
    first, second = told.options[:2]
    whispers = told.whispers
    return {
        "nothing": None,
        "no such theme": replace(told, theme="envy"),
        "no such deed": replace(told, options=(replace(first, deed="envy"), *told.options[1:])),
        "an id that is none": replace(told, options=(replace(first, id=1), *told.options[1:])),
        "two options": replace(told, options=told.options[:2]),
        "same id": replace(told, options=(first, replace(second, id=first.id), *told.options[2:])),
        "brace in the scene": replace(told, public_scene="A {place}."),
        "lone brace": replace(told, close="A lone }."),
        "who in wins": replace(told, options=(replace(first, wins="{who} wins."), *told.options[1:])),
        "slot in one": replace(told, options=(replace(first, one="{who} pulls {chain}."), *told.options[1:])),
        "empty title": replace(told, title=" "),
        "a whisper short": replace(told, whispers=whispers[1:]),
        "a stranger": replace(told, whispers=(replace(whispers[0], player_id="p9"), *whispers[1:])),
        "two alike": replace(told, whispers=(replace(whispers[0], text=whispers[1].text.upper()), *whispers[1:])),
        "told openly": replace(told, public_scene=f"{told.public_scene}\n\n{whispers[0].text}"),
    }[name]


@pytest.mark.parametrize(
    "name",
    [
        "nothing",
        "no such theme",
        "no such deed",
        "an id that is none",
        "two options",
        "same id",
        "brace in the scene",
        "lone brace",
        "who in wins",
        "slot in one",
        "empty title",
        "a whisper short",
        "a stranger",
        "two alike",
        "told openly",
    ],
)
def test_what_cannot_be_played_is_refused(name):
    with pytest.raises(ScenarioError):
        validated(spoilt(name), request())


def test_what_can_be_played_is_given_back():
    told = tell(house(), request())
    assert validated(told, request()) is told


def test_a_source_resolves_like_the_engine():
    told = tell(house(), request())
    choices = tuple(Chosen(seat, option_id=told.options[0].id) for seat in seats(4))
    mine = source_named().resolve(told, choices, turn_number=1, trust_before=50, trust_after=50, story=Story())
    assert mine == outcome(told, *choices, turn_number=1)


@pytest.mark.parametrize(
    "told", [None, "It went well.", Outcome(None, Story()), Outcome("It went well.", None), Outcome("It went well.", {})]
)
def test_what_is_no_outcome_is_refused(told):
    with pytest.raises(ScenarioError):
        validated_outcome(told)


@pytest.mark.parametrize(
    "told",
    [
        None,
        Epilogue(None, "They parted.", ()),
        Epilogue("The end", 3, ()),
        Epilogue("The end", "They parted.", (Ending("p1", None),)),
        Epilogue("The end", "They parted.", (Ending("p9", "went home"),)),
    ],
)
def test_what_is_no_epilogue_is_refused(told):
    with pytest.raises(ScenarioError):
        validated_epilogue(told, seats(4))
