"""Who is told what: python-socketio's rooms, told without a task for each who hears."""

import asyncio
from collections.abc import Collection, Iterable
from typing import Any

import socketio

from realtime.transport.parcels import parcels_of

MANY_WAITING = 64
"""So many packets wait for a client before whoever tells more lets the transports work first."""


class Rooms(socketio.AsyncManager):
    """Encodes an event once, and hands it to the engine's sockets at once. The library starts and awaits a task for each of them."""

    async def emit(
        self,
        event: str,
        data: Any,
        namespace: str,
        room: Any = None,
        skip_sid: str | Collection[str] | None = None,
        callback: Any = None,
        to: Any = None,
        **more: Any,
    ) -> None:
        """Tells a room, several rooms, one client, or everybody. In the order of the calls, for each who hears."""
        if callback:  # each answers under a number of its own
            await super().emit(event, data, namespace, room=room, skip_sid=skip_sid, callback=callback, to=to, **more)
            return
        skipped = (skip_sid,) if skip_sid is None or isinstance(skip_sid, str) else set(skip_sid)
        hearers = [eio_sid for sid, eio_sid in self._members(namespace, to or room) if sid not in skipped]
        if not hearers:
            return
        parcels, hand = parcels_of(event, _arguments(data), namespace, self.server.packet_class), self.server.eio.hand
        if max([hand(eio_sid, parcels) for eio_sid in hearers]) >= MANY_WAITING:
            await asyncio.sleep(0)

    def _members(self, namespace: str, room: Any) -> Iterable[tuple[str, str]]:
        """The ids of all who are in a room, or in several: those of one without the copy that ``get_participants`` makes."""
        if isinstance(room, str | None):
            members = self.rooms.get(namespace, {}).get(room)
            return () if members is None else members._fwdm.items()
        return self.get_participants(namespace, room)  # type: ignore[no-any-return]


def _arguments(data: Any) -> list[Any]:
    """A tuple is several arguments, everything else is one."""
    if isinstance(data, tuple):
        return list(data)
    return [] if data is None else [data]
