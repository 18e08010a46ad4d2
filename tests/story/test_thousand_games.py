"""A thousand whole games, by people and bots of many kinds: what trust does to them, and whether every one is told to its end."""

import json
from collections import Counter
from collections.abc import Iterator
from statistics import mean

import pytest

from games.rules.phases import EndReason
from games.rules.trust import Band, band
from games.scenarios.codec import story_to_json
from games.scenarios.model import Deed
from games.scenarios.pack import HOUSE, load_pack
from games.scenarios.slots import words

from .games import Game, played
from .strategies import STRATEGIES

GAMES = 1000
OF_BOTS = 300
MOST_STORED = 16 * 1024


@pytest.fixture(scope="module")
def games() -> dict[str, list[Game]]:
    """Every strategy's games; bots, the ordinary company, play more of them than the others."""
    others = [name for name in STRATEGIES if name != "bots"]
    counts = {"bots": OF_BOTS, **{name: (GAMES - OF_BOTS) // len(others) for name in others}}
    firsts = {name: number * GAMES for number, name in enumerate(counts)}
    return {name: [played(firsts[name] + number, STRATEGIES[name]) for number in range(count)] for name, count in counts.items()}


def all_of(games: dict[str, list[Game]]) -> Iterator[Game]:
    for some in games.values():
        yield from some


def bands(some: list[Game]) -> Counter[Band]:
    return Counter(band(game.trust) for game in some)


def line(name: str, some: list[Game]) -> str:
    found = bands(some)
    shares = " ".join(f"{found[each] / len(some):8.0%}" for each in Band)
    change = mean(turn.change.total for game in some for turn in game.turns)
    ends = Counter(game.reason.value for game in some if game.reason)
    return f"{name:16}{len(some):5} {shares}  {change:+5.1f} a turn   " + ", ".join(f"{reason} {count}" for reason, count in ends.items())


def test_the_distribution_is_printed(games, capsys):
    with capsys.disabled():
        print(f"\n{'':21} " + " ".join(f"{each:>8}" for each in Band))
        for name, some in games.items():
            print(line(name, some))


def test_every_game_ends_and_says_why(games):
    assert sum(map(len, games.values())) == GAMES
    for game in all_of(games):
        assert game.reason is EndReason.TRUST_BROKEN if game.trust == 0 else len(game.turns) == game.max_turns
        assert game.epilogue is not None
        assert len(game.epilogue.endings) == len(game.seats)


def test_ordinary_company_may_end_in_any_band(games):
    found = bands(games["bots"])
    assert all(found[each] >= OF_BOTS * 0.02 for each in Band), found
    assert max(found.values()) <= OF_BOTS * 0.6, found


def test_nobody_always_ends_in_the_same_band(games):
    assert all(len(bands(some)) > 1 for some in games.values())


@pytest.mark.parametrize("name", ["first option", "one favourite", "friends"])
def test_to_agree_is_not_enough(games, name):
    assert bands(games[name])[Band.SWORN] <= len(games[name]) * 0.95


def test_what_is_agreed_on_matters(games):
    change = {name: mean(turn.change.total for game in some for turn in game.turns) for name, some in games.items()}
    assert change["scattered"] < change["bots"] < change["friends"] < change["agreed on good"]
    assert change["agreed on wrong"] < change["one favourite"] < change["agreed on good"]
    assert change["always taking"] < change["always giving"]
    assert change["one saboteur"] < change["agreed on good"]


def test_every_deed_is_done_and_nearly_every_option_taken(games):
    offered, taken, deeds = set(), set(), set()
    for game in all_of(games):
        for turn in game.turns:
            chosen = {choice.option_id for choice in turn.chosen}
            offered |= {(turn.scenario.situation, option.id) for option in turn.scenario.options}
            taken |= {(turn.scenario.situation, option.id) for option in turn.scenario.options if option.id in chosen}
            deeds |= {option.deed for option in turn.scenario.options if option.id in chosen}
    assert deeds == set(Deed)
    assert len(taken) >= len(offered) * 0.95
    assert {situation for situation, _ in offered} == {each.id for each in load_pack(HOUSE).situations}


def test_no_two_games_end_in_the_same_words(games):
    texts = Counter(game.epilogue.text for game in all_of(games) if game.epilogue)
    assert len(texts) >= GAMES * 0.995


def test_an_account_adds_up(games):
    for game in all_of(games):
        for turn in game.turns:
            total = turn.change.before + sum(reason.change for reason in turn.change.reasons)
            assert turn.change.after == max(0, min(100, total))


def test_an_outcome_fits_its_page(games):
    over = [(words(turn.outcome.text), 100 + 15 * len(game.seats)) for game in all_of(games) for turn in game.turns]
    assert sum(count > room for count, room in over) <= len(over) * 0.15
    assert max(count - room for count, room in over) <= 80


def test_the_longest_story_stays_small():
    game = played(7, STRATEGIES["friends"], count=8, max_turns=50)
    assert len(game.turns) == 50
    assert len(json.dumps(story_to_json(game.story))) <= MOST_STORED
