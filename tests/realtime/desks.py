"""Staff with a page of the desk open."""

from collections.abc import Awaitable, Callable
from typing import Any

import socketio
from django.contrib.auth.models import Permission, User
from django.test import Client

from tests.realtime.sockets import SECONDS, Answer
from tests.support.hearing import Hearing

DESK = "/admin"


def staff(*rights: str, name: str = "watcher") -> Client:
    """Somebody of the staff with these rights to what ``games`` keeps, signed in."""
    user = User.objects.create_user(name, is_staff=True)
    user.user_permissions.set(Permission.objects.filter(content_type__app_label="games", codename__in=rights))
    client = Client()
    client.force_login(user)
    return client


class DeskPage:
    """One connection to the namespace for staff."""

    def __init__(self, url: str, client: Client | None) -> None:
        self.url, self.client = url, client
        self.heard = Hearing()
        self.refused: Any = None
        self._socket = socketio.AsyncClient(reconnection=False)
        self._socket.on("*", self.heard.add, namespace=DESK)
        self._socket.on("connect_error", self._note_refusal, namespace=DESK)

    def _note_refusal(self, data: Any) -> None:
        self.refused = data

    @property
    def connected(self) -> bool:
        return DESK in self._socket.namespaces

    async def open(self) -> "DeskPage":
        headers = {"Cookie": f"sessionid={self.client.cookies['sessionid'].value}"} if self.client else {}
        await self._socket.connect(self.url, headers=headers, namespaces=[DESK], transports=["websocket"], wait_timeout=SECONDS)
        return self

    async def close(self) -> None:
        await self._socket.disconnect()

    async def ask(self, event: str, payload: Any = None, /, **fields: Any) -> Answer:
        answer: Answer = await self._socket.call(event, fields if payload is None else payload, namespace=DESK, timeout=SECONDS)
        return answer


def take_away() -> None:
    """Takes the rights of all staff away."""
    for user in User.objects.filter(is_staff=True):
        user.user_permissions.clear()
        user.groups.clear()


NewDesk = Callable[..., Awaitable[DeskPage]]
