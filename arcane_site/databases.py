"""What each database needs so that simultaneous turns are safe."""

from typing import Any

SQLITE_OPTIONS = {
    # The default takes the write lock late and then fails at once when somebody else writes, in spite of the timeout.
    "transaction_mode": "IMMEDIATE",
    # Seconds for somebody else's writing. Who waits longer has given up: the answer is SERVICE_UNAVAILABLE.
    "timeout": 5,
    # FULL: what was acknowledged survives a power cut, not only the death of the process.
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
}
POSTGRES_POOL = {
    "min_size": 2,
    "max_size": 24,
    # Seconds to wait for a connection: without a database this is how long an answer takes.
    "timeout": 2,
    # The pool tries again after 1, 2, 4, 8 … seconds, so it would be deaf for long after a long absence. Whoever asks next after it has
    # given up makes it try at once.
    "reconnect_timeout": 1,
}
POSTGRES_OPTIONS = {
    "pool": POSTGRES_POOL,
    "connect_timeout": 3,
    # Milliseconds after which a host that acknowledges nothing counts as gone.
    "tcp_user_timeout": 10_000,
    # A process that stands still in the middle of a change keeps its table locked: the others wait so long, and it so long at most.
    "options": "-c lock_timeout=5s -c idle_in_transaction_session_timeout=15s",
}


def configured(database: dict[str, Any]) -> dict[str, Any]:
    """The entry of ``DATABASES`` for what ``DATABASE_URL`` names."""
    options = dict(database.get("OPTIONS", {}))
    if database["ENGINE"].endswith("sqlite3"):
        return {**database, "CONN_MAX_AGE": None, "OPTIONS": {**SQLITE_OPTIONS, **options}}
    if database["ENGINE"].endswith("postgresql"):
        return {**database, "CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": True, "OPTIONS": {**POSTGRES_OPTIONS, **options}}
    return database
