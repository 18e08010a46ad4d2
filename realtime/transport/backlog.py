"""What waits for one client that does not read, and how much of it may."""

import asyncio
from typing import Any

from engineio.packet import Packet

MOST_EVENTS = 256
MOST_BYTES = 1024 * 1024
LAST_WORD_SECONDS = 2.0
"""How long a client may take to read why it is ended."""


class Backlog(asyncio.Queue[Any]):
    """What waits for one client's transport, with its size in bytes."""

    def __init__(self) -> None:
        super().__init__()
        self.bytes = 0

    @property
    def is_too_long(self) -> bool:
        """Whether the client reads too slowly. The longest packet does not count: one catching up may be long by itself."""
        if self.bytes > MOST_BYTES:
            return self.bytes - max(size_of(packet) for packet in self._queue) > MOST_BYTES  # type: ignore[attr-defined]
        return self.qsize() > MOST_EVENTS

    def clear(self) -> None:
        while not self.empty():
            self.get_nowait()

    def _put(self, item: Any) -> None:
        super()._put(item)
        self.bytes += size_of(item)

    def _get(self) -> Any:
        item = super()._get()
        self.bytes -= size_of(item)
        return item


def size_of(packet: Packet | None) -> int:
    """How many bytes of data a packet carries; nothing for the None that ends a queue."""
    if packet is None or packet.data is None:
        return 0
    size: int = getattr(packet, "size", None) or len(packet.data)
    return size
