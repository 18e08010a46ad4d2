"""Slots in a text: ``{place}``. Filled in one pass, so what fills a slot is never read for slots itself."""

import re
from collections.abc import Mapping

_SLOT = re.compile(r"\{([^{}]*)\}")
_BEGINNING = re.compile(r"(?:\A|[.!?…][”’)]*\s+|[,:]\s+(?=[“‘]))[“‘]*\Z")
_BLANK_LINE = re.compile(r"\n\s*\n")


def slots(text: str) -> set[str]:
    """The names of the slots in ``text``."""
    return set(_SLOT.findall(text))


def filled(text: str, values: Mapping[str, str]) -> str:
    """``text`` with the slots that ``values`` knows filled; others stay as they are."""
    return _SLOT.sub(lambda slot: values.get(slot[1], slot[0]), text)


def told(text: str, values: Mapping[str, str]) -> str:
    """Like ``filled``, but what begins a sentence begins with a capital."""

    def fill(slot: re.Match[str]) -> str:
        value = values.get(slot[1], slot[0])
        begins = _BEGINNING.search(text, 0, slot.start()) is not None
        return value[:1].upper() + value[1:] if begins else value

    return _SLOT.sub(fill, text)


def paragraphs(text: str) -> tuple[str, ...]:
    """The paragraphs of a text written over several lines, each on one line."""
    return tuple(" ".join(part.split()) for part in _BLANK_LINE.split(text.strip()) if part.strip())


def words(text: str) -> int:
    """How many words a reader counts; a dash alone is none, a slot is one."""
    return sum(any(sign.isalnum() for sign in word) for word in text.split())
