"""Keepers with one right or another."""

from django.contrib.auth.models import Permission, User
from django.test import Client

from games.models import Game
from tests.games.guests import Guest

ACTS = (
    "resolve_turn",
    "change_deadline",
    "pass_over_player",
    "kick_player",
    "hand_over_host",
    "replace_by_bot",
    "end_game",
    "announce",
    "announce_to_all",
    "disconnect_person",
)

OWN_WORDS = "I count the coins twice."
"""What the first of the two has chosen whom tests look at."""


def keeper(*rights: str, superuser: bool = False) -> Client:
    """Somebody of the staff who may look at everything, with further rights (one of ``ACTS``, ``uncover_secrets``)."""
    name = f"keeper{User.objects.count()}"
    user = User.objects.create_user(name, is_staff=True, is_superuser=superuser)
    looking = Permission.objects.filter(content_type__app_label="games", codename__startswith="view_")
    user.user_permissions.set([*looking, *Permission.objects.filter(content_type__app_label="games", codename__in=rights)])
    client = Client()
    client.force_login(user)
    return client


def page(client: Client, game: Game, **query: str) -> str:
    response = client.get(f"/admin/games/game/{game.pk}/change/", query)
    assert response.status_code == 200
    return response.content.decode()


def listed(client: Client, **query: str) -> str:
    response = client.get("/admin/games/game/", query)
    assert response.status_code == 200
    return response.content.decode()


def game_of(people: list[Guest]) -> Game:
    return Game.objects.get(code=people[0].code)
