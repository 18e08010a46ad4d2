"""Field types that several messages share, with the rules for text.

Texts are kept as written but for NFC and trimmed ends. Refused everywhere: NUL, lone surrogates. Refused in names too: control and format
characters (which would let one name look like another or turn the line around), and line breaks.
"""

import unicodedata
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

_LINE_BREAKS = frozenset("\n\r\t")
_JOINERS = frozenset("\u200c\u200d")  # needed to write Persian, Hindi and others


def normalised(text: str) -> str:
    """The text in NFC with trimmed ends.

    Raises:
        ValueError: it holds NUL, another control character, or a lone surrogate.
    """
    for character in text:
        category = unicodedata.category(character)
        if category == "Cs" or (category == "Cc" and character not in _LINE_BREAKS):
            raise ValueError("holds a character that cannot be kept")
    return unicodedata.normalize("NFC", text).strip()


def plain_name(text: str) -> str:
    """A name of 2–20 characters that looks like what it is.

    Raises:
        ValueError: too short or long, or it holds control, format, private or unassigned characters.
    """
    name = normalised(text)
    if any(unicodedata.category(character) in {"Cc", "Cf", "Co", "Zl", "Zp"} and character not in _JOINERS for character in name):
        raise ValueError("holds a character that a name cannot have")
    if not any(unicodedata.category(character)[0] in "LNSP" for character in name):
        raise ValueError("needs something that can be seen")
    if not 2 <= len(name) <= 20:
        raise ValueError("needs 2 to 20 characters")
    return name


def name_key(name: str) -> str:
    """What makes two names the same at a table: compared without case, width, joiners and how wide the gaps are."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    return " ".join("".join(character for character in folded if character not in _JOINERS).split())


def _bounded(most: int) -> AfterValidator:
    def check(text: str) -> str:
        kept = normalised(text)
        if not 1 <= len(kept) <= most:
            raise ValueError(f"needs 1 to {most} characters")
        return kept

    return AfterValidator(check)


PlayerName = Annotated[str, AfterValidator(plain_name), Field(json_schema_extra={"minLength": 2, "maxLength": 20})]
ChatText = Annotated[str, _bounded(500), Field(json_schema_extra={"minLength": 1, "maxLength": 500})]
ChoiceText = Annotated[str, _bounded(1000), Field(json_schema_extra={"minLength": 1, "maxLength": 1000})]
TurnNumber = Annotated[int, Field(ge=0, le=1000)]
PlayerId = Annotated[str, StringConstraints(min_length=1, max_length=64)]
