"""Django's sessions in the database, each noting whose it is."""

from typing import Any

from django.contrib.auth import SESSION_KEY as USER_KEY
from django.contrib.sessions.backends import db

from games.models import PersonSession
from games.services.people import SESSION_KEY as PERSON_KEY


class SessionStore(db.SessionStore):
    """What ``SESSION_ENGINE`` names."""

    @classmethod
    def get_model_class(cls) -> Any:
        return PersonSession

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        session: Any = super().create_model_instance(data)
        session.person_id, session.user_id = data.get(PERSON_KEY), data.get(USER_KEY)
        return session
