"""How well a line carries: when its client was last heard, and how long its answer to a ping took."""

from time import monotonic, time
from typing import Any

from engineio import packet

from realtime.lines import Line


def note(line: Line, socket: Any, kind: int) -> None:
    """Notes that a packet of this Engine.IO type has come, before it is carried out."""
    line.heard_at = monotonic()
    if kind == packet.PONG and socket.last_ping is not None:
        line.lag = max(0.0, time() - socket.last_ping)


def note_all(line: Line, socket: Any) -> None:
    """Notes whatever comes from now on for a socket of the library's: it hands all of it to ``receive``."""
    receive = socket.receive

    async def noting(received: packet.Packet) -> None:
        note(line, socket, received.packet_type)
        await receive(received)

    socket.receive = noting
