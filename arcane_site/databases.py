"""What each database needs so that simultaneous turns are safe, and so that nobody waits for one that does not answer."""

from typing import Any

import psycopg

SQLITE_OPTIONS = {
    # The default takes the write lock late and then fails at once when somebody else writes, in spite of the timeout.
    "transaction_mode": "IMMEDIATE",
    # FULL: what was acknowledged survives a power cut, not only the death of the process. Each of twenty threads would keep up to 2 MB of
    # pages, which it has to forget whenever another writes: the system keeps them for all.
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA cache_size=-256;",
}
SQLITE_SECONDS = 20
POOL = {
    "min_size": 2,
    "max_size": 20,
    # How long to wait for a free connection.
    "timeout": 2,
    # The pool doubles the pause between attempts for as long as this. Afterwards whoever comes next has it try at once.
    "reconnect_timeout": 0.5,
}
CONNECT_SECONDS = 3
# tcp_user_timeout: milliseconds after which a host that acknowledges nothing counts as gone.
KEEPALIVES = {"keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3, "tcp_user_timeout": 10_000}


class ImpatientConnection(psycopg.Connection[Any]):
    """Gives up on a server that does not answer, as one that was stopped, and closes: what it may yet do is rolled back."""

    patience: float | None = None

    def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:
        try:
            return super().wait(gen, interval, self.patience if timeout is None else timeout)
        except psycopg.errors._WaitTimeout as error:
            if timeout is not None:
                raise
            self.pgconn.finish()
            raise psycopg.OperationalError(f"the database did not answer within {self.patience} s") from error


def configured(database: dict[str, Any], *, seconds: float = 0) -> dict[str, Any]:
    """The entry of ``DATABASES`` for what ``DATABASE_URL`` names.

    Args:
        seconds: how long a statement may take before it is given up; 0 for as long as it likes.
    """
    options = dict(database.get("OPTIONS", {}))
    if database["ENGINE"].endswith("sqlite3"):
        return {**database, "CONN_MAX_AGE": None, "OPTIONS": {**SQLITE_OPTIONS, "timeout": seconds or SQLITE_SECONDS, **options}}
    if database["ENGINE"].endswith("postgresql"):
        options = {"connect_timeout": CONNECT_SECONDS, **KEEPALIVES, **_limited(seconds), **options}
        return {**database, "CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": True, "OPTIONS": options}
    return database


def _limited(seconds: float) -> dict[str, Any]:
    if not seconds:
        return {"pool": POOL}
    # The server gives up first, and says so. Where it cannot, our end does.
    ImpatientConnection.patience = seconds + 1
    milliseconds = int(seconds * 1000)
    # A process that stands still in the middle of a change keeps its table locked: the others wait so long, and it so long at most.
    options = (
        f"-c statement_timeout={milliseconds} -c lock_timeout={milliseconds} -c idle_in_transaction_session_timeout={3 * milliseconds}"
    )
    return {"pool": {**POOL, "connection_class": ImpatientConnection}, "options": options}
