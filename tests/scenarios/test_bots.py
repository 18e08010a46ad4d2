from collections import Counter

from games.scenarios.bots import BOT_NAMES, TEMPERAMENTS, decide, temperament
from games.scenarios.generator import tell
from games.scenarios.model import Deed, Seat

from .tables import house, request


def decisions(count=1500):
    told = tell(house(), request())
    seat = told and request().seats[0]
    return [decide(told, seat, seed=str(number), turn_number=1) for number in range(count)]


def test_a_bot_decides_the_same_again():
    assert decisions(50) == decisions(50)


def test_a_bot_takes_what_is_offered():
    offered = {option.id for option in tell(house(), request()).options}
    assert {each.option_id for each in decisions()} == offered


def test_about_one_whisper_in_five_is_read():
    assert 0.16 < sum(each.shared for each in decisions()) / 1500 < 0.24


def test_every_temperament_occurs_and_stays():
    found = Counter(temperament(Seat(f"p{number}", "X", "Bard"), seed="s") for number in range(200))
    assert found.keys() == TEMPERAMENTS.keys()


def test_the_greedy_are_greedier_than_the_kind():
    assert TEMPERAMENTS["greedy"][Deed.GREED] > TEMPERAMENTS["kind"].get(Deed.GREED, 2)


def test_sixteen_names_fit_on_a_seat():
    assert len(set(BOT_NAMES)) == 16
    assert all(len(name) <= 20 for name in BOT_NAMES)
