"""Django's sessions in the database, each noting whose it is, and read together with them."""

from functools import cache
from typing import Any

from django.contrib.auth import SESSION_KEY as USER_KEY
from django.contrib.auth.models import User
from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError
from django.db import OperationalError, connection
from django.utils import timezone

from games.models import Person, PersonSession
from games.services import patience
from games.services.people import SESSION_KEY as PERSON_KEY
from games.services.rows import Rows, fetched

SESSIONS, PEOPLE = Rows(PersonSession), Rows(Person)
EXPIRES = PersonSession._meta.get_field("expire_date")


class SessionStore(db.SessionStore):
    """What ``SESSION_ENGINE`` names. Loading it reads with one statement what a request needs to know of who makes it."""

    owner: Person | None = None
    """Whose session it was when it was loaded; None also where the account behind them was deactivated."""
    password = ""
    """Of the account behind them, as it is stored."""

    @classmethod
    def get_model_class(cls) -> Any:
        return PersonSession

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        session: Any = super().create_model_instance(data)
        session.person_id, session.user_id = data.get(PERSON_KEY), data.get(USER_KEY)
        return session

    def save(self, must_create: bool = False) -> None:
        """
        Raises:
            OperationalError: the database is away or locked. Django would say that the session was deleted meanwhile.
        """
        try:
            with patience.no_longer_than(patience.left()):
                super().save(must_create)
        except UpdateError as error:
            if isinstance(error.__context__, OperationalError):
                raise error.__context__ from None
            raise

    def _get_session_from_db(self) -> Any:
        rows = fetched(_statement(), self.session_key, EXPIRES.get_db_prep_save(timezone.now(), connection))
        if not rows:
            self._session_key = None
            return None
        person, (is_active, password) = rows[0][len(SESSIONS.names) :], rows[0][-2:]
        self.password = password or ""
        self.owner = PEOPLE.of(person) if person[0] is not None and is_active in (None, True) else None
        return SESSIONS.of(rows[0])


@cache
def _statement() -> str:
    users = f'"{User._meta.db_table}"'
    return f"""
        SELECT {SESSIONS.columns}, {PEOPLE.columns}, {users}."is_active", {users}."password" FROM {SESSIONS.table}
        LEFT JOIN {PEOPLE.table} ON {PEOPLE.table}."id" = {SESSIONS.table}."person_id"
        LEFT JOIN {users} ON {users}."id" = {PEOPLE.table}."user_id"
        WHERE {SESSIONS.table}."session_key" = %s AND {SESSIONS.table}."expire_date" > %s
    """  # noqa: S608
