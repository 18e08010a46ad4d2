"""The game as it is served for real: a server process started as in production, production's settings, a database of its own.

``TEST_SERVER=daphne`` runs the tests on the other server, ``TEST_SERVER="uvicorn stock"`` on the other transport, ``TEST_CLUSTER=2`` on so
many of them (``tests/support/clustered.py``).
"""

import os
import re
import secrets
import signal
import subprocess
import sys
from pathlib import Path

from tests.support.ports import HOST, end, free_port, wait_until_open

ROOT = Path(__file__).resolve().parent.parent.parent
COMPLAINT = re.compile(r'^Traceback |^\{.*"level": "(warning|error|critical)"')

# Daphne's way of saying that somebody went away during a long poll.
HARMLESS = "daphne.server: Application instance .* took too long to shut down"


class Site:
    """One server process. What it writes is kept in ``log``; ``complaints`` finds the lines that should not be there."""

    def __init__(self, folder: Path, *, database_url: str = "", redis_url: str = "", server: str = "", **environment: str) -> None:
        self.port = free_port()
        self.host = f"{HOST}:{self.port}"
        self.url = f"http://{self.host}"
        self.database_url = database_url or f"sqlite:///{folder / 'site.sqlite3'}"
        self.log = folder / f"site-{self.port}.log"
        self.environment = {
            "PATH": os.environ["PATH"],
            "SECRET_KEY": secrets.token_urlsafe(60),
            "DATABASE_URL": self.database_url,
            "REDIS_URL": redis_url,
            "RATE_LIMITS": "off",
            "HOST": HOST,
            "PORT": str(self.port),
            "SERVER": server.partition(" ")[0],
            "REALTIME_TRANSPORT": server.partition(" ")[2],
            **environment,
        }
        self._process: subprocess.Popen[bytes] | None = None
        self._looked_at = 0
        self._expected: list[str] = []

    def start(self) -> None:
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "arcane_site.serve"], cwd=ROOT, env=self.environment, stdout=log, stderr=log
            )
        try:
            wait_until_open(self.port, self._process, seconds=90)
        except RuntimeError as error:
            raise RuntimeError(f"{error}\n{self.log.read_text()}") from error

    @property
    def running(self) -> bool:
        return self._process is not None

    @property
    def pid(self) -> int:
        """The id of the running process."""
        assert self._process is not None, "it does not run"
        return self._process.pid

    @property
    def pids(self) -> list[int]:
        return [self.pid]

    def written(self) -> bytes:
        """All that it has written so far."""
        return self.log.read_bytes()

    def end(self) -> None:
        """Ends it as an operator does."""
        if self._process is not None:
            end(self._process)
            self._process = None

    def kill(self) -> None:
        """Ends it as a power cut does."""
        if self._process is not None:
            self._process.send_signal(signal.SIGKILL)
            self._process.wait()
            self._process = None

    def signal(self, number: int) -> None:
        """Sends a signal to the process."""
        if self._process is not None:
            self._process.send_signal(number)

    def until_dead(self, *, seconds: float = 30) -> int:
        """Waits until it has died by itself; its exit code.

        Raises:
            subprocess.TimeoutExpired: it lives on.
        """
        assert self._process is not None
        code = self._process.wait(seconds)
        self._process = None
        return code

    def restart(self) -> None:
        """The same port and database again."""
        self.end()
        self.start()

    def manage(self, *arguments: str) -> str:
        """What ``manage.py`` answers, run against this site's database."""
        command = [sys.executable, "manage.py", *arguments]
        done = subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"manage.py {' '.join(arguments)} failed:\n{done.stderr}")
        return done.stdout

    def expect(self, pattern: str) -> None:
        """This test makes the server complain like this."""
        self._expected.append(pattern)

    def complaints(self) -> list[str]:
        """Warnings, errors and tracebacks since the last look that nobody expected."""
        with self.log.open() as log:
            log.seek(self._looked_at)
            lines = log.read().splitlines()
            self._looked_at = log.tell()
        expected, self._expected = [HARMLESS, *self._expected], []
        bad = [
            number for number, line in enumerate(lines) if COMPLAINT.search(line) and not any(re.search(each, line) for each in expected)
        ]
        return ["\n".join(lines[number : number + 40]).replace("\\n", "\n") for number in bad]
