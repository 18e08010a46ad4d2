from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from games.scenarios.model import Chosen, Conduct, Moment, ScenarioError, Story, Times, Treatment
from games.scenarios.pools import lines
from games.scenarios.slots import words
from games.scenarios.speech import quoted, shortened

from .tables import memory, outcome, scenario, seats

INES, MAREK, OONA, SEFU = seats(4)


def own(seat, words):
    return Chosen(seat, own_words=words)


def took(seat, option, *, shared=False):
    return Chosen(seat, option_id=option, shared=shared)


def test_camps_are_told_by_name_and_the_largest_wins():
    text = outcome(scenario(), took(INES, "hide"), took(MAREK, "pull"), took(OONA, "hide"), took(SEFU, "leave")).text
    paragraphs = text.split("\n\n")
    assert paragraphs[0] == "Marek pulls. Sefu leaves. Ines and Oona hide. Scattered."
    assert paragraphs[1] == "In the end hide."
    assert paragraphs[-1] == "Close."


def test_of_equal_camps_the_one_offered_first_wins():
    text = outcome(scenario(2), took(INES, "hide"), took(MAREK, "pull")).text
    assert "In the end pull." in text and "Split." in text


def test_a_whole_table_of_three_or_more_is_called_all():
    assert outcome(scenario(), *(took(seat, "hide") for seat in seats(4))).text.startswith("All four of you hide.")
    assert outcome(scenario(2), took(INES, "hide"), took(MAREK, "hide")).text.startswith("Ines and Marek hide.")
    three = outcome(scenario(), took(INES, "hide"), took(MAREK, "hide"), took(OONA, "hide"), Chosen(SEFU)).text
    assert three.startswith("Ines, Marek and Oona hide.")
    assert "United." in three


def test_all_of_you_is_small_inside_a_sentence():
    told = scenario(3)
    option = replace(told.options[0], many="In the dark {who} pull.")
    text = outcome(replace(told, options=(option, *told.options[1:])), *(took(seat, "pull") for seat in seats(3))).text
    assert text.startswith("In the dark all three of you pull.")


def test_everybody_is_not_you_where_the_text_goes_on_about_them():
    told = scenario(3)
    option = replace(told.options[0], many="{who} roll up their sleeves.")
    text = outcome(replace(told, options=(option, *told.options[1:])), *(took(seat, "pull") for seat in seats(3))).text
    assert text.startswith("All three roll up their sleeves.")


def test_a_large_table_tells_three_camps_in_full():
    told = scenario(8)
    fourth = replace(told.options[0], id="fly", one="{who} flies.", many="{who} fly.")
    chosen = [
        took(seat, option) for seat, option in zip(seats(8), ["pull", "pull", "hide", "hide", "leave", "leave", "leave"], strict=False)
    ]
    text = outcome(replace(told, options=(fourth, *told.options)), *chosen, took(seats(8)[7], "fly")).text
    assert text.startswith("Ines and Marek pull. Oona and Sefu hide. ")
    assert "Yun flies" not in text and "Yun" in text.partition("Dagny, Bram and Lotte leave. Scattered.")[0]


def test_many_own_words_are_all_quoted():
    chosen = [own(seat, f"Word {number} " + "and so on " * 30) for number, seat in enumerate(seats(8))]
    text = outcome(scenario(8), *chosen).text
    assert all(f"“Word {number} and so on" in text for number in range(8))
    assert all(seat.name in text for seat in seats(8))
    assert words(text) < 280


def test_reading_aloud_is_told_first():
    text = outcome(scenario(), took(INES, "hide", shared=True), *(took(seat, "hide") for seat in (MAREK, OONA, SEFU))).text
    assert text.split("\n\n")[0] == "Ines reads."


def test_of_many_readings_some_are_only_named():
    told = scenario(8)
    whispers = tuple(replace(whisper, heard="{who} reads" + " a word" * 15 + ".") for whisper in told.whispers)
    text = outcome(replace(told, whispers=whispers), *(took(seat, "hide", shared=True) for seat in seats(8))).text
    first = text.split("\n\n")[0]
    assert first.count(" a word") % 15 == 0 and 15 <= first.count(" a word") < 120
    assert all(seat.name in first for seat in seats(8))
    assert words(text) <= 230


def test_a_lone_chooser_is_neither_united_nor_split():
    text = outcome(scenario(), took(INES, "hide"), Chosen(MAREK), Chosen(OONA), Chosen(SEFU)).text
    assert not any(word in text for word in ("United.", "Split.", "Scattered."))
    assert "Marek, Oona and Sefu" in text


def test_the_same_own_words_are_one_way():
    text = outcome(scenario(2), own(INES, "Sing  to it"), own(MAREK, "sing to IT")).text
    assert "United." in text and text.count("“") == 1 and "Ines and Marek" in text


def test_own_words_alone_end_in_a_neutral_way():
    text = outcome(scenario(2), own(INES, "Sing."), own(MAREK, "Dance.")).text
    assert any(ending in text for ending in lines("outcome", "untrodden"))
    assert "In the end" not in text.replace("In the end it comes out as a loaf", "")


def test_nobody_choosing_ends_too():
    text = outcome(scenario(2), Chosen(INES), Chosen(MAREK)).text
    assert any(ending in text for ending in lines("outcome", "undecided"))
    assert text.endswith("Close.")


def test_what_was_read_aloud_is_told():
    text = outcome(scenario(), took(INES, "hide", shared=True), *(took(seat, "hide") for seat in (MAREK, OONA, SEFU))).text
    assert "Ines reads." in text and "Marek reads." not in text


SIGNS = st.sampled_from("{}“”\"'who %s\\אבגשלוםمرحبا\u202e\u2066") | st.characters(exclude_categories=["Cs"])


@given(st.text(alphabet=SIGNS, max_size=1000))
def test_own_words_are_data(words):
    chosen = own(INES, words)
    text = outcome(scenario(2), chosen, took(MAREK, "pull")).text
    assert text.startswith("Marek pulls.\n\n")
    if not chosen.hesitated:
        assert quoted(words) in text
        assert text.split("\n\n")[2] == "In the end pull."


@pytest.mark.parametrize("words", ["{who}", "{0.__class__}", "I say “no {quote}”", "%s {name!r} }}{{", "100% {"])
def test_braces_stay_as_written(words):
    assert f"“{words}”" in outcome(scenario(2), own(INES, words), took(MAREK, "pull")).text


def test_a_player_called_like_a_slot_stays_so():
    braced = replace(INES, name="{who}")
    assert outcome(scenario(2), took(braced, "hide"), took(MAREK, "hide")).text.startswith("{who} and Marek hide.")


def test_words_from_right_to_left_are_kept_apart():
    assert "“\u2068שלום לכם\u2069”" in outcome(scenario(2), own(INES, "שלום לכם"), took(MAREK, "pull")).text


def test_long_words_are_shortened_between_words():
    assert shortened("one two three", 9) == "one two…"
    assert shortened("onetwothree", 5) == "onetw…"
    assert len(quoted("word " * 200)) < 210
    assert quoted("word " * 200).endswith("word…”")


@given(st.text(max_size=400), st.integers(1, 300))
def test_shortening_never_lengthens_by_more_than_its_mark(text, longest):
    assert len(shortened(text, longest)) <= longest + 1


def test_what_was_not_offered_is_refused():
    with pytest.raises(ScenarioError, match="does not offer"):
        outcome(scenario(2), took(INES, "fly"), took(MAREK, "pull"))


def test_equal_arguments_give_equal_answers():
    choices = (own(INES, "Sing."), Chosen(MAREK), took(OONA, "pull"), took(SEFU, "hide"))
    assert outcome(scenario(), *choices, before=50, after=30) == outcome(scenario(), *choices, before=50, after=30)


@pytest.mark.parametrize(
    ("before", "after", "pool"),
    [
        (70, 85, ("sworn", "up")),
        (85, 90, ("sworn", "still")),
        (85, 70, ("steady", "down")),
        (35, 45, ("steady", "up")),
        (45, 35, ("fraying", "down")),
        (5, 12, ("fraying", "up")),
        (30, 30, ("fraying", "still")),
        (12, 5, ("breaking", "down")),
        (5, 6, ("breaking", "still")),
        (5, 0, ("broken", "down")),
    ],
)
def test_trust_is_told_when_it_matters(before, after, pool):
    text = outcome(scenario(2), took(INES, "hide"), took(MAREK, "hide"), before=before, after=after).text
    pairs = (("Ines", "Marek"), ("Marek", "Ines"))
    told = [line.replace("{a}", a).replace("{b}", b) for line in lines("trust", *pool) for a, b in pairs]
    assert any(line in text for line in told)


def test_what_stays_as_it_was_is_told_every_other_turn():
    chosen = [took(seat, "hide") for seat in seats(2)]
    told = [outcome(scenario(2), *chosen, turn_number=turn, before=20, after=20).text.count("\n\n") for turn in range(1, 7)]
    assert told == [3, 2, 3, 2, 3, 2]


def test_the_same_own_words_however_written_are_one_way():
    assert "United." in outcome(scenario(2), own(INES, "cafe\u0301"), own(MAREK, "CAFÉ")).text


def test_steady_trust_is_not_mentioned():
    text = outcome(scenario(2), took(INES, "hide"), took(MAREK, "hide"), before=50, after=60).text
    assert text == "Ines and Marek hide. United.\n\nIn the end hide.\n\nClose."


@pytest.mark.parametrize("after", [0, 5, 20, 90])
def test_one_alone_is_told_of_trust_too(after):
    assert outcome(scenario(1), took(INES, "hide"), before=50, after=after).text.count("\n\n") == 3


def test_the_story_remembers_the_winning_choice_and_whose_it_was():
    story = outcome(scenario(3), took(INES, "hide"), took(MAREK, "pull"), took(OONA, "hide"), after=45).story
    assert story.told == ("weight",)
    assert [(each.person, each.by, each.turn_number) for each in story.memories] == [("Hide", ("Ines", "Oona"), 3)]
    assert story.trust == (50, 45)
    assert [(each.player_id, each.done) for each in story.conduct] == [
        ("p0", (Times("deceit", 1),)), ("p1", (Times("sacrifice", 1),)), ("p2", (Times("deceit", 1),)),
    ]  # fmt: skip
    assert story.moments == (Moment(3, "The Weight", "p1"),)


def test_what_was_done_is_counted():
    first = outcome(scenario(2), took(INES, "hide", shared=True), Chosen(MAREK), turn_number=1).story
    second = outcome(scenario(2), took(INES, "hide"), own(MAREK, "Sing."), turn_number=2, story=first).story
    assert second.conduct == (
        Conduct("p0", (Times("deceit", 2),), 1),
        Conduct("p1", (Times("hesitated", 1), Times("own", 1)), 0),
    )
    assert [each.turn_number for each in second.moments] == [1, 2]


@pytest.mark.parametrize("treatment", list(Treatment))
def test_who_returns_acts_and_is_marked(treatment):
    tobin = memory(treatment=treatment)
    came = outcome(scenario(returning=tobin), *(took(seat, "hide") for seat in seats(4)), story=Story(memories=(tobin,)))
    assert "Tobin" in came.text and "Ines" in came.text
    assert came.story.memories[0] == replace(tobin, returned=True)


def test_what_is_stored_is_bounded():
    story = Story(memories=tuple(replace(memory(f"P{number}", turn_number=number), returned=number == 9) for number in range(16)))
    kept = outcome(scenario(2), took(INES, "hide"), took(MAREK, "hide"), story=story).story.memories
    assert len(kept) == 16
    assert "P9" not in {each.person for each in kept} and kept[-1].person == "Hide"
