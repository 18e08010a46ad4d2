"""Ways to play a whole game through: each says what everybody at the table chooses in a turn."""

from collections.abc import Callable, Mapping, Sequence
from random import Random

from games.scenarios import bots
from games.scenarios.model import Chosen, Deed, Option, Scenario, Seat
from games.scenarios.seeds import stream

Strategy = Callable[[Scenario, Sequence[Seat], str, int], tuple[Chosen, ...]]

_WRONGS = (Deed.HARM, Deed.GREED, Deed.BETRAYAL, Deed.DECEIT)
_RIGHTS = (Deed.SACRIFICE, Deed.MERCY, Deed.HONESTY, Deed.DUTY)


def as_bots(scenario: Scenario, seats: Sequence[Seat], seed: str, turn: int) -> tuple[Chosen, ...]:
    return tuple(bots.decide(scenario, seat, seed=seed, turn_number=turn) for seat in seats)


def at_random(scenario: Scenario, seats: Sequence[Seat], seed: str, turn: int) -> tuple[Chosen, ...]:
    """Everything that can be done: options, own words, hesitation, with and without reading aloud."""
    return tuple(_anything(scenario, seat, stream(seed, "anything", turn, seat.player_id)) for seat in seats)


def first_option(scenario: Scenario, seats: Sequence[Seat], seed: str, turn: int) -> tuple[Chosen, ...]:
    return _all(scenario.options[0], seats)


def one_favourite(scenario: Scenario, seats: Sequence[Seat], seed: str, turn: int) -> tuple[Chosen, ...]:
    """Everybody the same, whatever it is: what a table does that has only heard of the +10."""
    return _all(stream(seed, "favourite", turn).choice(scenario.options), seats)


def scattered(scenario: Scenario, seats: Sequence[Seat], seed: str, turn: int) -> tuple[Chosen, ...]:
    return tuple(_takes(seat, scenario.options[number % len(scenario.options)]) for number, seat in enumerate(seats))


def always_giving(scenario: Scenario, seats: Sequence[Seat], seed: str, turn: int) -> tuple[Chosen, ...]:
    return _each_drawn_to(Deed.SACRIFICE, scenario, seats, seed, turn)


def always_taking(scenario: Scenario, seats: Sequence[Seat], seed: str, turn: int) -> tuple[Chosen, ...]:
    return _each_drawn_to(Deed.BETRAYAL, scenario, seats, seed, turn)


def agreed_on_good(scenario: Scenario, seats: Sequence[Seat], seed: str, turn: int) -> tuple[Chosen, ...]:
    """The careful: all agree on the option that trust likes best, and read everything aloud."""
    return _all(_of_first(_RIGHTS, scenario), seats, shared=True)


def agreed_on_wrong(scenario: Scenario, seats: Sequence[Seat], seed: str, turn: int) -> tuple[Chosen, ...]:
    """A band of robbers, of one mind."""
    return _all(_of_first(_WRONGS, scenario), seats)


def one_saboteur(scenario: Scenario, seats: Sequence[Seat], seed: str, turn: int) -> tuple[Chosen, ...]:
    """All agree but the last, who betrays where it can be done and goes another way where it cannot."""
    *others, last = _all(_of_first(_RIGHTS, scenario), seats)
    return (*others, _takes(last.seat, _of_first((Deed.BETRAYAL, *_WRONGS), scenario)))


def friends(scenario: Scenario, seats: Sequence[Seat], seed: str, turn: int) -> tuple[Chosen, ...]:
    """People who talk: most follow one who proposes, some do as they please, some forget, one in three reads aloud."""
    proposed = stream(seed, "proposed", turn).choice(scenario.options)
    return tuple(_friend(scenario, seat, proposed, stream(seed, "friend", turn, seat.player_id)) for seat in seats)


STRATEGIES: Mapping[str, Strategy] = {
    "bots": as_bots,
    "at random": at_random,
    "friends": friends,
    "first option": first_option,
    "one favourite": one_favourite,
    "scattered": scattered,
    "always giving": always_giving,
    "always taking": always_taking,
    "agreed on good": agreed_on_good,
    "agreed on wrong": agreed_on_wrong,
    "one saboteur": one_saboteur,
}


def _takes(seat: Seat, option: Option, *, shared: bool = False) -> Chosen:
    return Chosen(seat, option_id=option.id, shared=shared)


def _all(option: Option, seats: Sequence[Seat], *, shared: bool = False) -> tuple[Chosen, ...]:
    return tuple(_takes(seat, option, shared=shared) for seat in seats)


def _of_first(deeds: Sequence[Deed], scenario: Scenario) -> Option:
    """The option of the earliest of ``deeds`` that is offered, or else the first option."""
    return next((option for deed in deeds for option in scenario.options if option.deed is deed), scenario.options[0])


def _each_drawn_to(deed: Deed, scenario: Scenario, seats: Sequence[Seat], seed: str, turn: int) -> tuple[Chosen, ...]:
    wanted = [option for option in scenario.options if option.deed is deed] or list(scenario.options)
    return tuple(_takes(seat, stream(seed, deed, turn, seat.player_id).choice(wanted)) for seat in seats)


def _anything(scenario: Scenario, seat: Seat, chance: Random) -> Chosen:
    shared = chance.random() < 0.4
    if chance.random() < 0.1:
        return Chosen(seat, own_words=chance.choice(("Sing.", "I wait {who} a while", "“Stop!”", "Burn it down")), shared=shared)
    return Chosen(seat, shared=shared) if chance.random() < 0.1 else _takes(seat, chance.choice(scenario.options), shared=shared)


def _friend(scenario: Scenario, seat: Seat, proposed: Option, chance: Random) -> Chosen:
    shared, mood = chance.random() < 0.3, chance.random()
    if mood < 0.04:
        return Chosen(seat, shared=shared)
    return _takes(seat, proposed if mood < 0.8 else chance.choice(scenario.options), shared=shared)
