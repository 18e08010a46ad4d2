"""Rows of a model by statements that are written once.

The ORM compiles each statement anew, which costs several times what the database needs to carry it out. What every command reads and writes
goes this way instead: SQL that SQLite and PostgreSQL both speak, with names, kinds and conversions taken from the model.
"""

from collections.abc import Callable, Sequence
from functools import cache, cached_property
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import BooleanField, CharField, Field, ForeignKey, IntegerField, JSONField, Model, TextField
from django.db.models.base import ModelState

from games.services.encoding import json_parameter

M = TypeVar("M", bound=Model)
Convert = Callable[[Any], Any]
AS_THEY_ARE = (CharField, TextField, IntegerField, BooleanField)
"""Fields whose values a database takes without conversion."""


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
        """The instance that a row begins with. It is filled without the model's ``__init__``, which is made for what people give it."""
        state = ModelState()
        state.adding, state.db = False, DEFAULT_DB_ALIAS
        values = dict(zip(self.names, row, strict=False))
        for name, convert in _conversions(self, connections[DEFAULT_DB_ALIAS].vendor):
            values[name] = convert(values[name])
        instance = self._model.__new__(self._model)
        instance.__dict__.update(values, _state=state)
        return instance

    def insert(self, *instances: M) -> None:
        """Stores new instances with one statement. They are not told their primary keys."""
        connection = connections[DEFAULT_DB_ALIAS]
        prepared = _preparations(self, connection.vendor)
        values = [prepare(instance) for instance in instances for prepare in prepared]
        with connection.cursor() as cursor:
            cursor.execute(_insertion(self, len(instances)), values)

    @property
    def stored(self) -> list["Field[Any, Any]"]:
        """The fields that an insertion names."""
        return [field for field in self.fields if not field.primary_key]


def fetched(statement: str, *parameters: Any) -> list[tuple[Any, ...]]:
    """All rows of one statement."""
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute(statement, parameters)
        return list(cursor.fetchall())


@cache
def _insertion(rows: Rows[Any], count: int) -> str:
    named = ", ".join(f'"{field.column}"' for field in rows.stored)
    places = ", ".join([f"({', '.join(['%s'] * len(rows.stored))})"] * count)
    return f"INSERT INTO {rows.table} ({named}) VALUES {places}"  # noqa: S608


@cache
def _preparations(rows: Rows[Any], vendor: str) -> list[Convert]:
    """What gives the value to store, for each field of an instance."""
    return [_preparation(field, vendor) for field in rows.stored]


def _preparation(field: "Field[Any, Any]", vendor: str) -> Convert:
    name = field.attname
    target = field.target_field if isinstance(field, ForeignKey) else field
    if isinstance(target, JSONField):
        return lambda instance: json_parameter(getattr(instance, name), vendor)
    if isinstance(target, AS_THEY_ARE):
        return lambda instance: getattr(instance, name)
    return lambda instance: field.get_db_prep_save(field.pre_save(instance, True), connections[DEFAULT_DB_ALIAS])


@cache
def _conversions(rows: Rows[Any], vendor: str) -> list[tuple[str, Convert]]:
    """What this kind of database stores differently, by name."""

    def chain(converters: list[Any], column: Any) -> Convert:
        def convert(value: Any) -> Any:
            for each in converters:
                value = each(value, column, connections[DEFAULT_DB_ALIAS])
            return value

        return convert

    connection = connections[DEFAULT_DB_ALIAS]
    columns = [(field.attname, field.get_col(rows.table)) for field in rows.fields]
    found = [(name, column, connection.ops.get_db_converters(column) + column.get_db_converters(connection)) for name, column in columns]
    return [(name, chain(converters, column)) for name, column, converters in found if converters]
