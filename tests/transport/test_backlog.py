"""What waits for a client of the library's own sockets: told in order, whether it waited or was written at once."""

import asyncio
import random

import pytest

from realtime.transport.backlog import Backlog
from realtime.transport.parcels import Parcel


async def test_all_that_waits_is_taken_and_then_the_end() -> None:
    backlog, parcels = Backlog(), [Parcel(f"2[{number}]") for number in range(3)]
    for parcel in (*parcels, None):
        backlog.put_nowait(parcel)
    assert await backlog.take() == parcels
    assert await backlog.take() == []
    assert (backlog.empty(), backlog.bytes) == (True, 0)
    await asyncio.wait_for(backlog.join(), 1)  # all of it counts as done


async def test_nothing_is_written_at_once_that_nobody_waits_for() -> None:
    backlog, parcel, written = Backlog(), Parcel("2[]"), []
    backlog.write = lambda frame: not written.append(frame)
    backlog.hand(parcel)
    assert (written, backlog.qsize()) == ([], 1)
    assert await backlog.take() == [parcel]
    backlog.hand(parcel)  # what was taken may still be on its way
    assert (written, backlog.qsize()) == ([], 1)
    assert await backlog.take() == [parcel]
    waiting = asyncio.ensure_future(backlog.take())
    await asyncio.sleep(0)
    backlog.hand(parcel)
    assert (written, backlog.qsize()) == ([parcel.frame], 0)
    waiting.cancel()
    await asyncio.wait([waiting])
    backlog.hand(parcel)
    assert (written, backlog.qsize()) == ([parcel.frame], 1)


@pytest.mark.parametrize("seed", range(40))
async def test_the_order_stays_whatever_the_transport_takes(seed: int) -> None:
    chance, backlog, told = random.Random(seed), Backlog(), []
    at_once = 0

    def write(frame: bytes) -> bool:
        nonlocal at_once
        takes = chance.random() < 0.7
        if takes:
            at_once += 1
            told.append(frame)
        return takes

    async def writer() -> None:
        while packets := await backlog.take():
            for packet in packets:
                told.append(packet.frame)
                for _ in range(chance.randrange(4)):
                    await asyncio.sleep(0)

    backlog.write = write
    writing = asyncio.ensure_future(writer())
    parcels = [Parcel(f"2[{number}]") for number in range(300)]
    for parcel in parcels:
        backlog.hand(parcel)
        for _ in range(chance.randrange(9)):
            await asyncio.sleep(0)
    backlog.put_nowait(None)
    await asyncio.wait_for(writing, 5)
    assert told == [parcel.frame for parcel in parcels]
    assert 20 < at_once < 300
