"""The ASGI servers that the game runs on, each with one ``run(application, listener)``."""

MOST_MESSAGE_BYTES = 16 * 1024
"""No client needs to send more at once over a websocket."""
BACKLOG = 2048
