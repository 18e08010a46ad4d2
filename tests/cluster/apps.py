"""What a tested server does beside serving; nothing unless its environment says so."""

from django.apps import AppConfig


class TestedConfig(AppConfig):
    name = "tests.cluster"
    label = "tested"

    def ready(self) -> None:
        from tests.cluster import inspected, planted

        planted.plant()
        inspected.answer_when_asked()
