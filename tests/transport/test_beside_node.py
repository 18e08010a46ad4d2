"""The same conversations with our transport and with Node's own server. What differs is listed here, and explained in docs/transport.md."""

import asyncio
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.support.site import ROOT
from tests.transport.conftest import Server, running
from tests.transport.conversations import CONVERSATIONS, Transcript
from tests.transport.peer import all_leave

NODES = Path(__file__).parent / "node_server.mjs"
ENDED = ["close", "gone"]
GOES_ON = ["431[[]]"]
DIFFERENCES: dict[str, tuple[Transcript, Transcript]] = {
    "letters of the world": (['431[["\\u2014\\ud83d\\ude00"]]'], ['431[["\u2014\U0001f600"]]']),
    "entering with what is no object": (['40{"sid":…}'], ENDED),
    "entering a namespace that is not there": (['44/nowhere,"Unable to connect"'], ['44/nowhere,{"message":"Invalid namespace"}']),
    "an event before entering": ([], ENDED),
    "being sent away": (["41", "1", "close 1000", "gone"], ["41", *ENDED]),
    "entering twice": (['44"Unable to connect"', *GOES_ON], ENDED),
    "a goodbye of the engine": (["close 1000", "gone"], []),
    "no packet of the engine": (["close 1002", "gone"], ENDED),
    "an empty packet": (["close 1002", "gone"], ENDED),
    "a packet in base64": (["close 1002", "gone"], ENDED),
    "a ping of the engine": (GOES_ON, ENDED),
    "an upgrade where there is none": (["6", *GOES_ON], GOES_ON),
    "no packet of Socket.IO": (GOES_ON, ENDED),
    "broken JSON": (GOES_ON, ENDED),
    "an event with a reserved name": (GOES_ON, ENDED),
    "bytes nobody announced": (GOES_ON, ENDED),
    "with another's origin": (["403"], ["400"]),
    "of an older engine": (["400"], ["101", "no frame"]),
    "without a version of the engine": (["400"], ["101", "no frame"]),
    "of long polling by websocket": (["400"], ["101", "close"]),
    "of an older websocket": (["426"], ["400"]),
    "elsewhere": (["404"], ["no answer"]),
}
"""Ours, and Node's."""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def node() -> AsyncIterator[int]:
    """The port of Node's server."""
    process = await asyncio.create_subprocess_exec("node", str(NODES), stdout=PIPE)
    assert process.stdout is not None
    yield int(await process.stdout.readline())
    process.kill()
    await process.wait()


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("name", CONVERSATIONS)
async def test_a_conversation(name: str, node: int) -> None:
    made = Server()
    async with running(made):
        ours = await CONVERSATIONS[name](made.port)
        theirs = await CONVERSATIONS[name](node)
        await all_leave()
    assert (ours, theirs) == DIFFERENCES.get(name, (ours, ours))


def test_the_differences_are_those_of_the_document() -> None:
    lines = (ROOT / "docs" / "transport.md").read_text().splitlines()
    listed = [line.split("|")[1].strip() for line in lines if line.startswith("| ") and not line.startswith("| ---")]
    assert set(listed) >= set(DIFFERENCES)
    assert set(DIFFERENCES) <= set(CONVERSATIONS)
