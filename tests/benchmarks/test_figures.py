"""What the benchmarks reckon."""

import pytest

from benchmarks.figures import Window, median, percentile, ratio, summary


def test_a_percentile_is_one_of_the_values_and_nothing_of_nothing() -> None:
    values = [float(value) for value in range(100, 0, -1)]
    assert [percentile(values, percent) for percent in (0, 1, 50, 99, 99.5, 100)] == [1, 1, 50, 99, 100, 100]
    assert percentile([7.0], 50) == 7
    assert percentile([], 99) is None


def test_a_median_looks_at_what_is_there() -> None:
    assert median([3, None, 1, 2]) == 2
    assert median([None]) is None


def test_a_ratio_is_taken_round_by_round() -> None:
    # The second round was disturbed by something else: both took ten times as long.
    assert ratio([2, 20, 2], [4, 40, 4]) == 0.5
    assert ratio([2, None], [4, 4]) == 0.5
    assert ratio([2], [0]) is None
    assert ratio([], []) is None


def test_a_window_knows_its_rates() -> None:
    window = Window(2.0, 400, server_cpu=0.1, generator_cpu=0.5, seen=[0.001, 0.003], answered=[0.002])
    assert (window.per_second, window.cpu_us, window.generator_busy) == (200, pytest.approx(250), 0.25)
    assert (window.seen_ms(50), window.seen_ms(99), window.answered_ms(99)) == (1, 3, 2)
    assert Window(2.0, 0, server_cpu=0.1, generator_cpu=0).cpu_us is None


def test_a_summary_takes_medians_and_adds_up_what_is_missing() -> None:
    rounds = [Window(1.0, count, server_cpu=0.5, generator_cpu=0.1, missing=1) for count in (100, 300, 200)]
    found = summary(rounds)
    assert (found["per_second"], found["missing"], found["rounds"], found["server_percent"]) == (200, 3, 3, 50)
    assert found["seen_p99_ms"] is None
