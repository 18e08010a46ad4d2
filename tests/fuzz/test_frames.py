"""After whatever is sent in place of a frame the server still reads the line, or has ended it; it lives, and stays small and quiet."""

import time
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from tests.conftest import NewPlayer
from tests.fuzz import mutations
from tests.fuzz.cast import Cast, a_game_plays, gather
from tests.fuzz.figures import MIB, MOST_GROWTH, Figures, all_of
from tests.fuzz.polling import Polling
from tests.fuzz.values import Values
from tests.fuzz.voice import Silence, Voice
from tests.support.player import Player
from tests.support.raw import TEXT
from tests.support.site import Site

SENDERS = 4
ROUNDS = 10
OF_ROUND = 800
"""Frames for each layer in each round."""
WARM_UP = 10
"""What is sent before the figures begin: one in so many, so that what a server needs once is there."""

Sender = Callable[[Player, Values, int, Figures | None], Awaitable[None]]


async def of_socketio(person: Player, values: Values, count: int, figures: Figures | None) -> None:
    async def send(voice: Voice) -> Any:
        packet = ("4" + mutations.socket_packet(values)).encode("utf-8", "replace")[: mutations.MOST_BYTES]
        await voice.send(packet)
        return packet

    await _over_websockets(person, count, figures, send)


async def of_engineio(person: Player, values: Values, count: int, figures: Figures | None) -> None:
    """A third of them as bodies of long polling."""

    async def send(voice: Voice) -> Any:
        packet = mutations.engine_packet(values)
        await voice.send(packet, kind=TEXT if isinstance(packet, str) else mutations.BINARY)
        return packet

    await _over_polling(person, values, count // 3, figures)
    await _over_websockets(person, count - count // 3, figures, send)


async def of_websockets(person: Player, values: Values, count: int, figures: Figures | None) -> None:
    async def send(voice: Voice) -> Any:
        frame, owed = mutations.websocket_frame(values)
        voice.write(frame + bytes(owed))
        return frame

    await _over_websockets(person, count, figures, send)


@pytest.mark.timeout(1200)
@pytest.mark.parametrize("layer", [of_socketio, of_engineio, of_websockets])
@pytest.mark.parametrize("count", [pytest.param(200, id="some"), pytest.param(10_000, id="all", marks=pytest.mark.long)])
async def test_every_frame_is_survived(site: Site, new_player: NewPlayer, layer: Sender, count: int) -> None:
    cast = await gather(new_player)
    await _send(cast, layer, count // WARM_UP, None)
    figures = Figures(site)
    await _send(cast, layer, count, figures)
    await a_game_plays(new_player)
    assert len(figures.took) == count
    figures.tell(layer.__name__)
    figures.hold_frugal()


@pytest.mark.long
@pytest.mark.timeout(1200)
async def test_memory_levels_off(site: Site, new_player: NewPlayer) -> None:
    """What all three layers are sent again and again costs one process no more each time: what it keeps, it keeps once."""
    cast = await gather(new_player)
    figures = Figures(site)
    memory = [figures.rss()]
    for number in range(ROUNDS):
        for layer in (of_socketio, of_engineio, of_websockets):
            await _send(cast, layer, OF_ROUND, None, seed=number)
        memory.append(figures.rss())
        print(f"after {(number + 1) * 3 * OF_ROUND} frames: {memory[-1] / MIB:.1f} MiB", flush=True)
    await a_game_plays(new_player)
    assert memory[-1] - memory[ROUNDS // 2] <= MOST_GROWTH // 4


async def _send(cast: Cast, layer: Sender, count: int, figures: Figures | None, *, seed: int = 0) -> None:
    people: list[Any] = list(cast.senders)
    first = SENDERS * (count + seed)
    await all_of(*(layer(people[number], Values(first + number, cast.known), count // SENDERS, figures) for number in range(SENDERS)))


async def _over_websockets(person: Player, count: int, figures: Figures | None, send: Callable[[Voice], Awaitable[Any]]) -> None:
    """Sends one frame after another, each followed by an honest one; a new line for each that was ended."""
    sent = 0
    while sent < count:
        async with Voice(person.url, cookies=person.cookies) as voice:
            await voice.open()
            while sent < count and not voice.ended:
                await _survived(voice, send, figures)
                sent += 1


async def _survived(line: Any, send: Callable[[Any], Awaitable[Any]], figures: Figures | None) -> None:
    frame, came_back = None, line.came_back
    try:
        frame = await send(line)
        alive = await line.probe()
    except Silence as silence:
        raise AssertionError(f"neither read on nor ended after {frame[:300]!r} in {type(line).__name__}") from silence
    if figures is not None:
        figures.took.append(time.monotonic() - line.began)
        figures.codes["came in again" if line.came_back > came_back else "read on" if alive else "ended"] += 1


async def _over_polling(person: Player, values: Values, count: int, figures: Figures | None) -> None:
    async def send(line: Polling) -> Any:
        body = mutations.polling_body(values)
        await line.post(body)
        return body

    sent = 0
    while sent < count:
        async with Polling(person) as line:
            while sent < count and not line.ended:
                await _survived(line, send, figures)
                sent += 1
