"""The HTTP API. Each view parses, calls one service, and answers; ``/api/docs`` shows it."""

from games.api.entry import api

__all__ = ["api"]
