"""The game as several processes behind one nginx: ``python -m deploy.cluster``, which ``make cluster WORKERS=4`` runs.

PostgreSQL and Redis are those of ``DATABASE_URL`` and ``REDIS_URL``, or come with the packages of the tests and go with the cluster.
"""

import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.support import services
from tests.support.ports import HOST, free_port, wait_until_open

ROOT = Path(__file__).resolve().parent.parent
SECONDS_TO_END = 15
LIMITS = ("limit_conn ", "limit_req ")
"""How the lines of ``nginx.conf`` begin that count connections and requests by address."""


@dataclass(slots=True)
class Worker:
    """One server process behind the proxy."""

    number: int
    environment: dict[str, str]
    log: Path
    port: int = field(default_factory=free_port)
    process: "subprocess.Popen[bytes] | None" = None

    def start(self) -> None:
        environment = {**self.environment, "HOST": HOST, "PORT": str(self.port), "WORKER": str(self.number)}
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "arcane_site.serve"], cwd=ROOT, env=environment, stdout=log, stderr=log, start_new_session=True
            )
        wait_until_open(self.port, self.process)

    def end(self) -> None:
        """Asks it to end, as a deploy does, and waits."""
        if self.process is not None:
            self.process.terminate()
            self.process.wait(SECONDS_TO_END)
            self.process = None


@dataclass(frozen=True, slots=True)
class Cluster:
    url: str
    workers: list[Worker]

    def roll(self) -> None:
        """Restarts every process, one after the other."""
        for worker in self.workers:
            worker.end()
            worker.start()


def nginx() -> str:
    """The path of nginx.

    Raises:
        RuntimeError: with one sentence, where there is none.
    """
    found = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
    if found is None:
        raise RuntimeError("The cluster needs nginx: install it (Debian and Ubuntu: apt-get install nginx-light).")
    return found


@contextmanager
def running(count: int, folder: Path, *, port: int = 0, **more: str) -> Iterator[Cluster]:
    """So many processes, and a proxy in front of them, until the context ends. Logs lie in ``folder``."""
    nginx()
    port = port or free_port()
    with ExitStack() as after:
        database_url = os.environ.get("DATABASE_URL") or after.enter_context(services.running_postgres()).url
        redis_url = os.environ.get("REDIS_URL") or after.enter_context(services.running_redis()).url
        environment = {
            "SECRET_KEY": secrets.token_urlsafe(60), "TRUSTED_PROXIES": HOST, "STATIC_ROOT": str(folder / "static"),
            **os.environ, "DATABASE_URL": database_url, "REDIS_URL": redis_url, **more,
        }  # fmt: skip
        environment.pop("DJANGO_SETTINGS_MODULE", None)
        for command in (["migrate"], ["collectstatic", "--no-input"]):
            subprocess.run([sys.executable, "manage.py", *command, "--verbosity", "0"], cwd=ROOT, env=environment, check=True)
        workers = [Worker(number, environment, folder / f"worker-{number}.log") for number in range(1, count + 1)]
        for worker in workers:
            after.callback(worker.end)
            worker.start()
        after.enter_context(proxied(folder, port, [worker.port for worker in workers], limited=environment.get("RATE_LIMITS") != "off"))
        yield Cluster(f"http://{HOST}:{port}", workers)


@contextmanager
def proxied(folder: Path, port: int, ports: Sequence[int], *, limited: bool = True) -> Iterator[int]:
    """A proxy at ``port`` for processes at ``ports`` whose ``WORKER`` is 1, 2, 3 … in that order, until the context ends. Gives its pid.

    Args:
        limited: whether connections and requests of one address are.
    """
    place, numbered = folder / "nginx", list(enumerate(ports, 1))
    (place / "temp").mkdir(parents=True)
    lines = (ROOT / "deploy" / "nginx.conf").read_text().splitlines(keepends=True)
    (place / "nginx.conf").write_text("".join(line for line in lines if limited or not line.lstrip().startswith(LIMITS)))
    every = "".join(f"  server {HOST}:{each} max_fails=0;\n" for each in ports)
    alone = "".join(f"upstream codex_{number} {{ server {HOST}:{each} max_fails=0; }}\n" for number, each in numbered)
    (place / "servers.conf").write_text(f"upstream codex {{\n  least_conn;\n{every}}}\n{alone}")
    (place / "lines.conf").write_text("".join(f"~^{number}- codex_{number};\n" for number, _ in numbered))
    static = f"location /static/ {{ alias {folder / 'static'}/; gzip_static on; expires max; }}"
    (place / "site.conf").write_text(f"listen {HOST}:{port};\naccess_log {folder / 'nginx-access.log'} codex;\n{static}\n")
    who = "user root; " if os.geteuid() == 0 else ""
    command = [nginx(), "-p", f"{place}/", "-c", str(place / "nginx.conf"), "-g", f"{who}daemon off;"]
    with (folder / "nginx.log").open("ab") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True)
    try:
        wait_until_open(port, process)
        yield process.pid
    finally:
        process.terminate()
        process.wait(SECONDS_TO_END)


def main() -> int:
    """Serves until Ctrl-C."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    count, port = int(os.environ.get("WORKERS") or 4), int(os.environ.get("PORT") or 8000)
    with tempfile.TemporaryDirectory(prefix="codex-cluster-") as folder:
        try:
            with running(count, Path(folder), port=port) as cluster:
                sys.stdout.write(f"The Arcane Codex is at {cluster.url}, {count} processes; logs in {folder} (Ctrl-C ends it)\n")
                sys.stdout.flush()
                while True:
                    time.sleep(3600)
        except KeyboardInterrupt:
            return 0
        except RuntimeError as error:
            sys.stderr.write(f"{error}\n")
            return 1


if __name__ == "__main__":
    sys.exit(main())
