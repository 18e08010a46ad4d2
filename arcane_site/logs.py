"""A log of one line for each thing, that names the request it belongs to, holds no secret, and that nobody can flood from outside."""

import logging
import sys
from collections.abc import Callable, Hashable, Iterator
from time import monotonic
from typing import Any

import structlog
from structlog.typing import EventDict, Processor

from games import tracing

SECONDS = 60.0
FORMATS = ("json", "text")
FIRST = ("timestamp", "level", "logger", "event")
LEFT_OUT = "(left out)"


def formatter(format_: str, worker: str) -> dict[str, Any]:
    """The formatter of ``LOGGING``: JSON, or text for somebody who reads along. ``worker`` stands in each line, if it is not empty."""
    _configure()
    end: Processor = structlog.processors.JSONRenderer()
    if format_ == "text":
        end = structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback)
    return {
        "()": structlog.stdlib.ProcessorFormatter,
        "foreign_pre_chain": SHARED,
        "processors": [
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            lambda _logger, _name, line: {**dict.fromkeys(FIRST), **line, **({"worker": worker} if worker else {})},
            with_error,
            end,
        ],
    }


def with_request(logger: Any, name: str, line: EventDict) -> EventDict:
    """Adds what is known of the request."""
    return {**line, **tracing.known()}


def with_error(logger: Any, name: str, line: EventDict) -> EventDict:
    """Adds the traceback. What PostgreSQL tells of a row that it refused is left out: that may be a whisper."""
    info = line.get("exc_info")
    error = info if isinstance(info, BaseException) else info[1] if isinstance(info, tuple) else sys.exc_info()[1] if info else None
    line = structlog.processors.format_exc_info(logger, name, line)
    for detail in _details(error):
        line["exception"] = line["exception"].replace(detail, LEFT_OUT)
    return line


def _details(error: BaseException | None) -> Iterator[str]:
    """What is told of rows by all that led to this error, in pieces of a line."""
    seen: set[int] = set()
    waiting = [error]
    while waiting:
        each = waiting.pop()
        if each is None or id(each) in seen:
            continue
        seen.add(id(each))
        waiting += [each.__cause__, each.__context__, *getattr(each, "exceptions", ())]
        detail = getattr(getattr(each, "diag", None), "message_detail", None) or ""
        # Line by line: in a group of errors each line of the traceback is indented.
        yield from (piece.strip() for piece in detail.splitlines() if piece.strip())


SHARED: list[Processor] = [
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    with_request,
]


def _configure() -> None:
    """Sends what our own modules log the same way as what libraries log."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *SHARED,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )


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


class Untraced(logging.Filter):
    """Takes the traceback off a line that tells what a client sent: nothing in our code led to it."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.exc_info = record.exc_text = None
        return True


def _origin(record: logging.LogRecord) -> tuple[str, int] | None:
    trace = record.exc_info[2] if record.exc_info else None
    if trace is None:
        return None
    while trace.tb_next is not None:
        trace = trace.tb_next
    return trace.tb_frame.f_code.co_filename, trace.tb_lineno
