"""Whatever is sent as an event is answered, in time, by a code of the catalogue, and the game goes on."""

import json

import pytest

from games.errors import ErrorCode
from games.wire import requests  # noqa: F401  fills the registry
from games.wire.base import Request
from tests.conftest import NewPlayer
from tests.fuzz.cast import Cast, gather, plays_on
from tests.fuzz.figures import Figures, all_of
from tests.fuzz.values import Values
from tests.fuzz.voice import Voice
from tests.support.player import Player
from tests.support.site import Site

ROUND = 1000
MOST_BYTES = 16_000
CODES = {"ok", *(code.name for code in ErrorCode if code is not ErrorCode.INTERNAL_ERROR)}


@pytest.mark.timeout(1200)
@pytest.mark.parametrize("count", [pytest.param(400, id="some"), pytest.param(20_000, id="all", marks=pytest.mark.long)])
async def test_every_event_is_answered(site: Site, new_player: NewPlayer, count: int) -> None:
    figures = Figures(site)
    for seed in range(0, count, ROUND):
        cast = await gather(new_player)
        await _round(site, cast, seed, min(ROUND, count), figures)
        await plays_on(cast)
        await cast.close()
    assert len(figures.took) == count
    figures.tell("events")
    assert set(figures.codes) <= CODES


async def _round(site: Site, cast: Cast, seed: int, count: int, figures: Figures) -> None:
    each = count // len(cast.senders)
    values = [Values(seed + number, cast.known) for number in range(len(cast.senders))]
    await all_of(*(_say(site, person, source, each, figures) for person, source in zip(cast.senders, values, strict=True)))


async def _say(site: Site, person: Player, values: Values, count: int, figures: Figures) -> None:
    """Says so many events on as many lines as it takes: every fifth bad frame ends one."""
    said = 0
    while said < count:
        async with Voice(site.url, cookies=person.cookies) as voice:
            await voice.open(person.code or None)
            while said < count and not voice.ended:
                said += await _one(voice, values, figures)


async def _one(voice: Voice, values: Values, figures: Figures) -> int:
    """Says one event. A line that ended after the one before has not heard it: then it does not count."""
    event = _event(values)
    with figures.timed():
        code = await voice.said(event)
    if code is None:
        figures.took.pop()
        assert voice.bad >= 5, event
        return 0
    voice.bad += code == "BAD_FRAME"
    figures.codes[code] += 1
    return 1


def _event(values: Values) -> str:
    name = (
        values.choice(list(Request.registry)) if values.random() < 0.97 else values.choice(("no_such_event", "Ping", "__proto__", "\u202e"))
    )
    fields = [*Request.registry[name].model_fields] if name in Request.registry else ["game_code"]
    return f"[{json.dumps(name)},{values.json(values.payload(fields), MOST_BYTES)}]"
