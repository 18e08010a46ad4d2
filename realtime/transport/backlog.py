"""What waits for one client that does not read, and how much of it may."""

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from engineio.packet import Packet

if TYPE_CHECKING:
    from realtime.transport.parcels import Parcel

MOST_EVENTS = 256
MOST_BYTES = 1024 * 1024
LAST_WORD_SECONDS = 2.0
"""How long a client may take to read why it is ended."""


class Backlog(asyncio.Queue[Any]):
    """What waits for one client's transport, with its size in bytes.

    ``write`` is there where a transport takes a frame at once: it says whether it has. Whatever waits goes first.
    """

    def __init__(self) -> None:
        super().__init__()
        self.bytes = 0
        self.write: Callable[[bytes], bool] | None = None
        self._is_watched = False
        """Whether all that was taken out is on its way, and the next packet would be taken at once."""

    def hand(self, parcel: "Parcel") -> None:
        """Writes a packet, or keeps it until its turn comes."""
        if self.write is None or not self._is_watched or not self.empty() or not self.write(parcel.frame):
            self.put_nowait(parcel)

    @property
    def is_too_long(self) -> bool:
        """Whether the client reads too slowly. The longest packet does not count: one catching up may be long by itself."""
        if self.bytes > MOST_BYTES:
            return self.bytes - max(size_of(packet) for packet in self._queue) > MOST_BYTES  # type: ignore[attr-defined]
        return self.qsize() > MOST_EVENTS

    async def take(self) -> list[Any]:
        """All that waits, at least one packet; nothing once a None ends the queue.

        So does ``AsyncSocket.poll``, but with a task and a timer for each packet, to give up on a line that hears nothing. Ours hear pings.
        """
        self._is_watched = True
        try:
            packets = [await self.get()]
        finally:
            self._is_watched = False
        self.task_done()
        while packets[-1] is not None and not self.empty():
            packets.append(self.get_nowait())
            self.task_done()
        if packets[-1] is None:
            packets.pop()
            if packets:
                self.put_nowait(None)  # the end comes when these are told
        return packets

    def clear(self) -> None:
        while not self.empty():
            self.get_nowait()
            self.task_done()

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
