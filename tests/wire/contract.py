"""The outside contract as tables: what the documents are held against."""

import re
from pathlib import Path

from django.conf import settings

TEXT = (Path(settings.BASE_DIR) / "docs" / "contract.md").read_text(encoding="utf-8")
NAME = re.compile(r"`([a-z][a-z_]*\??)`")
ASIDE = re.compile(r"\[\{.*?\}\]|\(`.*?\)|of its `\w+`")


def section(number: int) -> str:
    found = re.search(rf"^## {number}\. .*?(?=^## |\Z)", TEXT, re.MULTILINE | re.DOTALL)
    assert found
    return found[0]


def calls() -> list[tuple[str, str]]:
    """Every call of the HTTP table: method and path."""
    return re.findall(r"`(GET|POST) (/[\w/-]+)`", "\n".join(_rows(section(2))))


def body_fields(call: str) -> list[str]:
    """The fields that the table gives a call's body."""
    row = next(row for row in _rows(section(2)) if f"`{call}`" in row)
    return [name.rstrip("?") for name in NAME.findall(row.split("|")[2]) if name != "id"]


def asked() -> dict[str, list[str]]:
    """What a client may send, with its fields; the ones marked by a question mark keep it."""
    text = section(3).partition("Client → server: ")[2].partition("\n\n")[0]
    found = re.findall(r"`([a-z_]+)`(?: \{([^}]*)\})?", text)
    return {name: [field.strip() for field in fields.split(",") if re.fullmatch(r"\w+\??", field.strip())] for name, fields in found}


def told() -> dict[str, tuple[bool, list[str]]]:
    """What the server tells: whether it is logged, and its fields."""
    events: dict[str, tuple[bool, list[str]]] = {}
    for row in _rows(section(3)):
        names, _, logged, fields = (cell.strip() for cell in row.strip("|").split("|"))
        for name in NAME.findall(names):
            events[name] = (logged == "yes", NAME.findall(ASIDE.sub("", fields)))
    return events


def codes() -> dict[str, int | None]:
    """Every code of the catalogue with its status; None where the contract gives none."""
    found = re.findall(r"`([A-Z]{2,}_?[A-Z_]+)`(?:\s(\d{3}))?", section(6))
    return {name: int(status) if status else None for name, status in reversed(found)}  # a code is named again further down


def _rows(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.startswith("| `")]
