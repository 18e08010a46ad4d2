"""What players are called and what they wrote, put into told text as data: word for word, never read for slots."""

import re
import unicodedata
from collections.abc import Sequence

from games.scenarios.slots import filled, told

NUMBERS = ("", "", "", "three", "four", "five", "six", "seven", "eight")
_LONGEST_QUOTE = 200
_TURNS_TEXT = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_GOES_ON = re.compile(r"\b(?:they|them|their|theirs|themselves)\b", re.IGNORECASE)
_ENDS = (".", "!", "?", "…", "。", "؟", "۔")


def with_who(text: str, names: Sequence[str], *, at_table: int) -> str:
    """``text`` with {who} filled: names, or "all four of you" if it is everybody at a table of three or more.

    Where the text goes on about them, it is "all four": "all four of you roll up their sleeves" would be nobody's English.
    """
    if len(names) == at_table and 2 < at_table < len(NUMBERS):
        everybody = f"all {NUMBERS[at_table]}"
        return told(text, {"who": everybody if _GOES_ON.search(text) else f"{everybody} of you"})
    return filled(text, {"who": called(names)})


def called(names: Sequence[str]) -> str:
    """Names as one says them: Ines and Marek; Ines, Marek and Oona."""
    apart = [isolated(name) for name in names]
    return " and ".join([", ".join(apart[:-1]), apart[-1]]) if len(apart) > 1 else apart[0]


def quoted(own_words: str, longest: int = _LONGEST_QUOTE) -> str:
    """Own words on one line between quotation marks, shortened at a word if long, with a full stop after it if they have none."""
    words = shortened(" ".join(_TURNS_TEXT.sub("", own_words).split()), longest)
    return f"“{isolated(words)}”" + ("" if words.endswith(_ENDS) else ".")


def shortened(text: str, longest: int) -> str:
    """``text``, or as many whole words of it as fit, with … after them."""
    if len(text) <= longest:
        return text
    head, gap, _ = text[: longest + 1].rpartition(" ")
    return (head.rstrip(" ,;:–—-") if gap else text[:longest]) + "…"


def isolated(text: str) -> str:
    """``text``, kept by marks from turning its surroundings round if it reads from right to left."""
    turns = any(unicodedata.bidirectional(sign) in ("R", "AL") for sign in text)
    return f"\u2068{text}\u2069" if turns else text
