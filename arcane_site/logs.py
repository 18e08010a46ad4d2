"""A log that nobody can flood from outside."""

import logging
from collections.abc import Callable, Hashable
from time import monotonic

SECONDS = 60.0


class OnceAMinute(logging.Filter):
    """Lets each complaint of a library through once a minute. The same place in the code and the same place of the error are the same."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        super().__init__()
        self._clock = clock
        self._said: dict[Hashable, float] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        now, complaint = self._clock(), (record.name, record.pathname, record.lineno, _origin(record))
        if now - self._said.get(complaint, -SECONDS) < SECONDS:
            return False
        self._said[complaint] = now
        return True


class OurFaults(logging.Filter):
    """Lets nothing through that a client caused by sending what is no text; the library ends its connection."""

    def filter(self, record: logging.LogRecord) -> bool:
        return not (record.exc_info and isinstance(record.exc_info[1], UnicodeDecodeError))


def _origin(record: logging.LogRecord) -> tuple[str, int] | None:
    trace = record.exc_info[2] if record.exc_info else None
    if trace is None:
        return None
    while trace.tb_next is not None:
        trace = trace.tb_next
    return trace.tb_frame.f_code.co_filename, trace.tb_lineno
