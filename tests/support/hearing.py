"""What one client has heard, and waiting for what it has not heard yet."""

import asyncio
from collections.abc import Callable
from typing import Any, NamedTuple

SECONDS = 10


class Heard(NamedTuple):
    event: str
    data: Any


class Hearing:
    """Everything heard, in order."""

    def __init__(self) -> None:
        self.all: list[Heard] = []
        self._more = asyncio.Event()

    def add(self, event: str, data: Any = None) -> None:
        self.all.append(Heard(event, data))
        self._more.set()

    def names(self) -> list[str]:
        return [heard.event for heard in self.all]

    def of(self, event: str) -> list[Any]:
        """The data of every such event so far."""
        return [heard.data for heard in self.all if heard.event == event]

    def logged(self) -> list[int]:
        """The ``seq`` of each event of the game's history, as heard. A whisper carries its scenario's, signals carry the current one."""
        return [heard.data["seq"] for heard in self.all if isinstance(heard.data, dict) and "seq" in heard.data and _is_logged(heard)]

    async def until(self, event: str, *, seconds: float = SECONDS, **fields: Any) -> Any:
        """The data of the first such event, heard already or yet to be heard, that has these fields."""
        return await self.until_heard(
            lambda heard: heard.event == event and all(_field(heard.data, name) == value for name, value in fields.items()),
            what=f"{event} {fields or ''}",
            seconds=seconds,
        )

    async def until_heard(self, wanted: Callable[[Heard], bool], *, what: str, seconds: float = SECONDS) -> Any:
        try:
            async with asyncio.timeout(seconds):
                while True:
                    self._more.clear()
                    for heard in self.all:
                        if wanted(heard):
                            return heard.data
                    await self._more.wait()
        except TimeoutError:
            raise AssertionError(f"{what} was not heard within {seconds} s, but {self.names()}") from None


def _is_logged(heard: Heard) -> bool:
    return heard.event not in ("whisper", "presence_update", "pong", "reconnect_sync") and "timestamp" in heard.data


def _field(data: Any, name: str) -> Any:
    return data.get(name) if isinstance(data, dict) else None
