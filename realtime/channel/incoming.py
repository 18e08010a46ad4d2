"""Listens to the channels of the games that this process holds, for as long as the event loop runs, and comes back when Redis does."""

import asyncio
from collections.abc import Callable
from typing import Any

import structlog
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from games.counters import counts
from realtime.channel.messages import BadMessageError, Message, decoded, prefix

log = structlog.stdlib.get_logger(__name__)

CONNECT_SECONDS = 1.0
QUIET_SECONDS = 1.0
"""After so long without a word Redis is asked for a sign of life."""
SILENT_SECONDS = 4.0
"""After so long without any it is taken to be gone."""
AGAIN_AFTER = 0.5
JOIN_SECONDS = 0.25
"""How long somebody at a door waits for a subscription to stand. What was missed until it does is looked for then."""


class Incoming:
    """One subscription of this process. ``wanted`` channels are subscribed again after each interruption."""

    def __init__(self, url: str, hear: Callable[[Message], None], on_up: Callable[[], None]) -> None:
        self._url = url
        self._hear = hear
        self._on_up = on_up
        self._home = f"{prefix()}home"
        self._wanted: dict[str, asyncio.Event] = {}
        self._subscribed: set[str] = set()
        self._late: set[str] = set()
        """Channels that somebody went in without waiting for any longer."""
        self._pubsub: Any = None
        self._order = asyncio.Lock()
        self._is_stopped = False
        self._is_away = False
        self._is_broken = False
        """What is subscribed is not known: it has to be done anew."""
        self.is_up = False

    async def run(self) -> None:
        while not self._is_stopped:
            try:
                await self._listen()
            except (RedisError, OSError, TimeoutError) as error:
                if not self._is_away:
                    log.warning("other processes are not heard: Redis did not answer", error=type(error).__name__)
                self._note_away()
            except Exception:  # nobody would ever be heard again
                log.exception("other processes are not heard")
                self._note_away()
            self._down()
            await asyncio.sleep(AGAIN_AFTER)

    def stop(self) -> None:
        self._is_stopped = True
        self._down()

    async def join(self, channel: str) -> None:
        stands = self._wanted.setdefault(channel, asyncio.Event())
        if stands.is_set() or self._pubsub is None:
            return
        await self._settle(channel)
        try:
            await asyncio.wait_for(stands.wait(), JOIN_SECONDS)
        except TimeoutError:
            self._late.add(channel)

    async def leave(self, channel: str) -> None:
        self._wanted.pop(channel, None)
        self._late.discard(channel)
        if self._pubsub is not None:
            await self._settle(channel)

    async def _settle(self, channel: str) -> None:
        """Makes a subscription what is wanted by now: whoever joins and leaves at once is taken at their last word."""
        async with self._order:
            pubsub, is_wanted = self._pubsub, channel in self._wanted
            if pubsub is None or is_wanted == (channel in self._subscribed):
                return
            try:
                if is_wanted:
                    self._subscribed.add(channel)
                    await pubsub.subscribe(channel)
                else:
                    self._subscribed.discard(channel)
                    await pubsub.unsubscribe(channel)
            except Exception as error:  # the library has many for a connection that the listener opens anew just now
                self._is_broken = True
                log.info("a subscription was not sent", error=type(error).__name__)

    async def _listen(self) -> None:
        client = Redis.from_url(
            self._url, socket_connect_timeout=CONNECT_SECONDS, socket_timeout=SILENT_SECONDS, retry=Retry(NoBackoff(), 0)
        )
        async with client, client.pubsub() as pubsub:
            self._subscribed, self._is_broken = {self._home, *self._wanted}, False
            await pubsub.subscribe(*self._subscribed)
            self._pubsub = pubsub
            for channel in {*self._wanted, *self._subscribed} - {self._home}:
                await self._settle(channel)  # whoever came or went meanwhile
            await self._hear_all(pubsub)

    async def _hear_all(self, pubsub: Any) -> None:
        clock = asyncio.get_running_loop().time
        heard = clock()
        while not self._is_stopped:
            if self._is_broken:
                raise ConnectionError
            told = await pubsub.get_message(timeout=QUIET_SECONDS)
            if told is not None:
                heard = clock()
                self._take(told)
            elif clock() - heard > SILENT_SECONDS:
                raise TimeoutError
            else:
                await pubsub.ping()

    def _take(self, told: dict[str, Any]) -> None:
        if told["type"] == "message":
            self._read(told["channel"].decode(), told["data"])
        elif told["type"] == "subscribe":
            channel = told["channel"].decode()
            if channel == self._home:
                self._up()
            elif channel in self._wanted:
                self._wanted[channel].set()
                if channel in self._late:
                    self._late.discard(channel)
                    self._on_up()

    def _read(self, channel: str, data: bytes) -> None:
        try:
            message = decoded(channel, data)
        except (BadMessageError, ValueError) as error:
            counts["channel_refused"] += 1
            log.warning("a message that is not ours", why=str(error) if isinstance(error, BadMessageError) else "no JSON")
            return
        counts["channel_heard"] += 1
        if not message.is_own:
            self._hear(message)

    def _up(self) -> None:
        if self._is_away:
            log.info("other processes are heard again")
        self.is_up, self._is_away = True, False
        self._late.clear()
        self._on_up()

    def _note_away(self) -> None:
        counts["redis_errors"] += 1
        self._is_away = True

    def _down(self) -> None:
        self.is_up, self._pubsub = False, None
        for stands in self._wanted.values():
            stands.clear()
