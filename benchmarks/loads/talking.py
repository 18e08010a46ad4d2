"""One event told to the others at a table, as fast as they hear it: nothing is stored, so it is the voice alone that is measured."""

import asyncio
import random
from collections import deque

from benchmarks.crowd import Client, Crowd, Table, now
from benchmarks.figures import Window
from benchmarks.processes import Process
from benchmarks.watch import Watch

WRITES, STOPS = b'42["typing",{"is_typing":true}]', b'42["typing",{"is_typing":false}]'
TOLD = b'42["player_typing"'
IN_FLIGHT = 64
SECONDS_TO_WARM = 0.7


class Talk:
    """At ``IN_FLIGHT`` tables at a time somebody begins to write or stops; when all others know, the next table has its turn."""

    def __init__(self, crowd: Crowd, server: Process) -> None:
        self._crowd, self._server = crowd, server
        self._waiting = deque(random.Random(7).sample(crowd.tables, len(crowd.tables)))
        self._watch: Watch | None = None
        self._going = False

    async def measure(self, seconds: float) -> Window:
        self._crowd.hear(TOLD, self._heard)
        self._going = True
        for _ in range(min(IN_FLIGHT, len(self._waiting))):
            self._begin(self._waiting.popleft())
        await asyncio.sleep(SECONDS_TO_WARM)
        self._watch = watch = Watch([self._server])
        await asyncio.sleep(seconds)
        self._watch, self._going = None, False
        window = watch.stop()
        await self._quieten()
        return window

    def _begin(self, table: Table) -> None:
        speaker = table.clients[table.said // 2 % len(table.clients)]
        table.begun, table.left = now(), len(table.clients) - 1
        speaker.say(STOPS if table.said % 2 else WRITES)
        table.said += 1

    def _heard(self, client: Client) -> None:
        table = client.table
        if self._watch is not None:
            self._watch.count += 1
            self._watch.seen.append(now() - table.begun)
        table.left -= 1
        if table.left == 0:
            self._waiting.append(table)
            if self._going:
                self._begin(self._waiting.popleft())

    async def _quieten(self) -> None:
        """Lets everybody who still writes stop, so that no server does it by itself while another is measured."""
        await asyncio.sleep(0.5)
        for table in [table for table in self._waiting if table.said % 2]:
            self._waiting.remove(table)
            self._begin(table)
        await asyncio.sleep(0.5)
        self._crowd.hear_nothing()
