"""One effect for each command, however often it is sent.

A command may carry a ``cmd_id``. The first time it is carried out, its answer is stored in the same transaction; sent again with the same
content it is answered from the store, with other content refused.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from typing import Any

from django.db import IntegrityError

from games.errors import ErrorCode, GameError
from games.models import Command, Person
from games.services import together
from games.services.rows import Rows
from games.wire.base import Part

COMMANDS = Rows(Command)


def answered(*, person: Person, name: str, cmd_id: str | None, content: Mapping[str, Any]) -> dict[str, Any] | None:
    """The answer that this command was given before, or None if it was not carried out yet.

    Raises:
        GameError: ``IDEMPOTENCY_MISMATCH``.
    """
    stored = Command.objects.filter(person=person, cmd_id=cmd_id).first() if cmd_id else None
    return None if stored is None else _again(stored, fingerprint(name, content))


def once(*, person: Person, name: str, cmd_id: str | None, content: Mapping[str, Any], act: Callable[[], Part]) -> dict[str, Any]:
    """Carries out ``act`` unless this ``cmd_id`` was carried out before, and gives the answer for the wire.

    Args:
        name: the command's name, the same over both doors.
        content: the payload as validated, without ``cmd_id``.

    Raises:
        GameError: ``IDEMPOTENCY_MISMATCH``, or whatever ``act`` refuses with (then nothing is stored).
    """
    print_ = fingerprint(name, content) if cmd_id else ""

    def carry_out() -> dict[str, Any]:
        answer = act().to_wire()
        if cmd_id:
            # Of two senders one gets no further than this row or than what the other has changed, undoes all, and finds the answer.
            COMMANDS.insert(Command(person_id=person.pk, cmd_id=cmd_id, fingerprint=print_, answer=answer))
        return answer

    try:
        return together.stored(carry_out)
    except (GameError, IntegrityError):
        stored = Command.objects.filter(person=person, cmd_id=cmd_id).first() if cmd_id else None
        if stored is None:  # refused for another reason
            raise
    return _again(stored, print_)


def _again(stored: Command, print_: str) -> dict[str, Any]:
    if stored.fingerprint != print_:
        raise GameError(ErrorCode.IDEMPOTENCY_MISMATCH)
    return {**(stored.answer or {}), "replayed": True}


def fingerprint(name: str, content: Mapping[str, Any]) -> str:
    """What makes two commands the same."""
    canonical = json.dumps([name, content], sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()
