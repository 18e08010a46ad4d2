"""The editor's rules of ``docs/writing.md``: what can be counted. Everything else needs a reader."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache

from games.scenarios.model import Deed
from games.scenarios.names import names
from games.scenarios.pack import ROLES, Situation, Truth, Way
from games.scenarios.slots import paragraphs, slots, words

_TRUST_DEEDS = (Deed.BETRAYAL, Deed.SACRIFICE)
_RUN = 8
_PROPER = re.compile(r"\b[A-Z][a-z]+\b")
_MODERN_SIGNS = {"!": "an exclamation mark", '"': "a straight quote", "'": "a straight apostrophe", "...": "three dots for …"}


def complaints(situations: Sequence[Situation]) -> list[str]:
    """What an editor would send back, each with the situation's id in front; empty if all is well."""
    found = [f"{each.id}: {complaint}" for each in situations for complaint in _of_one(each)]
    return [*found, *_of_all(situations)]


def _of_all(situations: Sequence[Situation]) -> Iterator[str]:
    titles = Counter(each.title.casefold() for each in situations)
    for each in situations:
        if titles[each.title.casefold()] > 1:
            yield f"{each.id}: the title {each.title!r} is used twice"
    texts = Counter(_folded(truth.text) for each in situations for truth in _truths(each).values())
    for each in situations:
        for name, truth in _truths(each).items():
            if texts[_folded(truth.text)] > 1:
                yield f"{each.id}: {name} is the same as another whisper"


def _of_one(situation: Situation) -> Iterator[str]:
    yield from _head(situation)
    yield from _scene(situation)
    yield from _options(situation)
    yield from _whispers(situation)
    yield from _secrets(situation)
    for name, text in _texts(situation).items():
        yield from (f"{name} has {called}" for sign, called in _MODERN_SIGNS.items() if sign in text)
        yield from (f"{name} calls somebody {word}; names are drawn" for word in _PROPER.findall(text) if word in _drawable())


def _head(situation: Situation) -> Iterator[str]:
    if situation.folder != situation.theme:
        yield f"lies in {situation.folder}, but its theme is {situation.theme}"
    yield from _length("title", situation.title, 1, 6)
    if not 1 <= len(situation.cast) <= 3:
        yield f"one to three people, not {len(situation.cast)}"
    if len(situation.vary) < 3:
        yield f"at least three details, not {len(situation.vary)}"
    used = set().union(*(slots(text) for text in _texts(situation).values()))
    for key, choices in situation.vary.items():
        if len(set(choices)) < 4:
            yield f"vary.{key} has fewer than four values"
        if key not in used:
            yield f"vary.{key} is never used"
    for key in situation.cast.keys() - used:
        yield f"cast.{key} is never named"


def _scene(situation: Situation) -> Iterator[str]:
    scene = situation.scene
    yield from _length("scene", scene, 60, 110)
    count = len(paragraphs(scene))
    if not 2 <= count <= 4:
        yield f"scene: two to four paragraphs, not {count}"
    if not (scene[0].isalpha() or scene[0] == "{"):
        yield "scene begins with a sign that is no letter"
    used = slots(scene)
    if "place" not in used:
        yield "scene does not use {place}"
    if not used & situation.cast.keys():
        yield "scene names nobody"
    if len(used & situation.vary.keys()) < 2:
        yield "scene uses fewer than two details"
    for name in ("united", "split", "scattered"):
        yield from _length(name, getattr(situation, name), 12, 25)
    yield from _length("close", situation.close, 8, 20)


def _options(situation: Situation) -> Iterator[str]:
    options = situation.options
    if not 3 <= len(options) <= 5:
        yield f"three to five options, not {len(options)}"
    if len({option.id for option in options}) < len(options):
        yield "two options have the same id"
    if len({option.deed for option in options}) < 3:
        yield "fewer than three different deeds"
    for option in options:
        for complaint in _option(option):
            yield f"option {option.id}: {complaint}"


def _option(option: Way) -> Iterator[str]:
    if not option.id.isidentifier():
        yield "its id is not one word"
    yield from _length("text", option.text, 1, 14)
    yield from _length("one", option.one, 12, 25)
    yield from _length("many", option.many, 12, 25)
    yield from _length("wins", option.wins, 20, 40)
    for name in ("one", "many"):
        if "who" not in slots(getattr(option, name)):
            yield f"{name} does not say {{who}}"
    if option.deed in _TRUST_DEEDS:
        yield from _length("reason", option.reason, 4, 10)
    elif option.reason:
        yield f"a reason, but the deed is {option.deed}"
    if option.remember and option.remember.clause.rstrip().endswith((".", ",", ";")):
        yield "remember: the clause ends with a stop"


def _whispers(situation: Situation) -> Iterator[str]:
    for role in ROLES:
        if role not in situation.whispers:
            yield f"no whisper for the {role}"
    for role in situation.whispers.keys() - set(ROLES):
        yield f"a whisper for {role}, which is no class"
    if len(situation.others) != 4:
        yield f"four other whispers, not {len(situation.others)}"
    for name, truth in _truths(situation).items():
        yield from _length(name, truth.text, 25, 60)
        yield from _length(f"{name}, heard", truth.heard, 8, 18)
        if "who" not in slots(truth.heard):
            yield f"{name}, heard does not say {{who}}"


def _secrets(situation: Situation) -> Iterator[str]:
    """What a whisper tells must not stand elsewhere in the same words."""
    shown = {"the scene": situation.scene, **{f"option {option.id}": option.text for option in situation.options}}
    truths = {name: truth.text for name, truth in _truths(situation).items()}
    for number, (name, text) in enumerate(truths.items()):
        later = dict(list(truths.items())[number + 1 :])
        for other, other_text in {**shown, **later}.items():
            if shared := _runs(text) & _runs(other_text):
                yield f"{name} says the same as {other}: “{' '.join(min(shared))}”"


@cache
def _drawable() -> frozenset[str]:
    return frozenset((*names()["m"], *names()["f"]))


def _runs(text: str) -> set[tuple[str, ...]]:
    said = _folded(text).split()
    return {tuple(said[start : start + _RUN]) for start in range(len(said) - _RUN + 1)}


def _length(name: str, text: str, least: int, most: int) -> Iterator[str]:
    count = words(text)
    if not least <= count <= most:
        yield f"{name}: {least} to {most} words, not {count}"


def _truths(situation: Situation) -> dict[str, Truth]:
    others = {f"other {number}": truth for number, truth in enumerate(situation.others, 1)}
    return {**{f"whisper of the {role}": truth for role, truth in situation.whispers.items()}, **others}


def _texts(situation: Situation) -> dict[str, str]:
    """Every text with the name an editor would call it by."""
    texts = {name: getattr(situation, name) for name in ("title", "scene", "united", "split", "scattered", "close")}
    for option in situation.options:
        texts |= {f"option {option.id}, {name}": getattr(option, name) for name in ("text", "one", "many", "wins", "reason")}
        texts |= {f"option {option.id}, clause": option.remember.clause} if option.remember else {}
    for name, truth in _truths(situation).items():
        texts |= {name: truth.text, f"{name}, heard": truth.heard}
    return texts | {f"vary.{key} {number}": value for key, choices in situation.vary.items() for number, value in enumerate(choices, 1)}


def _folded(text: str) -> str:
    return " ".join("".join(sign for sign in text.casefold() if sign.isalnum() or sign.isspace() or sign in "{}_").split())
