"""Players who are not there: each has a temperament, keeps to it, and now and then reads the whisper aloud."""

from collections.abc import Mapping

from games.scenarios.model import Chosen, Deed, Scenario, Seat
from games.scenarios.seeds import stream

BOT_NAMES = (
    "Old Barnaby", "Quiet Maud", "Tinker Joss", "Widow Hale", "Lame Peter", "Ferrant", "Goodwife Ansel", "Young Crispin",
    "Brother Elm", "Marta the Cooper", "Red Wilkin", "Dame Oriel", "Salt Hob", "Needle Ruth", "Godric", "Little Sabine",
)  # fmt: skip

_READS_ALOUD = 0.2
_OTHERWISE = 2

# How much each is drawn to a deed; what is not named here weighs as much as _OTHERWISE.
TEMPERAMENTS: Mapping[str, Mapping[Deed, int]] = {
    "bold": {Deed.DARING: 8, Deed.HARM: 4, Deed.SACRIFICE: 4, Deed.HONESTY: 3, Deed.RETREAT: 1},
    "careful": {Deed.RETREAT: 7, Deed.DUTY: 5, Deed.DECEIT: 4, Deed.DARING: 1, Deed.SACRIFICE: 1},
    "kind": {Deed.MERCY: 8, Deed.SACRIFICE: 6, Deed.HONESTY: 4, Deed.HARM: 1, Deed.BETRAYAL: 1},
    "greedy": {Deed.GREED: 8, Deed.BETRAYAL: 5, Deed.DECEIT: 4, Deed.SACRIFICE: 1, Deed.MERCY: 1},
    "upright": {Deed.HONESTY: 7, Deed.DUTY: 7, Deed.MERCY: 3, Deed.DECEIT: 1, Deed.BETRAYAL: 1},
    "sly": {Deed.DECEIT: 8, Deed.GREED: 4, Deed.DARING: 3, Deed.BETRAYAL: 3, Deed.HONESTY: 1},
}


def temperament(seat: Seat, *, seed: str) -> str:
    """What sort of person the bot at ``seat`` is, for the whole game."""
    return stream(seed, "temperament", seat.player_id).choice(tuple(TEMPERAMENTS))


def decide(scenario: Scenario, seat: Seat, *, seed: str, turn_number: int) -> Chosen:
    """What the bot at ``seat`` does this turn; it always takes an option."""
    drawn_to = TEMPERAMENTS[temperament(seat, seed=seed)]
    chance = stream(seed, "bot", turn_number, seat.player_id)
    option = chance.choices(scenario.options, [drawn_to.get(each.deed, _OTHERWISE) for each in scenario.options])[0]
    return Chosen(seat, option_id=option.id, shared=chance.random() < _READS_ALOUD)
