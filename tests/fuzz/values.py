"""Values that nobody should send, and some that they may: repeatable from a seed."""

import json
import random
import uuid
from typing import Any

TEXTS = (
    "", " ", "a", "hold", "\x00", "a\x00b", "\x1b[31m", "\r\n", "\u2028\u2029", "\ufeff", "\u202eevil", "\u200b\u200d", "e\u0301" * 40,
    "Z\u0351\u0352\u0353\u0354algo", "👩\u200d👩\u200d👧\u200d👦", "🏴" * 90, "\U0010ffff", "\ufffe", "\ue000", "\ud800", "x\udfff",
    "İ", "ß", "ﬁ", "ٱلسَّلَام", "दीपक",
    "名前", "null", "true", "NaN", "-0", "1e999", "__proto__", "constructor", "'; DROP TABLE games_game;--", "<script>alert(1)</script>",
    "{{7*7}}", "%s%n", "../../etc/passwd", "$where", "${jndi:ldap://x}", "AAAAAA", "game:1", "room", "\t" * 30,
)  # fmt: skip
NUMBERS = (
    0, -0.0, 1, -1, 2, 3, 7, 255, 1000, 1001, 2**31, 2**53 - 1, 2**53, -(2**63), 2**64, 10**17, 10**300, 0.1, 1.5, 1e-320, 1e308,
    float("nan"), float("inf"), float("-inf"), True, False,
)  # fmt: skip
KEYS = (
    "__proto__",
    "constructor",
    "prototype",
    "toString",
    "_placeholder",
    "num",
    "",
    "sid",
    "to",
    "room",
    "person",
    "role",
    "seq",
    "\x00",
    "ключ",
    "game_id",
)


class Values(random.Random):
    """A source of values. ``known`` are ids and codes that exist, the sender's and others'."""

    def __init__(self, seed: int, known: tuple[str, ...] = ()) -> None:
        super().__init__(seed)
        self.known = known
        self.used: list[str] = [str(uuid.UUID(int=self.getrandbits(128)))]

    def text(self) -> str:
        kind = self.randrange(8)
        if kind == 0:
            return "".join(
                chr(self.choice((self.randrange(0x300), self.randrange(0xD800), self.randrange(0xE000, 0x110000)))) for _ in range(8)
            )
        if kind == 1:
            return self.choice("aé\u0301😀\u202e ") * self.choice((1, 2, 20, 21, 64, 65, 500, 501, 1000, 1001, 2500))
        if kind == 2 and self.known:
            return self.choice(self.known)
        return self.choice(TEXTS)

    def value(self, depth: int = 0) -> Any:
        """Anything that JSON can say, and a little more."""
        kind = self.randrange(9 if depth < 4 else 6)
        if kind < 3:
            return self.text()
        if kind < 5:
            return self.choice(NUMBERS)
        if kind == 5:
            return self.choice((None, [], {}, True))
        if kind == 6:
            return [self.value(depth + 1) for _ in range(self.choice((1, 2, 3, 30)) if depth < 2 else 1)]
        if kind == 7:
            return {self.key(): self.value(depth + 1) for _ in range(self.randrange(4))}
        return self.deep(self.choice((3, 12, 15, 16, 17, 40, 900)))

    def key(self) -> str:
        return self.choice(KEYS) if self.random() < 0.7 else self.text()

    def deep(self, depth: int) -> Any:
        value: Any = self.choice((1, "x", None))
        for _ in range(depth):
            value = [value] if self.random() < 0.5 else {"a": value}
        return value

    def cmd_id(self) -> Any:
        """A fresh one, one used before, or none that could be one."""
        fresh = str(uuid.UUID(int=self.getrandbits(128)))
        kind = self.randrange(6)
        if kind < 2:
            self.used = [*self.used[-20:], fresh]
            return fresh
        if kind < 4:
            return self.choice(self.used)
        return self.choice((fresh.upper(), fresh.replace("-", ""), fresh + "\n", "{" + fresh + "}", fresh[:-1], "", 7, None, [fresh]))

    def field(self, name: str) -> Any:
        """A value that would do for a field of this name."""
        code = self.choice(self.known) if self.known else "AAAAAA"
        likely: dict[str, tuple[Any, ...]] = {
            "game_code": (code, code.lower(), f" {code} ", "ZZZZZZ"),
            "player_id": (code, str(uuid.UUID(int=self.getrandbits(128)))),
            "last_seq": (0, 1, 5, 2**40, -1),
            "since": (0, 1, 2**40, -1),
            "choice": ("hold", "a", "I wait. \u2026", "x" * 1000),
            "turn_number": (0, 1, 2, 1000),
            "is_typing": (True, False),
            "text": ("Well?", "\u0627\u0644\u0633\u0644\u0627\u0645 😀", "x" * 500),
            "class": ("Bard", "Mage", "Bureaucrat"),
            "username": ("Oona", "Sefu Okoye", "名前", "o"),
            "max_players": (1, 4, 8, 9),
            "turn_seconds": (0, 60, 86400, 86401),
            "max_turns": (1, 50, 51),
            "message": ("it broke",),
        }
        return self.cmd_id() if name == "cmd_id" else self.choice(likely.get(name, (True, False, "x")))

    def payload(self, fields: list[str]) -> Any:
        """Something in place of an object with these fields: nearly right, or not at all."""
        if self.random() < 0.2:
            return self.value()
        made = {name: self.field(name) for name in fields if name != "cmd_id" or self.random() < 0.4}
        for _ in range(self.choice((0, 0, 1, 1, 2))):
            kind = self.randrange(3)
            if kind == 0 and made:
                made[self.choice(list(made))] = self.value()
            elif kind == 1 and made:
                made.pop(self.choice(list(made)))
            else:
                made[self.key()] = self.value()
        return made

    def json(self, value: Any, most_bytes: int) -> str:
        """The value as JSON of at most so many bytes; plain where it would be longer."""
        text = json.dumps(value, ensure_ascii=self.random() < 0.5)
        if not text.isascii() and any("\ud800" <= each <= "\udfff" for each in text):
            text = json.dumps(value)
        return text if len(text.encode()) <= most_bytes else '{"game_code":"' + "Z" * 9000 + '"}'
