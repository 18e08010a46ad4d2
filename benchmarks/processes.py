"""Servers as processes: started on a core, ended, and what the operating system counted for them."""

import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from benchmarks.places import HOST, LOGS, ROOT
from tests.support.ports import wait_until_open

TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Process:
    """A server that was started here, and all that it started."""

    name: str
    port: int
    popen: "subprocess.Popen[bytes]"

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}"

    def cpu(self) -> float:
        """Seconds of CPU so far, of user and system, in steps of a clock tick."""
        return sum(_ticks(pid) for pid in tree(self.popen.pid)) / TICKS

    def fine_cpu(self) -> float:
        """Seconds of CPU so far, in nanoseconds, of the threads that live."""
        return fine_cpu_of(self.popen.pid)

    def kib(self) -> int:
        """Resident memory."""
        return sum(_resident(pid) for pid in tree(self.popen.pid))

    def end(self) -> None:
        """Ends the process group that was started, and nothing else."""
        for number, seconds in ((signal.SIGTERM, 5), (signal.SIGKILL, 5)):
            if self.popen.poll() is None:
                with suppress(ProcessLookupError):
                    os.killpg(self.popen.pid, number)
                with suppress(subprocess.TimeoutExpired):
                    self.popen.wait(seconds)


def start(
    name: str, command: Sequence[str | Path], port: int, *, core: int | None, environment: Mapping[str, str] | None = None
) -> Process:
    """Starts a server on one core (None: on any), and returns when it listens."""
    LOGS.mkdir(parents=True, exist_ok=True)
    cores = {core} if core is not None else set(range(os.cpu_count() or 1))
    with (LOGS / f"{name}.log").open("wb") as log:
        popen = subprocess.Popen(
            ["taskset", "--cpu-list", ",".join(map(str, sorted(cores))), *command],
            cwd=ROOT, env={**os.environ, **(environment or {})}, stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip
    process = Process(name, port, popen)
    try:
        wait_until_open(port, popen)
    except RuntimeError:
        process.end()
        raise
    time.sleep(0.5)  # what a server does when it has just begun is not measured
    return process


def fine_cpu_of(pid: int) -> float:
    """Seconds of CPU so far of a process and those that it started, in nanoseconds, of the threads that live."""
    return sum(_nanoseconds(each) for each in tree(pid)) / 1e9


def tree(pid: int) -> list[int]:
    """A process and those that it started."""
    found = [pid]
    for parent in found:
        for task in _tasks(parent):
            with suppress(OSError):
                found += map(int, Path(f"/proc/{parent}/task/{task}/children").read_text().split())
    return found


def _tasks(pid: int) -> list[str]:
    with suppress(OSError):
        return os.listdir(f"/proc/{pid}/task")
    return []


def _ticks(pid: int) -> int:
    return ticks_in(_read(f"/proc/{pid}/stat"))


def ticks_in(stat: str) -> int:
    """User's and system's ticks in a ``/proc/PID/stat``, whose second field may hold anything. None of an empty one."""
    fields = stat.rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12]) if fields else 0


def _nanoseconds(pid: int) -> int:
    return sum(int((_read(f"/proc/{pid}/task/{task}/schedstat") or "0").split()[0]) for task in _tasks(pid))


def _resident(pid: int) -> int:
    return next((int(line.split()[1]) for line in _read(f"/proc/{pid}/status").splitlines() if line.startswith("VmRSS:")), 0)


def _read(path: str) -> str:
    with suppress(OSError):
        return Path(path).read_text()
    return ""
