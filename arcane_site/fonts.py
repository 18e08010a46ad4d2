"""Cuts fonts to the letters that English and the interface are written with: half the bytes. For others the whole file comes too."""

import hashlib
import os
import threading
from pathlib import Path

import brotli
import fontTools

LETTERS = frozenset({*range(0x20, 0x7F), *map(ord, "\u00a0«»·±×–—‘’“”…↑↓−")})
"""Code points; ``static/codex/css/fonts.css`` has them as the ``unicode-range`` of what is cut."""
NUMERALS = ["lnum", "onum", "pnum", "tnum"]
"""Features that the styles ask for and that would be dropped otherwise."""
AXES = {"wght": 400}
"""Of fonts that have a weight to choose: the only one that stories are set in, half the bytes."""
HINTS = False
"""Two of six have any, a third of their bytes, for screens of few pixels."""


def cut(whole: Path, folder: Path) -> Path:
    """The WOFF2 file in ``folder`` with nothing but ``LETTERS``; made if it is not there, and always of the same bytes."""
    made = folder / f"{whole.stem}-{_sum(whole)}.woff2"
    if not made.is_file():
        folder.mkdir(parents=True, exist_ok=True)
        _write(whole, made)
    return made


def _sum(whole: Path) -> str:
    """Of all that the result depends on."""
    made_with = f"{fontTools.version} {brotli.__version__} {sorted(LETTERS)} {NUMERALS} {AXES} {HINTS}"
    return hashlib.sha256(made_with.encode() + whole.read_bytes()).hexdigest()[:12]


def _write(whole: Path, made: Path) -> None:
    from fontTools import subset  # noqa: PLC0415  where nothing is cut, a server starts sooner without
    from fontTools.varLib import instancer  # noqa: PLC0415

    options = subset.Options(flavor="woff2", hinting=HINTS)
    options.layout_features = [*options.layout_features, *NUMERALS]
    unfinished = made.with_suffix(f".{os.getpid()}-{threading.get_ident()}")
    with subset.load_font(str(whole), options) as font:
        cutter = subset.Subsetter(options)
        cutter.populate(unicodes=LETTERS)
        cutter.subset(font)
        if "fvar" in font:
            instancer.instantiateVariableFont(font, AXES, inplace=True)
        subset.save_font(font, str(unfinished), options)
    unfinished.replace(made)  # two may be at it at once
