"""How trust moves: each rule, its bounds, and an account that adds up."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as some

from games.rules.trust import START, Band, Reason, Weighed, band, way_of, weigh


def chose(*ways: str | None, **more: object) -> list[Weighed]:
    return [Weighed(f"P{number}", way, **more) for number, way in enumerate(ways, 1)]  # type: ignore[arg-type]


def changes(players: Sequence[Weighed], before: int = START) -> list[int]:
    return [reason.change for reason in weigh(before, players).reasons]


@pytest.mark.parametrize(
    ("ways", "change"),
    [
        (("a", "a"), 10),
        (("a", "a", "a", "a", "a", "a", "a", "a"), 10),
        (("a", "b"), 0),
        (("a", "a", "a", "b"), 0),
        (("a", "b", "c"), -10),
        (("a", "b", "c", "d"), -10),
        (("a",), 0),
        (("a", None), -2),
        (("a", "a", None), 8),
        (("a", "b", None, None), -4),
        ((None,), -10),
        ((None, None, None), -10),
        ((), -10),
    ],
)
def test_agreement_and_hesitation(ways: tuple[str | None, ...], change: int) -> None:
    assert weigh(START, chose(*ways)).total == change


@pytest.mark.parametrize(("shared", "change"), [(0, 0), (1, 2), (2, 4), (3, 6), (4, 6), (8, 6)])
def test_candour_counts_up_to_three(shared: int, change: int) -> None:
    players = [Weighed(f"P{number}", "a" if number % 2 else "b", shared=number < shared) for number in range(8)]
    assert weigh(START, players).total == change


def test_a_whisper_counts_though_its_reader_hesitates() -> None:
    assert weigh(START, [Weighed("Oona", "a"), Weighed("Sefu", None, shared=True)]).total == 2 - 2


@pytest.mark.parametrize(("count", "change"), [(1, 4), (2, 8), (3, 8), (8, 8)])
def test_sacrifice_counts_up_to_two(count: int, change: int) -> None:
    assert sum(changes(chose(*["a"] * count, deed="sacrifice"))) - (10 if count > 1 else 0) == change


@pytest.mark.parametrize(("count", "change"), [(1, -6), (2, -12), (3, -12), (8, -12)])
def test_betrayal_counts_up_to_two(count: int, change: int) -> None:
    assert sum(changes(chose(*["a"] * count, deed="betrayal"))) - (10 if count > 1 else 0) == change


def test_the_most_holds_over_different_reasons() -> None:
    players = [Weighed(f"P{number}", "a", "betrayal", reason=f"reason {number}") for number in range(4)]
    told = weigh(START, players).reasons
    assert [reason.change for reason in told] == [10, -6, -6, 0, 0]
    assert told[1].text == "P0 reason 0"


def test_who_hesitated_did_no_deed() -> None:
    assert changes([Weighed("Oona", "a"), Weighed("Sefu", None, "betrayal", "sold them")]) == [0, -2]


@pytest.mark.parametrize("deed", ["harm", "greed"])
@pytest.mark.parametrize(("ways", "wrong"), [(("a", "a"), True), (("a",), True), (("a", None), True), (("a", "b"), False)])
def test_an_agreed_wrong_weighs_heavily(deed: str, ways: tuple[str | None, ...], wrong: bool) -> None:
    other = {"b": "duty"}
    players = [Weighed(f"P{number}", way, other.get(way or "", deed)) for number, way in enumerate(ways)]
    assert (Reason(f"Nobody spoke against the {deed}", -10) in weigh(START, players).reasons) is wrong


@pytest.mark.parametrize("deed", ["duty", "mercy", "", "sacrifice", "deceit"])
def test_other_agreement_is_no_wrong(deed: str) -> None:
    assert not any("spoke against" in reason.text for reason in weigh(START, chose("a", "a", deed=deed)).reasons)


@pytest.mark.parametrize(
    ("before", "players", "after"),
    [(95, chose("a", "a"), 100), (100, chose("a", "a"), 100), (5, chose("a", "b", "c"), 0), (0, chose(None), 0), (2, chose("a", "a"), 12)],
)
def test_trust_stays_between_nothing_and_all(before: int, players: list[Weighed], after: int) -> None:
    change = weigh(before, players)
    assert (change.after, change.total) == (after, after - before)


def test_the_account_is_told_in_sentences() -> None:
    told = weigh(START, [Weighed("Oona", "a", shared=True), Weighed("Sefu", "b", "sacrifice", "bled"), Weighed("Ines", None)]).reasons
    assert told == (
        Reason("Two hands, two camps", 0),
        Reason("Ines hesitated", -2),
        Reason("Oona read a whisper aloud", 2),
        Reason("Sefu bled", 4),
    )


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ((None, "Burn  the\tbridge "), (None, "burn the bridge"), True),
        ((None, "cafe\u0301"), (None, "CAFÉ"), True),
        ((None, "STRASSE"), (None, "straße"), True),
        ((None, "hold"), ("hold", "To hold."), False),
        (("a", "x"), ("a", "y"), True),
        (("a", "x"), ("b", "x"), False),
        ((None, "go"), (None, "go on"), False),
    ],
)
def test_equal_ways_compare_equal(one: tuple[str | None, str], other: tuple[str | None, str], same: bool) -> None:
    assert (way_of(*one) == way_of(*other)) is same


def test_no_words_are_no_way() -> None:
    assert way_of(None, "") is None
    assert way_of(None, "  ") is None


@pytest.mark.parametrize(
    ("trust", "called"),
    [
        (0, Band.BROKEN),
        (1, Band.BREAKING),
        (9, Band.BREAKING),
        (10, Band.FRAYING),
        (39, Band.FRAYING),
        (40, Band.STEADY),
        (79, Band.STEADY),
        (80, Band.SWORN),
        (100, Band.SWORN),
    ],
)
def test_every_trust_has_a_band(trust: int, called: Band) -> None:
    assert band(trust) is called


DEEDS = some.sampled_from(["sacrifice", "betrayal", "harm", "greed", "mercy", "duty", ""])
PLAYERS = some.lists(
    some.builds(
        Weighed,
        some.text(min_size=1, max_size=5),
        some.none() | some.sampled_from("abc"),
        DEEDS,
        some.sampled_from(["", "x", "y"]),
        some.booleans(),
    ),
    max_size=8,
)


@given(before=some.integers(0, 100), players=PLAYERS)
def test_the_reasons_add_up(before: int, players: list[Weighed]) -> None:
    change = weigh(before, players)
    assert change.after == max(0, min(100, before + sum(reason.change for reason in change.reasons)))
    assert change.total == change.after - before
    assert all(reason.text.strip() for reason in change.reasons)


@given(before=some.integers(0, 100), players=PLAYERS, chance=some.randoms(use_true_random=False))
def test_the_order_of_seats_does_not_matter(before: int, players: list[Weighed], chance: object) -> None:
    shuffled = list(players)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert weigh(before, shuffled).total == weigh(before, players).total


@given(players=PLAYERS)
def test_no_turn_moves_trust_further_than_the_rules_together(players: list[Weighed]) -> None:
    assert -10 - 16 - 12 - 10 <= sum(changes(players)) <= 10 + 6 + 8
