"""Rows of a model by statements that are written once.

The ORM compiles each statement anew, which costs several times what the database needs to carry it out. What every command reads and writes
goes this way instead: SQL that SQLite and PostgreSQL both speak, with names, kinds and conversions taken from the model.
"""

from collections.abc import Callable, Sequence
from functools import cache, cached_property
from typing import Any, Generic, TypeVar

from django.db import connection
from django.db.models import Field, Model

M = TypeVar("M", bound=Model)
Convert = Callable[[Any], Any]


class Rows(Generic[M]):
    """The columns of a model, but for some that are seldom wanted: these are read when they are first asked for.

    Only lasting columns are named, in the order of the model, so that a statement may put further ones behind them.
    """

    def __init__(self, model: type[M], *without: str) -> None:
        self._model = model
        self._without = without

    @cached_property
    def fields(self) -> list["Field[Any, Any]"]:
        return [field for field in self._model._meta.concrete_fields if field.name not in self._without]

    @cached_property
    def names(self) -> list[str]:
        return [field.attname for field in self.fields]

    @cached_property
    def table(self) -> str:
        return f'"{self._model._meta.db_table}"'

    @cached_property
    def columns(self) -> str:
        """As a statement names them after SELECT or RETURNING."""
        return ", ".join(f'{self.table}."{field.column}"' for field in self.fields)

    def of(self, row: Sequence[Any]) -> M:
        """The instance that a row begins with."""
        values = list(row[: len(self.names)])
        for place, convert in _conversions(self, connection.vendor):
            values[place] = convert(values[place])
        return self._model.from_db(connection.alias, self.names, values)

    def insert(self, *instances: M) -> None:
        """Stores new instances with one statement. They are not told their primary keys."""
        fields = [field for field in self.fields if not field.primary_key]
        named = ", ".join(f'"{field.column}"' for field in fields)
        places = ", ".join([f"({', '.join(['%s'] * len(fields))})"] * len(instances))
        values = [field.get_db_prep_save(field.pre_save(each, True), connection) for each in instances for field in fields]
        with connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {self.table} ({named}) VALUES {places}", values)  # noqa: S608


def fetched(statement: str, *parameters: Any) -> list[tuple[Any, ...]]:
    """All rows of one statement."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return list(cursor.fetchall())


@cache
def _conversions(rows: Rows[Any], vendor: str) -> list[tuple[int, Convert]]:
    """What this kind of database stores differently, by place in the row."""

    def chain(converters: list[Any], column: Any) -> Convert:
        def convert(value: Any) -> Any:
            for each in converters:
                value = each(value, column, connection)
            return value

        return convert

    columns = [(place, field.get_col(rows.table)) for place, field in enumerate(rows.fields)]
    found = [(place, column, connection.ops.get_db_converters(column) + column.get_db_converters(connection)) for place, column in columns]
    return [(place, chain(converters, column)) for place, column, converters in found if converters]
