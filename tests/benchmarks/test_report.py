"""The results, brought together."""

import json
from pathlib import Path

from benchmarks import report


def test_one_load_is_measured_anew_and_the_others_stay() -> None:
    earlier = {"loads": {"fanout": {"game": {"cpu_vs_node": 2.0}}, "hall": {"per_second": 400}}}
    results = report.merged(earlier, "fanout", {"game": {"cpu_vs_node": 0.6, "seen_p99_ms": 5}}, quick=False)
    assert results["fanout_cpu_vs_node"] == 0.6
    assert results["fanout_p99_ms_saturated"] == 5
    assert results["hall_per_second"] == 400
    assert results["idle_kib_per_client"] is None
    assert results["loads"]["fanout"]["about"]["quick"] is False


def test_a_place_in_the_results_may_be_counted_from_the_end() -> None:
    loads = {"idle": {"game": {"connect": {"idle": [{"kib_per_client": 9}, {"kib_per_client": 7}]}}}}
    assert report.found(loads, ("idle", "game", "connect", "idle", -1, "kib_per_client")) == 7
    assert report.found({"idle": {"game": {"connect": {"idle": []}}}}, ("idle", "game", "connect", "idle", -1, "kib_per_client")) is None


def test_the_table_says_what_was_not_measured() -> None:
    lines = report.table({"fanout_cpu_vs_node": 0.61}).splitlines()
    assert len(lines) == len(report.FIGURES) + 1
    assert "0.61" in lines[1] and "≤ 0.7" in lines[1]
    assert "not measured" in lines[2]


def test_results_are_written_and_read(tmp_path: Path) -> None:
    report.write({"loads": {}, "é": 1}, tmp_path / "deep" / "latest.json")
    assert report.read(tmp_path / "deep" / "latest.json") == {"loads": {}, "é": 1}
    assert report.read(tmp_path / "none.json") == {}
    assert json.loads((tmp_path / "deep" / "latest.json").read_text())["é"] == 1
