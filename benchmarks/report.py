"""What was measured, brought together: the figures that everything is judged by, one table for the screen, one file."""

import json
import os
import platform
import subprocess
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.places import RESULTS, ROOT

Results = dict[str, Any]

# Name, where it stands among the loads, what it should be, and what it says.
FIGURES = (
    ("fanout_cpu_vs_node", ("fanout", "game", "cpu_vs_node"), "≤ 0.7", "CPU for each event delivered, Node = 1"),
    ("fanout_p99_ms_saturated", ("fanout", "game", "seen_p99_ms"), "≤ Node's", "ms until 99 % are seen, 64 tables speaking at once"),
    ("fanout_p99_ms_saturated_node", ("fanout", "node socket.io", "seen_p99_ms"), "", "the same of Node"),
    ("durable_socket_vs_flask", ("durable", "game, SQLite: socket", "choices_vs_flask"), "≥ 1", "choices a second; Flask, in memory, = 1"),
    ("durable_http_vs_flask", ("durable", "game, SQLite: http", "choices_vs_flask"), "≥ 0.5", "the same, by POST"),
    ("durable_socket_p99_ms", ("durable", "game, SQLite: socket", "seen_p99_ms"), "≤ 25", "ms until the other three see it, 16 in flight"),
    ("idle_kib_per_client", ("idle", "game", "connect", "idle", -1, "kib_per_client"), "≤ 8", "KiB for each silent client, signed in"),
    ("seated_kib_per_client", ("idle", "game", "enter", "idle", -1, "kib_per_client"), "", "the same, at a table"),
    ("connects_per_s_vs_node", ("idle", "game", "connects_vs_node"), "≥ 2", "connections a second, with the session; Node's = 1"),
    ("enters_per_s_vs_node", ("idle", "game", "enters_vs_node"), "", "the same, with entering the game"),
    ("foreign_process_us_per_choice", ("cluster", "foreign", "game", "us_per_choice"), "≤ 5", "µs of a process where nobody plays it"),
    ("two_process_speedup", ("cluster", "two_process_speedup"), "≥ 1.8", "two processes, one = 1, reckoned from CPU"),
    ("hall_per_second", ("hall", "per_second"), "500", "choices a second in a full hall"),
    ("hall_p99_ms", ("hall", "seen_p99_ms"), "≤ 200", "ms until 99 % are seen there"),
    ("hall_missing", ("hall", "missing"), "0", "choices that somebody never saw there"),
)  # fmt: skip


def merged(earlier: Results, name: str, load: Mapping[str, Any], *, quick: bool) -> Results:
    """The results with one load measured anew."""
    about = {"measured_at": datetime.now(UTC).isoformat(timespec="seconds"), "quick": quick, "commit": _commit()}
    loads = {**earlier.get("loads", {}), name: {**load, "about": about}}
    figures = {figure: found(loads, path) for figure, path, _, _ in FIGURES}
    return {**figures, "machine": machine(), "loads": loads}


def found(loads: Mapping[str, Any], path: tuple[str | int, ...]) -> Any:
    """What stands at a place of the results; None if nothing does."""
    value: Any = loads
    for step in path:
        try:
            value = value[step]
        except (KeyError, IndexError):
            return None
    return value


def table(results: Results) -> str:
    """All figures that are judged, as lines of text."""
    rows = [(name, _shown(results.get(name)), goal, says) for name, _, goal, says in FIGURES]
    widths = [max(len(row[column]) for row in [("figure", "value", "goal", ""), *rows]) for column in range(3)]
    lines = [("figure", "value", "goal", "what it is"), *rows]
    return "\n".join("  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[3]]).rstrip() for row in lines)


def read(path: Path = RESULTS) -> Results:
    results: Results = json.loads(path.read_text()) if path.exists() else {}
    return results


def write(results: Results, path: Path = RESULTS) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n")


def machine() -> dict[str, Any]:
    names = [line.partition(":")[2].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")]
    node = subprocess.run(["node", "--version"], capture_output=True, text=True, check=False).stdout.strip()
    return {
        "processor": names[0] if names else platform.machine(),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "node": node,
    }


def _commit() -> str:
    asked = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False)
    return asked.stdout.strip()


def _shown(value: float | None) -> str:
    return "not measured" if value is None else f"{value:g}"
