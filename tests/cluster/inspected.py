"""What a server process holds: memory, tasks, descriptors and connections, so that a leak shows.

Loaded by servers that a test starts with ``tests.cluster.settings``: on the signal USR2 such a server writes how many tasks its event loop
has into the file that ``TASKS_FILE`` names.
"""

import asyncio
import os
import signal
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import FrameType


def answer_when_asked() -> None:
    if "TASKS_FILE" in os.environ:
        signal.signal(signal.SIGUSR2, _write_tasks)


def _write_tasks(number: int, frame: FrameType | None) -> None:
    names = sorted(task.get_coro().__qualname__ for task in asyncio.all_tasks())
    Path(os.environ["TASKS_FILE"]).write_text("\n".join(names) + "\n.")


@dataclass(frozen=True, slots=True)
class Holding:
    """What one process holds at one moment."""

    memory: int
    """Bytes."""
    tasks: tuple[str, ...]
    descriptors: int

    def __str__(self) -> str:
        return f"{self.memory / 2**20:.1f} MiB, {len(self.tasks)} tasks, {self.descriptors} descriptors"


def held_by(pid: int, tasks_file: Path) -> Holding:
    """Looks at a server that was started with ``TASKS_FILE``."""
    tasks_file.unlink(missing_ok=True)
    os.kill(pid, signal.SIGUSR2)
    late = time.monotonic() + 10
    while not (tasks_file.exists() and tasks_file.read_text().endswith(".")):
        if time.monotonic() > late:
            raise TimeoutError(f"{pid} does not say how many tasks it has")
        time.sleep(0.05)
    status = Path(f"/proc/{pid}/status").read_text()
    resident = next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1]
    tasks = tuple(tasks_file.read_text().splitlines()[:-1])
    return Holding(int(resident) * 1024, tasks, len(os.listdir(f"/proc/{pid}/fd")))


def cpu_of(pid: int) -> float:
    """Seconds of CPU that a process has taken with all its children, living and ended."""
    total, every = 0, {pid, *_children(pid)}
    for each in every:
        with suppress(OSError):
            fields = Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split()
            total += sum(int(field) for field in fields[11:15])
    return total / os.sysconf("SC_CLK_TCK")


def _children(pid: int) -> list[int]:
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            if int(stat.read_text().rpartition(")")[2].split()[1]) == pid:
                found.append(int(stat.parent.name))
    return found
