"""How well a line carries: when its client was last heard, and how long its answer to a ping took."""

from time import monotonic, time
from typing import Any

from engineio import packet

from realtime.lines import Line


def note(line: Line, socket: Any) -> None:
    """Notes both from now on. Whatever transport brings a packet, the library hands it to the socket's ``receive``."""
    receive = socket.receive

    async def noting(received: packet.Packet) -> None:
        line.heard_at = monotonic()
        if received.packet_type == packet.PONG and socket.last_ping is not None:
            line.lag = max(0.0, time() - socket.last_ping)
        await receive(received)

    socket.receive = noting
