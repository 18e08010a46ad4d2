"""Packets on their way: an event to many is encoded once, whoever reads it."""

from typing import Any

import orjson
from engineio import packet as engine_packet
from socketio import packet as socket_packet

from realtime.transport import frames

NAMESPACE = "/"


class Parcel(engine_packet.Packet):
    """One Engine.IO message. ``size`` is how many bytes its data has on its way, ``frame`` the message as a websocket's frame."""

    def __init__(self, content: str | bytes) -> None:
        data = content.encode() if isinstance(content, str) else content
        self.size = len(data)
        self.frame = frames.written(frames.TEXT, b"4" + data) if isinstance(content, str) else frames.written(frames.BINARY, data)
        super().__init__(engine_packet.MESSAGE, content)


def parcels_of(event: str, arguments: list[Any], namespace: str, packet_class: type[socket_packet.Packet]) -> list[Parcel]:
    """The messages that tell one event: one, or more where it carries bytes.

    Raises:
        TypeError: an argument can be told by no means.
    """
    return _parcels(packet_class, socket_packet.EVENT, namespace, None, [event, *arguments])


def answer_of(ack: int, answer: Any, namespace: str, packet_class: type[socket_packet.Packet]) -> list[Parcel]:
    """The messages that acknowledge the event which came under the number ``ack``.

    Raises:
        TypeError: the answer can be told by no means.
    """
    return _parcels(packet_class, socket_packet.ACK, namespace, ack, [answer])


def _parcels(packet_class: type[socket_packet.Packet], kind: int, namespace: str, ack: int | None, data: list[Any]) -> list[Parcel]:
    try:
        body = orjson.dumps(data).decode()
    except TypeError:  # bytes, or what only the library can write
        encoded = packet_class(kind, namespace=namespace, id=ack, data=data).encode()
        return [Parcel(part) for part in (encoded if isinstance(encoded, list) else [encoded])]
    where = "" if namespace == NAMESPACE else f"{namespace},"
    return [Parcel(f"{kind}{where}{'' if ack is None else ack}{body}")]


def frame_of(packet: engine_packet.Packet) -> bytes:
    """Any packet as a websocket's frame."""
    if isinstance(packet, Parcel):
        return packet.frame
    encoded = packet.encode()
    return frames.written(frames.TEXT, encoded.encode()) if isinstance(encoded, str) else frames.written(frames.BINARY, encoded)
