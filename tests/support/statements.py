"""What the database is asked, from whatever thread."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from unittest.mock import patch

from django.db import connection
from django.db.backends.utils import CursorWrapper


@dataclass
class Asked:
    """``stored``: statements between a transaction's BEGIN and its COMMIT, neither counted, with their parameters. ``read``: all others."""

    stored: list[tuple[str, Any]] = field(default_factory=list)
    read: list[tuple[str, Any]] = field(default_factory=list)


@contextmanager
def noted() -> Iterator[Asked]:
    """Notes every statement while it is open. For tests that run in no transaction of their own."""
    asked = Asked()
    execute, executemany = CursorWrapper.execute, CursorWrapper.executemany

    def note(cursor: Any, statement: str, parameters: Any) -> None:
        if not statement.startswith("BEGIN"):
            (asked.stored if cursor.db.in_atomic_block else asked.read).append((statement, parameters))

    def one(self: Any, sql: str, params: Any = None) -> Any:
        note(self, sql, params)
        return execute(self, sql, params)

    def many(self: Any, sql: str, param_list: Any) -> Any:
        note(self, sql, param_list)
        return executemany(self, sql, param_list)

    with patch.object(CursorWrapper, "execute", one), patch.object(CursorWrapper, "executemany", many):
        yield asked


def whole_table_reads(statement: str, parameters: Any) -> list[str]:
    """The steps of a statement's plan that go through a whole table, as no index leads to what is wanted."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET enable_seqscan = off")  # a small table is read whole although it need not be
            cursor.execute(f"EXPLAIN {statement}", parameters)
        else:
            cursor.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)
        plan = [str(row[-1]) for row in cursor.fetchall()]
        if connection.vendor == "postgresql":
            cursor.execute("RESET enable_seqscan")
    return [step for step in plan if "Seq Scan" in step or step.startswith("SCAN")]
