"""Publishes in a thread of its own, so that no command waits for Redis."""

import threading
from queue import Empty, Full, Queue

import structlog
from redis import Redis, RedisError
from redis.backoff import NoBackoff
from redis.retry import Retry

from games.counters import counts

log = structlog.stdlib.get_logger(__name__)

MOST_WAITING = 10_000
MOST_AT_ONCE = 500
ANSWER_SECONDS = 1.0


class Outgoing:
    """Sends what it is given in order. What Redis does not take is dropped: the others read it from the stored history."""

    def __init__(self, url: str) -> None:
        self._redis = Redis.from_url(url, socket_timeout=ANSWER_SECONDS, socket_connect_timeout=ANSWER_SECONDS, retry=Retry(NoBackoff(), 1))
        self._waiting: Queue[tuple[str, bytes]] = Queue(MOST_WAITING)
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._is_away = False

    def send(self, channel: str, message: bytes) -> None:
        """From any thread; returns at once."""
        try:
            self._waiting.put_nowait((channel, message))
        except Full:
            counts["channel_dropped"] += 1
        if self._thread is None or not self._thread.is_alive():
            self._start()

    @property
    def waiting(self) -> int:
        """How many messages have not been sent yet."""
        return self._waiting.qsize()

    def _start(self) -> None:
        with self._lock:
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._run, name="channel", daemon=True)
                self._thread.start()

    def _run(self) -> None:
        while True:
            batch = [self._waiting.get(), *self._more()]
            try:
                with self._redis.pipeline(transaction=False) as pipeline:
                    for channel, message in batch:
                        pipeline.publish(channel, message)
                    pipeline.execute()
            except RedisError as error:
                counts["redis_errors"] += 1
                counts["channel_dropped"] += len(batch)
                self._note(away=type(error).__name__)
            else:
                counts["channel_sent"] += len(batch)
                self._note(away=None)

    def _more(self) -> list[tuple[str, bytes]]:
        found: list[tuple[str, bytes]] = []
        while len(found) < MOST_AT_ONCE:
            try:
                found.append(self._waiting.get_nowait())
            except Empty:
                break
        return found

    def _note(self, *, away: str | None) -> None:
        if away is not None and not self._is_away:
            log.warning("other processes are not told: Redis did not answer", error=away)
        elif away is None and self._is_away:
            log.info("other processes are told again")
        self._is_away = away is not None
