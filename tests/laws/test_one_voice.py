"""One module speaks. Everything else hands it facts and signals."""

import re
from pathlib import Path

from tests.support.site import ROOT

PACKAGES = ("arcane_site", "games", "realtime")
BENEATH = "realtime/transport/"
"""Carries what is told, and hands the library what it does not carry itself."""
SPEAKS = re.compile(r"\.emit\(")


def speakers() -> set[str]:
    modules = [path for package in PACKAGES for path in (ROOT / package).rglob("*.py")]
    return {_name(path) for path in modules if SPEAKS.search(path.read_text()) and not _name(path).startswith(BENEATH)}


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_only_one_module_emits() -> None:
    assert speakers() == {"realtime/announce.py"}
