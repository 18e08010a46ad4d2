"""Django's registration of the voice."""

from django.apps import AppConfig


class RealtimeConfig(AppConfig):
    name = "realtime"

    def ready(self) -> None:
        from games import outbox
        from realtime import hearing

        outbox.listen(hearing.hear)
