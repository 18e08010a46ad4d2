"""Django's registration of the game."""

from django.apps import AppConfig


class GamesConfig(AppConfig):
    name = "games"
    verbose_name = "The Arcane Codex"

    def ready(self) -> None:
        from games import checks, receivers  # noqa: F401  both register themselves
