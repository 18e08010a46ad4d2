"""Fonts cut to the letters of English: that the styles ask for them for just these, and that they are always the same."""

import re
from pathlib import Path

from django.conf import settings
from fontTools.ttLib import TTFont

from arcane_site import fonts

STYLES = Path(settings.BASE_DIR) / "static/codex/css/fonts.css"
WHOLE = Path(settings.BASE_DIR) / "node_modules/@fontsource/grenze-gotisch/files/grenze-gotisch-latin-600-normal.woff2"
CONTROLS = set(range(0x20)) | {0x7F}


def test_the_styles_ask_for_what_the_fonts_were_cut_to() -> None:
    faces = re.findall(r"-english-[^}]+unicode-range: ([^;]+);", STYLES.read_text())
    assert len(faces) == 6
    assert all(_letters(face) - CONTROLS == fonts.LETTERS for face in faces)


def test_a_cut_font_has_the_letters_of_english_and_their_numerals(tmp_path: Path) -> None:
    with TTFont(fonts.cut(WHOLE, tmp_path)) as cut, TTFont(WHOLE) as whole:
        assert set(cut.getBestCmap()) == set(whole.getBestCmap()) & fonts.LETTERS
        assert set(map(ord, "Aaz09’—")) <= set(cut.getBestCmap())
        assert _numerals(cut) == _numerals(whole) != set()


def test_the_same_font_is_cut_to_the_same_bytes_and_only_once(tmp_path: Path) -> None:
    first, second = fonts.cut(WHOLE, tmp_path / "a"), fonts.cut(WHOLE, tmp_path / "b")
    assert first.name == second.name
    assert first.read_bytes() == second.read_bytes()
    made = first.stat().st_mtime_ns
    assert fonts.cut(WHOLE, tmp_path / "a").stat().st_mtime_ns == made
    assert list((tmp_path / "a").iterdir()) == [first]


def _letters(unicode_range: str) -> set[int]:
    ends = [each.strip().removeprefix("U+").split("-") for each in unicode_range.split(",")]
    return {letter for each in ends for letter in range(int(each[0], 16), int(each[-1], 16) + 1)}


def _numerals(font: TTFont) -> set[str]:
    return {record.FeatureTag for record in font["GSUB"].table.FeatureList.FeatureRecord} & set(fonts.NUMERALS)
