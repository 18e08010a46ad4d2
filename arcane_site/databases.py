"""What each database needs so that simultaneous turns are safe."""

from typing import Any

SQLITE_OPTIONS = {
    # The default takes the write lock late and then fails at once when somebody else writes, in spite of the timeout.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    # FULL: what was acknowledged survives a power cut, not only the death of the process.
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
}
POSTGRES_POOL = {"min_size": 2, "max_size": 24, "timeout": 10}


def configured(database: dict[str, Any]) -> dict[str, Any]:
    """The entry of ``DATABASES`` for what ``DATABASE_URL`` names."""
    options = dict(database.get("OPTIONS", {}))
    if database["ENGINE"].endswith("sqlite3"):
        return {**database, "CONN_MAX_AGE": None, "OPTIONS": {**SQLITE_OPTIONS, **options}}
    if database["ENGINE"].endswith("postgresql"):
        return {**database, "CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": True, "OPTIONS": {"pool": POSTGRES_POOL, **options}}
    return database
