"""The clock of a window: what servers and generator used between its beginning and its end."""

import gc
import time
from array import array
from collections.abc import Sequence

from benchmarks.figures import Window
from benchmarks.processes import Process


class Watch:
    """Begins to count when made."""

    def __init__(self, servers: Sequence[Process]) -> None:
        self._servers = servers
        self.seen, self.answered = array("d"), array("d")
        self.count = self.missing = 0
        gc.collect()
        gc.disable()  # the generator's own pauses would be seen as the server's
        self._cpu, self._own = self._servers_cpu(), time.process_time()
        self.begun = time.perf_counter()

    def stop(self) -> Window:
        seconds = time.perf_counter() - self.begun
        window = Window(
            seconds, self.count, self._servers_cpu() - self._cpu, time.process_time() - self._own, self.seen, self.answered, self.missing
        )
        gc.enable()
        return window

    def _servers_cpu(self) -> float:
        return sum(server.cpu() for server in self._servers)
