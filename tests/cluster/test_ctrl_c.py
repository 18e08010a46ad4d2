"""``make cluster`` at a terminal: Ctrl-C reaches everything in its process group, and everything ends in order."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import psutil
import pytest

from tests.support.ports import free_port
from tests.support.site import ROOT

WITH_CTRL_C = """
import runpy, signal
signal.signal(signal.SIGINT, signal.default_int_handler)
runpy.run_module("deploy.cluster", run_name="__main__")
"""
"""What is started in the background may have been told to ignore it."""
STARTS_WITHIN = 120
ENDS_WITHIN = 60


class Terminal:
    """The program in a process group of its own, as a terminal starts it; Ctrl-C means something to it, whoever runs the tests."""

    def __init__(self, folder: Path) -> None:
        self.log = folder / "terminal.log"
        known = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE")}
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-c", WITH_CTRL_C], cwd=ROOT, env={**known, "WORKERS": "2", "PORT": str(free_port())},
                stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip

    def url(self) -> str:
        """Where it serves, once it does."""
        late = time.monotonic() + STARTS_WITHIN
        while time.monotonic() < late and self.process.poll() is None:
            if (told := re.search(r"is at (\S+),", self.log.read_text())) is not None:
                return told[1]
            time.sleep(0.1)
        raise AssertionError(self.log.read_text())

    def started(self) -> list[psutil.Process]:
        return list(psutil.Process(self.process.pid).children(recursive=True))


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    made = Terminal(tmp_path)
    yield made
    if made.process.poll() is None:
        made.process.terminate()
        made.process.wait(ENDS_WITHIN)


@pytest.mark.timeout(300)
def test_nothing_is_left_and_nothing_complains(terminal: Terminal) -> None:
    url, started = terminal.url(), terminal.started()
    assert urlopen(f"{url}/readyz", timeout=30).status == 200
    names = " ".join(each.name() for each in started)
    assert all(part in names for part in ("postgres", "redis-server", "nginx", "python")), names
    worker = next(each for each in started if "arcane_site.serve" in each.cmdline())
    worker.kill()
    assert urlopen(f"{url}/readyz", timeout=30).status == 200, "the other process serves"
    os.killpg(terminal.process.pid, signal.SIGINT)
    assert terminal.process.wait(ENDS_WITHIN) == 0
    _, alive = psutil.wait_procs(started, timeout=5)
    assert not alive
    assert len(terminal.log.read_text().splitlines()) == 1, terminal.log.read_text()
