"""Messages out of the bytes that a client sends: frames put together, one after the other, as they are asked for. Pure."""

from typing import NamedTuple

from realtime.transport import frames
from realtime.transport.frames import BINARY, CLOSE, CONTINUATION, PING, PROTOCOL_ERROR, TOO_BIG, Frame, FrameError


class Ping(NamedTuple):
    """Asks for a pong with the same ``payload``."""

    payload: bytes


class Close(NamedTuple):
    """The last word of a client. ``code`` is None where it gave none."""

    code: int | None


Message = str | bytes | Ping | Close


class Messages:
    """What one client sends. Holds no more than one message in parts, and what was received and not asked for yet.

    Args:
        limit: the most bytes of one message.
    """

    __slots__ = ("_at", "_data", "_kind", "_limit", "_parts")

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._data = b""
        self._at = 0
        self._kind = 0
        self._parts: bytearray | None = None

    @property
    def unread(self) -> int:
        """How many bytes nobody has asked for."""
        return len(self._data) - self._at

    def receive(self, data: bytes) -> None:
        self._data = self._data[self._at :] + data if self._data else data
        self._at = 0

    def forget(self) -> None:
        """Whatever has come, or has come in parts, is of no interest any more."""
        self._data, self._at, self._parts = b"", 0, None

    def next(self) -> Message | None:
        """The next message, ping or close; None when it is not there in full.

        Raises:
            FrameError
        """
        while self._data and (frame := frames.read(self._data, self._at, self._limit)) is not None:
            self._at = frame.end
            if self._at == len(self._data):
                self._data, self._at = b"", 0
            message = self._control(frame) if frame.opcode & 0x08 else self._joined(frame)
            if message is not None:
                return message
        return None

    def _control(self, frame: Frame) -> Message | None:
        if frame.opcode == PING:
            return Ping(frame.payload)
        return Close(frames.code_in(frame.payload)) if frame.opcode == CLOSE else None

    def _joined(self, frame: Frame) -> Message | None:
        """The message that ends with this frame."""
        if (frame.opcode == CONTINUATION) == (self._parts is None):
            raise FrameError(PROTOCOL_ERROR, "a message within a message, or none to go on with")
        if self._parts is None:
            if frame.is_last:
                return frame.payload if frame.opcode == BINARY else frames.text_of(frame.payload)
            self._kind, self._parts = frame.opcode, bytearray()
        self._parts += frame.payload
        if len(self._parts) > self._limit:
            raise FrameError(TOO_BIG, "too long a message")
        if not frame.is_last:
            return None
        payload, self._parts = bytes(self._parts), None
        return payload if self._kind == BINARY else frames.text_of(payload)
