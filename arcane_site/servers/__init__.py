"""The ASGI servers that the game runs on, each with one ``run(application, listener)``."""

MOST_MESSAGE_BYTES = 64 * 1024
"""What is longer ends a websocket unread. From 16 KiB on it is read, and refused."""
BACKLOG = 2048
