"""The engine as the game wants it: with lines, ids that a proxy can read, and a way out that waits for the client."""

from typing import Any

from django.conf import settings
from engineio.async_drivers import asgi

from realtime.lines import Lines
from realtime.outflow import Outflow
from realtime.transport.engine import TransportEngine


class Engine(TransportEngine):
    """The engine of this process."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.lines = Lines()
        self._async: dict[str, Any] = {**asgi._async, "websocket": Outflow}

    def generate_id(self) -> str:
        """An id that tells a proxy in which process the line lives, where there are several."""
        made: str = super().generate_id()
        return f"{settings.WORKER}-{made}" if settings.WORKER else made
