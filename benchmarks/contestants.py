"""Who is measured: the game as it is run in production, and its peers; each with a way to start it."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

from benchmarks.crowd import Seat, Table
from benchmarks.places import FLASK_PYTHON, FOLDER, GAME_PYTHON, SERVERS_CORE, VAR
from benchmarks.processes import Process, start
from tests.support.ports import free_port

GAME, GAME_STOCK, GAME_DAPHNE, NODE, FLASK = "game", "game, stock transport", "game, daphne", "node socket.io", "flask-socketio"
WAYS: dict[str, dict[str, str]] = {GAME: {}, GAME_STOCK: {"REALTIME_TRANSPORT": "stock"}, GAME_DAPHNE: {"SERVER": "daphne"}}
SECRET_KEY = "only-for-measuring-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLM"


def start_game(
    name: str, database_url: str, *, core: int | None = SERVERS_CORE, module: Sequence[str] = ("arcane_site.serve",), **environment: str
) -> Process:
    """The game, started as in production, on the fast transport and without limits of rate."""
    port = free_port()
    known = {
        "SECRET_KEY": SECRET_KEY, "DATABASE_URL": database_url, "RATE_LIMITS": "off", "PORT": str(port), "DEBUG": "off",
        "REALTIME_TRANSPORT": "fast", **environment,
    }  # fmt: skip
    return start(name, [GAME_PYTHON, "-m", *module], port, core=core, environment=known)


def start_node(*, core: int = SERVERS_CORE) -> Process:
    port = free_port()
    return start(NODE, ["node", FOLDER / "peers" / "node_server.mjs", str(port)], port, core=core)


def start_flask(*, core: int = SERVERS_CORE) -> Process:
    port = free_port()
    return start(FLASK, [FLASK_PYTHON, FOLDER / "peers" / "flask_server.py", str(port)], port, core=core)


def start_stock_with_redis(redis_url: str, *, core: int | None) -> Process:
    """A peer of python-socketio and its own manager, on uvicorn."""
    port = free_port()
    command = [
        GAME_PYTHON, "-m", "uvicorn", "--port", str(port), "--loop", "uvloop", "--ws", "websockets-sansio", "--log-level", "warning",
        "benchmarks.peers.redis_server:application",
    ]  # fmt: skip
    return start("python-socketio, redis", command, port, core=core, environment={"REDIS_URL": redis_url})


@contextmanager
def started(names: list[str], database: Path) -> Iterator[dict[str, Process]]:
    """All of them, running at once; each game on a copy of the database."""
    with ExitStack() as after:
        running = {}
        for name in names:
            running[name] = _start(name, database)
            after.callback(running[name].end)
        yield running


def _start(name: str, database: Path) -> Process:
    if name == NODE:
        return start_node()
    if name == FLASK:
        return start_flask()
    return start_game(name, sqlite(copied(database, name)), **WAYS[name])


def copied(database: Path, name: str) -> Path:
    """A database for one server alone."""
    copy = without(VAR / f"{name.replace(', ', '-').replace(' ', '-')}.sqlite3")
    with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
    return copy


def without(path: Path) -> Path:
    """A place for a database where none is any more."""
    path.parent.mkdir(parents=True, exist_ok=True)
    for end in ("", "-wal", "-shm"):
        Path(f"{path}{end}").unlink(missing_ok=True)
    return path


def sqlite(path: Path) -> str:
    return f"sqlite:///{path}"


def strangers(tables: list[Table]) -> list[Table]:
    """The same people, for a server that has never seen them."""
    return [Table(table.code, [Seat(seat.player_id, seat.name) for seat in table.seats]) for table in tables]


def people_for(name: str, tables: list[Table]) -> list[Table]:
    """The people whom a contestant lets in."""
    return tables if name in WAYS else strangers(tables)
