"""Commands of several threads in one transaction of SQLite.

SQLite has one writer, and each commit waits for the disk. While one thread writes, others come to stand in line; who is next then carries
out what all of them want, and commits once. If somebody is refused, all of it is done anew with a savepoint for each. Nobody is answered
and nothing is told before the commit.
"""

import threading
from collections.abc import Callable, Sequence
from contextvars import copy_context
from time import monotonic
from typing import Any, TypeVar

from django.db import OperationalError, connection, transaction

from games.services import patience
from games.services.whole import whole

MOST = 16
"""How many commands share a commit."""

Result = TypeVar("Result")

_line = threading.Condition()
_waiting: list["_Wanted"] = []
_is_led = False


class _Wanted:
    """What one thread wants stored, and what became of it. The function is called anew where it has to be undone with others' work."""

    def __init__(self, function: Callable[[], Any]) -> None:
        self._function, self._context = function, copy_context()
        self.result: Any = None
        self.error: BaseException | None = None
        self.is_taken = self.is_done = False

    def run(self) -> None:
        self.result = self._context.run(self._function)

    def outcome(self) -> Any:
        if self.error is not None:
            raise self.error
        return self.result


def stored(function: Callable[[], Result]) -> Result:
    """Calls a function within one transaction and gives its result once that is committed. Raises what it raises; then nothing is stored.

    Raises:
        OperationalError: somebody else has been writing for longer than the database waits.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        with whole():
            return function()
    wanted = _Wanted(function)
    with patience.since(monotonic()):
        batch = _stand_in_line(wanted)
        if batch:
            _lead(batch)
    result: Result = wanted.outcome()
    return result


def _stand_in_line(wanted: _Wanted) -> Sequence[_Wanted]:
    """Returns when it is done, with nothing, or when it is this thread's turn, with what to carry out for everybody."""
    global _is_led
    until = monotonic() + patience.left()
    with _line:
        _waiting.append(wanted)
        while _is_led and not wanted.is_done:
            if not _line.wait(None if wanted.is_taken else max(0.0, until - monotonic())) and not wanted.is_taken and _is_led:
                _waiting.remove(wanted)
                raise OperationalError("database is locked")
        if wanted.is_done:
            return ()
        _is_led = True
        _waiting.remove(wanted)
        batch = [wanted, *_waiting[: MOST - 1]]
        del _waiting[: MOST - 1]
        for each in batch:
            each.is_taken = True
        return batch


def _lead(batch: Sequence[_Wanted]) -> None:
    global _is_led
    try:
        _carry_out(batch)
    except BaseException:
        for each in batch:
            each.error = OperationalError("nothing was stored")
        raise
    finally:
        with _line:
            for each in batch:
                each.is_done = True
            _is_led = False
            _line.notify_all()


def _carry_out(batch: Sequence[_Wanted]) -> None:
    """All at once, as if nobody were refused; if somebody is, all anew, each behind a savepoint; if even that fails, each alone."""
    if len(batch) == 1:
        _carry_out_alone(batch[0])
        return
    for each_by in (_Wanted.run, _attempt):
        try:
            with whole():
                for each in batch:
                    each_by(each)
            return
        except OperationalError as error:
            for each in batch:
                each.error = OperationalError(*error.args)
            return
        except Exception:  # noqa: S112  whose fault it is shows when it is done again
            continue
    for each in batch:
        _carry_out_alone(each)


def _carry_out_alone(wanted: _Wanted) -> None:
    wanted.error = None
    try:
        with whole():
            wanted.run()
    except Exception as error:
        wanted.error = error


def _attempt(wanted: _Wanted) -> None:
    """Carries out one of several. If it fails it leaves nothing behind; if even that fails, all are undone."""
    try:
        with transaction.atomic():
            wanted.run()
    except Exception as error:
        wanted.error = error
    if connection.needs_rollback:
        raise OperationalError("the transaction was lost") from wanted.error
