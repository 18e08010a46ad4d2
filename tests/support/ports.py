"""Free ports, and servers that are waited for."""

import os
import random
import socket
import subprocess
import time
from contextlib import closing, suppress

# Below the range that the kernel gives to outgoing connections: those take a port between our look at it and our use of it.
FIRST, LAST = 20_000, 32_000
EACH = 1_000
"""So many ports has each of the processes that run tests side by side: none takes what another has just found to be free."""
HOST = "127.0.0.1"


_given: set[int] = set()


def free_port() -> int:
    """A port that nobody listens to, and that was not given before: whoever has it may not listen yet, or just now not."""
    ports, worker = range(FIRST, LAST), os.environ.get("PYTEST_XDIST_WORKER")
    if worker:
        begin = int(worker.removeprefix("gw")) * EACH
        ports = ports[begin : begin + EACH]
    while True:
        port = random.choice([each for each in ports if each not in _given])
        with closing(socket.socket()) as probe, suppress(OSError):
            probe.bind((HOST, port))
            _given.add(port)
            return port


def wait_until_open(port: int, process: "subprocess.Popen[bytes]", *, seconds: float = 30) -> None:
    """Returns when something listens there.

    Raises:
        RuntimeError: the process ended, or did not listen in time.
    """
    end = time.monotonic() + seconds
    while process.poll() is None and time.monotonic() < end:
        with suppress(OSError), socket.create_connection((HOST, port), timeout=1):
            return
        time.sleep(0.05)
    raise RuntimeError(f"{process.args!r} does not listen on port {port}; exit code: {process.poll()}")


def end(process: "subprocess.Popen[bytes]", *, seconds: float = 10) -> None:
    """Asks a process of ours to end, and makes it."""
    process.terminate()
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
