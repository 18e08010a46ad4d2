"""What the house keeps besides its games: whose each session is, who is barred, which command was carried out. Part of ``games.models``."""

from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import Q

CODE_LENGTH = 6
"""Of a table's code."""
KEEPERS_RIGHTS = (
    ("uncover_secrets", "Can see whispers and choices before the game is over"),
    ("resolve_turn", "Can resolve a turn"),
    ("change_deadline", "Can extend, pause and resume a deadline"),
    ("pass_over_player", "Can pass over a player"),
    ("kick_player", "Can kick a player"),
    ("hand_over_host", "Can hand over the host"),
    ("replace_by_bot", "Can let a bot play on for somebody"),
    ("end_game", "Can end a game"),
    ("announce", "Can announce to a table"),
    ("announce_to_all", "Can announce to all tables"),
    ("import_game", "Can import games"),
)


class PersonSession(AbstractBaseSession):
    """A session, with whose it is, so that all of somebody's sessions can be found and ended."""

    person_id = models.UUIDField(null=True, db_index=True)
    user_id = models.BigIntegerField(null=True, db_index=True)

    class Meta(AbstractBaseSession.Meta):
        verbose_name = "session"
        verbose_name_plural = "sessions"
        default_permissions = ()

    @classmethod
    def get_session_store_class(cls) -> Any:
        return import_module(settings.SESSION_ENGINE).SessionStore

    def __str__(self) -> str:
        return f"session until {self.expire_date:%Y-%m-%d}"  # never the key: it is all that is needed to be that person


class Ban(models.Model):
    """Somebody who may not play here: a name, an account, or an address. Exactly one of the three."""

    name_key = models.CharField("name", max_length=80, blank=True, db_index=True, help_text="Compared without capitals and accents.")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="bans")
    address = models.CharField(max_length=49, blank=True, help_text="An address, or a network such as 10.1.0.0/16.")
    until = models.DateTimeField(null=True, blank=True, help_text="Empty: for good.")
    reason = models.CharField(max_length=300, help_text="For the log; the one concerned does not read it.")
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", editable=False)

    class Meta:
        ordering = ("-made_at",)
        constraints = (
            models.CheckConstraint(
                condition=(
                    (~Q(name_key="") & Q(user=None, address=""))
                    | (Q(name_key="", address="") & Q(user__isnull=False))
                    | (Q(name_key="", user=None) & ~Q(address=""))
                ),
                name="a_ban_means_one_thing",
                violation_error_message="A ban means a name, an account or an address: exactly one.",
            ),
        )

    def __str__(self) -> str:
        if self.name_key:
            return f"the name {self.name_key}"
        return f"the address {self.address}" if self.address else f"the account {self.user}"


class Command(models.Model):
    """A command that a client gave an id, and its answer, so that asking again has one effect."""

    person = models.ForeignKey("games.Person", on_delete=models.CASCADE, related_name="+")
    cmd_id = models.UUIDField()
    fingerprint = models.CharField(max_length=64)
    meant_code = models.CharField(
        max_length=CODE_LENGTH, blank=True, default="", db_default="", help_text="The table that was meant where the command named none."
    )
    answer = models.JSONField(null=True)
    at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["person", "cmd_id"], name="one_effect_for_each_command"),)

    def __str__(self) -> str:
        return str(self.cmd_id)
