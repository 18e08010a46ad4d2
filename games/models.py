"""What a game is, kept. Constraints guard what the rules promise; nothing here decides anything.

One row lock carries all order: whoever changes a game holds its ``Game`` row (``games.services.table``).
"""

import secrets
import uuid

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from games.house_models import CODE_LENGTH, KEEPERS_RIGHTS, Ban, Command, PersonSession
from games.rules import trust
from games.rules.phases import CharacterClass, EndReason, Phase

__all__ = ["Ban", "Choice", "Command", "Event", "Game", "Person", "PersonSession", "Player", "Turn", "Whisper"]

CODE_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # without I, O, 0 and 1, which are misheard and misread


def new_code() -> str:
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH))


def new_public_id() -> str:
    return secrets.token_urlsafe(9)


def new_seed() -> str:
    return secrets.token_hex(16)


class Person(models.Model):
    """Somebody who plays: a guest known by the session alone, or the holder of an account."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=20)
    user = models.OneToOneField(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="person")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name_plural = "people"
        permissions = (("disconnect_person", "Can disconnect a person everywhere"),)

    def __str__(self) -> str:
        return self.name


class Game(models.Model):
    """One table and its story."""

    code = models.CharField(max_length=CODE_LENGTH, unique=True, default=new_code)
    phase = models.CharField(max_length=10, choices=[(phase.value, phase.value) for phase in Phase], default=Phase.LOBBY)
    seq = models.PositiveBigIntegerField(default=0, help_text="The number of the event told last.")
    trust = models.PositiveSmallIntegerField(default=trust.START, validators=[MaxValueValidator(100)])
    turn_number = models.PositiveSmallIntegerField(default=0)
    host = models.ForeignKey("Player", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    max_players = models.PositiveSmallIntegerField(default=4, validators=[MinValueValidator(1), MaxValueValidator(8)])
    max_turns = models.PositiveSmallIntegerField(default=8, validators=[MinValueValidator(1), MaxValueValidator(50)])
    turn_seconds = models.PositiveIntegerField(default=0, validators=[MaxValueValidator(86400)], help_text="0: no deadline.")
    auto_resolve = models.BooleanField(default=False)
    allow_spectators = models.BooleanField(default=True)
    is_public = models.BooleanField(default=False)
    seed = models.CharField(max_length=32, default=new_seed, editable=False)
    story = models.JSONField(default=dict, help_text="What later turns remember.")
    scene_asked_until = models.DateTimeField(null=True, blank=True, help_text="While the next scene is being written.")
    end_reason = models.CharField(max_length=20, blank=True, choices=[(reason.value, reason.value) for reason in EndReason])
    ending = models.JSONField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    active_at = models.DateTimeField(auto_now=True, help_text="When something last happened.")
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-active_at",)
        permissions = KEEPERS_RIGHTS
        indexes = (
            models.Index(fields=["-active_at"], name="game_active"),
            models.Index(fields=["-created_at"], condition=Q(is_public=True, phase=Phase.LOBBY), name="game_open_tables"),
        )

    def __str__(self) -> str:
        return self.code


class Player(models.Model):
    """A person's seat in one game. ``public_id`` is what everybody may know, and proves nothing."""

    class Status(models.TextChoices):
        SEATED = "seated"
        LEFT = "left"
        KICKED = "kicked"

    game = models.ForeignKey(Game, on_delete=models.CASCADE, related_name="players")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="seats", help_text="None for a bot.")
    public_id = models.CharField(max_length=16, unique=True, default=new_public_id)
    name = models.CharField(max_length=20)
    name_key = models.CharField(max_length=80)
    seat = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(8)])
    character_class = models.CharField(max_length=10, blank=True, choices=[(each.value, each.value) for each in CharacterClass])
    is_bot = models.BooleanField(default=False)
    status = models.CharField(max_length=6, choices=Status, default=Status.SEATED)
    seated_at = models.DateTimeField()
    joined_seq = models.PositiveBigIntegerField(default=0, help_text="The seq of their player_joined.")
    online_at = models.DateTimeField(null=True, blank=True, help_text="When first online in this game.")

    class Meta:
        ordering = ("game_id", "seat")
        constraints = (
            models.UniqueConstraint(fields=["game", "person"], name="one_seat_for_each_person"),
            models.UniqueConstraint(fields=["game", "seat"], condition=Q(status="seated"), name="one_player_on_each_seat"),
            models.UniqueConstraint(fields=["game", "name_key"], condition=Q(status="seated"), name="names_differ_at_a_table"),
        )

    def __str__(self) -> str:
        return self.name


class Turn(models.Model):
    """One turn: its scene, who was told what, and what came of it."""

    game = models.ForeignKey(Game, on_delete=models.CASCADE, related_name="turns")
    number = models.PositiveSmallIntegerField()
    scenario_id = models.CharField(max_length=24, unique=True)
    scenario = models.JSONField(help_text="The whole scenario, with what only the outcome may tell.")
    opened_seq = models.PositiveBigIntegerField(help_text="The seq of its new_scenario.")
    opened_at = models.DateTimeField()
    deadline = models.DateTimeField(null=True, blank=True)
    time_left = models.DurationField(null=True, blank=True, help_text="While the deadline is paused: how much was left of it.")
    wake_at = models.DateTimeField(null=True, blank=True, help_text="When the server must look: a deadline, or a bot about to choose.")
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolution = models.JSONField(null=True, blank=True)

    class Meta:
        ordering = ("game_id", "number")
        constraints = (
            models.UniqueConstraint(fields=["game", "number"], name="turns_are_numbered"),
            models.UniqueConstraint(fields=["game"], condition=Q(resolved_at=None), name="one_open_turn"),
        )
        indexes = (models.Index(fields=["wake_at"], condition=Q(wake_at__isnull=False), name="turn_wake"),)

    def __str__(self) -> str:
        return f"{self.game_id}, turn {self.number}"


class Whisper(models.Model):
    """What one player alone was told in one turn."""

    turn = models.ForeignKey(Turn, on_delete=models.CASCADE, related_name="whispers")
    player = models.ForeignKey(Player, on_delete=models.CASCADE, related_name="whispers")
    text = models.TextField()
    shared_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["turn", "player"], name="one_whisper_for_each_player"),)

    def __str__(self) -> str:
        return f"whisper {self.pk}"  # never the text: this is what logs and admin lists show


class Choice(models.Model):
    """What one player did in one turn: an option, own words, or neither (hesitated)."""

    turn = models.ForeignKey(Turn, on_delete=models.CASCADE, related_name="choices")
    player = models.ForeignKey(Player, on_delete=models.CASCADE, related_name="choices")
    option_id = models.CharField(max_length=32, blank=True)
    text = models.TextField(blank=True, help_text="The option's text, or the own words.")
    hesitated = models.BooleanField(default=False)
    chosen_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["turn", "player"], name="one_choice_for_each_player"),)

    def __str__(self) -> str:
        return f"choice {self.pk}"


class Event(models.Model):
    """One entry of a game's history, stored with the change it tells of."""

    game = models.ForeignKey(Game, on_delete=models.CASCADE, related_name="events")
    seq = models.PositiveBigIntegerField()
    name = models.CharField(max_length=32)
    data = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        ordering = ("game_id", "seq")
        constraints = (models.UniqueConstraint(fields=["game", "seq"], name="events_are_numbered"),)

    def __str__(self) -> str:
        return f"{self.seq} {self.name}"
