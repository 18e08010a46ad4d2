"""The judge of presence says what is wrong, and nothing of what is right."""

from collections.abc import Sequence
from typing import Any

import pytest

from tests.cluster.faults import NETWORK, REDIS, WORKER, Window
from tests.cluster.presence import Judge
from tests.faults.record import ClientRecord, Stream, Word

Told = tuple[float, str]
UP, BACK, GONE, SHOWN, HIDDEN = "player_connected", "player_reconnected", "player_disconnected", "shown", "hidden"
ON_THE_WAY = 0.3
EVENING = 100.0
"""Seconds for which Oona sits there and hears of Sefu."""


def word(at: float, said: str) -> Word:
    if said in (SHOWN, HIDDEN):
        players = [{"player_id": "sefu", "online": said == SHOWN}, {"player_id": "oona", "online": True}]
        return Word(at, "presence_update", {"players": players, "online_players": []})
    return Word(at, said, {"player_id": "sefu"})


def record(name: str, *spans: tuple[float, float | None], told: Sequence[Told] = ()) -> ClientRecord:
    found = ClientRecord(name, code="ABCDEF", player_id=name.lower())
    for began, ended in spans:
        words: list[Any] = [word(at, said) for at, said in told]
        found.streams.append(Stream(0, words=words, begun_at=began - ON_THE_WAY, inside_at=began, closed_at=ended))
    return found


def judged(*told: Told, sefu: Sequence[tuple[float, float | None]], windows: Sequence[Window] = ()) -> list[str]:
    clients = [record("Oona", (0.0, EVENING), told=[(1.0, SHOWN), *told]), record("Sefu", *sefu)]
    return list(Judge(clients, windows, (NETWORK, REDIS)).violations())


KILLED = Window(WORKER, "SIGKILL", 30.0, 31.0)
CUT_OFF = Window(NETWORK, "black hole", 30.0, 55.0)


@pytest.mark.parametrize(
    "told",
    [
        [(3.0, UP), (36.0, GONE), (61.0, BACK), (70.0, SHOWN)],
        [(36.0, GONE), (36.0, HIDDEN), (61.0, BACK), (61.0, SHOWN)],
        [(44.9, GONE), (40.0, SHOWN), (50.0, HIDDEN), (61.0, BACK), (62.0, HIDDEN)],
    ],
)
def test_what_is_right(told: list[Told]) -> None:
    assert not judged(*told, sefu=[(0.5, 30.0), (60.0, EVENING)], windows=[KILLED])


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ([(36.0, GONE), (37.0, GONE)], "was told 2 times that Sefu is offline"),
        ([(30.5, GONE)], "was told 0.5 s after Sefu went"),
        ([(46.0, GONE)], "was not told within 15 s"),
        ([], "was not told within 15 s"),
        ([(36.0, GONE), (46.0, SHOWN)], "is online, who has gone long ago"),
        ([(36.0, GONE), (66.0, HIDDEN)], "is offline, who has a tab open"),
        ([(36.0, GONE), (61.0, BACK), (62.0, BACK)], "player_reconnected of Sefu 1.0 s after player_reconnected"),
    ],
)
def test_what_is_wrong(told: list[Told], found: str) -> None:
    sefu = [(0.5, 30.0), (60.0, EVENING)]
    assert any(found in text for text in judged(*told, sefu=sefu, windows=[KILLED]))
    assert not judged(*told, sefu=sefu, windows=[CUT_OFF]), "nobody can know while lines are cut off"


def test_whoever_comes_back_at_once_was_never_away() -> None:
    assert not judged((31.0, SHOWN), sefu=[(0.5, 30.0), (30.8, EVENING)], windows=[KILLED])
    assert judged((36.0, HIDDEN), sefu=[(0.5, 30.0), (30.8, EVENING)], windows=[KILLED])


def test_who_is_on_the_way_back_may_be_shown_already() -> None:
    assert not judged((46.0, GONE), (59.8, SHOWN), sefu=[(0.5, 31.5), (60.0, EVENING)])
    assert judged((46.0, GONE), (59.6, SHOWN), sefu=[(0.5, 31.5), (60.0, EVENING)])


def test_a_second_tab_is_no_absence() -> None:
    assert not judged(sefu=[(0.5, 30.0), (20.0, EVENING)])
