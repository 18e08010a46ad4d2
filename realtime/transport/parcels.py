"""An event on its way to many: encoded once, whoever reads it."""

from typing import Any

import orjson
from engineio import packet as engine_packet
from socketio import packet as socket_packet

NAMESPACE = "/"


class Parcel(engine_packet.Packet):
    """One Engine.IO message. ``size`` is how many bytes it has on its way."""

    def __init__(self, content: str | bytes) -> None:
        if isinstance(content, bytes):
            self.size = len(content)
        else:
            self.size = len(content.encode("utf-8", "surrogatepass"))
        super().__init__(engine_packet.MESSAGE, content)


def parcels_of(event: str, arguments: list[Any], namespace: str, packet_class: type[socket_packet.Packet]) -> list[Parcel]:
    """The messages that tell one event: one, or more where it carries bytes.

    Raises:
        TypeError: an argument can be told by no means.
    """
    named = [event, *arguments]
    try:
        body = orjson.dumps(named).decode()
    except TypeError:  # bytes, or what only the library can write
        encoded = packet_class(socket_packet.EVENT, namespace=namespace, data=named).encode()
        return [Parcel(part) for part in (encoded if isinstance(encoded, list) else [encoded])]
    return [Parcel(f"{socket_packet.EVENT}{body}" if namespace == NAMESPACE else f"{socket_packet.EVENT}{namespace},{body}")]
