"""The server's end of one websocket, driven by the event loop's calls: no task while nothing has to be waited for."""

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any

from realtime.transport import backlog, frames
from realtime.transport.frames import NORMAL, PONG, RESTART, FrameError
from realtime.transport.messages import Close, Message, Messages, Ping

log = logging.getLogger(__name__)

MOST_UNREAD = 64 * 1024
"""So many bytes may have come behind a message that is still worked on, before reading pauses."""

Work = Coroutine[Any, Any, Any]


OPENING, OPEN, CLOSING, DEAF, LOST = range(5)
"""Where a websocket is: ``OPENING`` until it is accepted, ``CLOSING`` once we have said goodbye, ``DEAF`` to whom we do not understand any
more, ``LOST`` without a connection.
"""


class Wire(asyncio.Protocol):
    """Messages are taken one after the other. What has to wait for something goes on in a task, and all that comes behind waits for it.

    Subclasses say what a message does (``take``), what happens when the client is gone (``gone``) and when it reads again (``drained``).
    """

    __slots__ = ("_goodbye", "_is_paused", "_messages", "_task", "_tasks", "_timer", "is_full", "state", "transport")

    def __init__(self, limit: int, tasks: set["asyncio.Task[Any]"]) -> None:
        self.transport: asyncio.Transport
        self.state = OPENING
        self.is_full = False
        """Whether the transport takes nothing more, since the client does not read."""
        self._messages = Messages(limit)
        self._tasks = tasks
        self._task: asyncio.Task[Any] | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._goodbye = b""
        self._is_paused = False

    def take(self, message: str | bytes) -> Work | None:
        """Does what a message asks for; gives what has to be awaited before the next one."""
        raise NotImplementedError

    def gone(self) -> Work | None:
        """The client has gone, and all that it sent before is done."""
        raise NotImplementedError

    def drained(self) -> None:
        """The client reads again."""

    # --- Writing

    def write(self, frame: bytes) -> None:
        if self.state < CLOSING:
            self.transport.write(frame)

    def pause_writing(self) -> None:
        self.is_full = True

    def resume_writing(self) -> None:
        self.is_full = False
        self.drained()
        if not self.is_full:
            self._say_goodbye()

    def finish(self, code: int = NORMAL) -> None:
        """Says goodbye behind all that waits, and does not wait long for the client to say it too."""
        if self.state >= CLOSING:
            return
        self.state = CLOSING
        self._goodbye = frames.closing(code)
        if not self.is_full:
            self._say_goodbye()
        self.cut_in(backlog.LAST_WORD_SECONDS)
        self._read_again()

    def fail(self, code: int) -> Work | None:
        """Ends what the client has broken; it is as good as gone.

        Its answer could not be told from the rest of what it sends, so the connection ends on our side at once. It is not closed at once:
        what still comes would make the kernel take back the code that we have sent.
        """
        self.finish(code)
        self.state = max(self.state, DEAF)
        self._messages.forget()
        if not self.is_full and not self.transport.is_closing():
            self._end_our_side()
        return self.gone()

    def shutdown(self) -> None:
        """The server ends."""
        self.finish(RESTART)

    def cut_in(self, seconds: float | None) -> None:
        """Ends the connection in so many seconds, however it stands then; not at all for None."""
        if self._timer is not None:
            self._timer.cancel()
        self._timer = None if seconds is None else asyncio.get_running_loop().call_later(seconds, self.transport.abort)

    def _end_our_side(self) -> None:
        if self.transport.can_write_eof():
            self.transport.write_eof()
        else:  # TLS knows no half of a connection
            self.transport.close()

    def _say_goodbye(self) -> None:
        goodbye, self._goodbye = self._goodbye, b""
        if goodbye and not self.transport.is_closing():
            self.transport.write(goodbye)

    # --- Reading

    def data_received(self, data: bytes) -> None:
        if self.state == DEAF:
            return
        self._messages.receive(data)
        if self._task is None:
            self._go_on()
        elif self._messages.unread > MOST_UNREAD and not self._is_paused and self.state < CLOSING:
            self._is_paused = True
            self.transport.pause_reading()

    def connection_lost(self, exc: Exception | None) -> None:
        self.cut_in(None)
        self.state = LOST
        if self._task is None:
            self._go_on()

    def begin(self, work: Work) -> None:
        """Does something that whatever comes next has to wait for."""
        self._task = asyncio.get_running_loop().create_task(self._carry_out(work))
        self._tasks.add(self._task)

    def spawn(self, work: Work) -> "asyncio.Task[Any]":
        """Does something beside. The server waits for it when it ends."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    def _go_on(self) -> None:
        work = self._next_work()
        if work is not None:
            self.begin(work)

    async def _carry_out(self, work: Work | None) -> None:
        task = self._task
        try:
            while work is not None:
                try:
                    await work
                except (Exception, asyncio.CancelledError):
                    if task is not None and task.cancelling():
                        raise
                    # Also where what it waited for was cancelled, and not this task: what comes behind shall still be heard.
                    log.exception("a message could not be taken")
                work = self._next_work()
            self._task = None
        finally:
            if task is not None:
                self._tasks.discard(task)

    def _next_work(self) -> Work | None:
        """Takes messages until one has to be awaited. The last thing is that the client has gone."""
        try:
            while (message := self._messages.next()) is not None:
                work = self._read(message)
                if work is not None:
                    return work
        except FrameError as error:
            log.debug("a websocket ended: %s", error)
            return self.fail(error.code)
        self._read_again()
        return self.gone() if self.state == LOST else None

    def _read(self, message: Message) -> Work | None:
        if isinstance(message, Close):
            return self._answer_goodbye(message)
        if self.state == CLOSING:
            return None  # we have ended it: whatever still comes is not heard
        if isinstance(message, Ping):
            self.write(frames.written(PONG, message.payload))
            return None
        return self.take(message)

    def _answer_goodbye(self, close: Close) -> Work | None:
        if self.state == OPEN:
            self.write(frames.written(frames.CLOSE, b"" if close.code is None else close.code.to_bytes(2)))
            self.state = CLOSING
        self._messages.forget()
        self.transport.close()
        return self.gone()

    def _read_again(self) -> None:
        if self._is_paused:
            self._is_paused = False
            if self.state != LOST and not self.transport.is_closing():
                self.transport.resume_reading()
