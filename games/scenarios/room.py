"""How much may still be told: a page has room for so many words, and some things are told however little is left."""

from collections.abc import Iterable

from games.scenarios.slots import words


class Room:
    """Room for a number of words, taken piece by piece, the most important first."""

    def __init__(self, left: int) -> None:
        self._left = left

    def always(self, text: str) -> str:
        self._left -= words(text)
        return text

    def if_it_fits(self, text: str) -> str:
        return self.always(text) if words(text) <= self._left else ""


def joined(parts: Iterable[str], by: str = " ") -> str:
    return by.join(part for part in parts if part)
