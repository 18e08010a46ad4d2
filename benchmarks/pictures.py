"""Pictures of the results, for the documents."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pygal
from pygal.style import Style

# The game's ink, ember and moss, readable on light paper and on dark: the ground is drawn too.
STYLE = Style(
    background="#f6efe0", plot_background="#f6efe0", foreground="#3a2c22", foreground_strong="#1f1610", foreground_subtle="#8a7763",
    colors=("#a4452c", "#4f6b3f", "#39607a", "#8a6d1d", "#6b4a73"), font_family="Georgia, serif", value_font_size=13, label_font_size=13,
    title_font_size=17, legend_font_size=13, major_label_font_size=13,
)  # fmt: skip
PLAIN: dict[str, Any] = {"style": STYLE, "print_values": True, "show_legend": False, "js": (), "width": 760, "no_prefix": True}


def draw(results: Mapping[str, Any], folder: Path) -> None:
    """Draws what there are results for."""
    folder.mkdir(parents=True, exist_ok=True)
    loads = results["loads"]
    for name, title, values in (
        ("fanout", "CPU for each event delivered (µs)", _of(loads.get("fanout"), "cpu_us")),
        ("durable", "Choices a second, seen by all others", _of(loads.get("durable"), "per_second")),
        ("idle", "Memory for each silent client (KiB)", _idle(loads.get("idle"))),
    ):
        if values:
            _bars(title, values).render_to_file(str(folder / f"performance-{name}.svg"))


def _bars(title: str, values: Mapping[str, float]) -> Any:
    chart = pygal.HorizontalBar(title=title, height=110 + 46 * len(values), **PLAIN)
    chart.x_labels = list(reversed(values))
    chart.add("", [round(value, 1) for value in reversed(values.values())])
    return chart


def _of(load: Mapping[str, Any] | None, key: str) -> dict[str, float]:
    return {name: each[key] for name, each in (load or {}).items() if name != "about" and each.get(key) is not None}


def _idle(load: Mapping[str, Any] | None) -> dict[str, float]:
    return {name: each["connect"]["idle"][-1]["kib_per_client"] for name, each in (load or {}).items() if name != "about"}
