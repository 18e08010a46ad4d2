"""One effect for each command, however often it is sent.

A command may carry a ``cmd_id``. The first time it is carried out, its answer is stored in the same transaction; sent again with the same
content it is answered from the store, with other content refused. A repeat that names no table means the one that was meant at first,
wherever the person sits by now.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError

from games.errors import ErrorCode, GameError
from games.models import Command, Person
from games.services import together
from games.services.access import code_meant
from games.services.rows import Rows
from games.wire.base import Part

COMMANDS = Rows(Command)

Act = Callable[[], Part]


@dataclass(frozen=True, slots=True)
class Sent:
    """A command at a table, as it was sent. ``name`` is the same over both doors, ``content`` the payload as validated, without ``cmd_id``.

    ``code`` is the table's, or None for the person's latest; ``is_named`` says that the payload names it, and not the room they are in.
    """

    person: Person
    name: str
    cmd_id: str | None
    content: Mapping[str, Any]
    code: str | None
    is_named: bool

    def print_at(self, code: str) -> str:
        """The fingerprint, if it is this table that is meant: the same whether it was named or not."""
        return fingerprint(self.name, {**self.content, "game_code": code}) if self.cmd_id else ""


def once(*, person: Person, name: str, cmd_id: str | None, content: Mapping[str, Any], act: Act) -> dict[str, Any]:
    """Carries out ``act`` unless this ``cmd_id`` was carried out before, and gives the answer for the wire.

    Args:
        name: the command's name, the same over both doors.
        content: the payload as validated, without ``cmd_id``.

    Raises:
        GameError: ``IDEMPOTENCY_MISMATCH``, or whatever ``act`` refuses with (then nothing is stored).
    """
    print_ = fingerprint(name, content) if cmd_id else ""
    try:
        return _carried_out(act, person, cmd_id, print_)
    except (GameError, IntegrityError):
        stored = _stored(person, cmd_id)
        if stored is None:  # refused for another reason
            raise
    return _again(stored, print_)


def once_at(sent: Sent, prepare: Callable[[str], Act]) -> dict[str, Any]:
    """As ``once``, at a table.

    Args:
        prepare: gives, for the table's code, what is to be done there. What takes long it does itself: nothing is locked yet.

    Raises:
        GameError: ``NO_GAME``, ``IDEMPOTENCY_MISMATCH``, or whatever is refused with.
    """
    try:
        code = code_meant(sent.person, sent.code)
        return _carried_out(prepare(code), sent.person, sent.cmd_id, sent.print_at(code), "" if sent.is_named else code)
    except (GameError, IntegrityError):
        answer = answered(sent)
        if answer is None:
            raise
    return answer


def answered(sent: Sent) -> dict[str, Any] | None:
    """The answer that this command at a table was given before, or None if it was not carried out yet.

    Raises:
        GameError: ``IDEMPOTENCY_MISMATCH``; ``NO_GAME`` where it was named at first, is not now, and the person sits nowhere.
    """
    stored = _stored(sent.person, sent.cmd_id)
    if stored is None:
        return None
    meant_at_first = "" if sent.is_named else stored.meant_code
    return _again(stored, sent.print_at(meant_at_first or code_meant(sent.person, sent.code)))


def _carried_out(act: Act, person: Person, cmd_id: str | None, print_: str, meant_code: str = "") -> dict[str, Any]:
    def carry_out() -> dict[str, Any]:
        answer = act().to_wire()
        if cmd_id:
            # Of two senders one gets no further than this row or than what the other has changed, undoes all, and finds the answer.
            COMMANDS.insert(Command(person_id=person.pk, cmd_id=cmd_id, fingerprint=print_, meant_code=meant_code, answer=answer))
        return answer

    return together.stored(carry_out)


def _stored(person: Person, cmd_id: str | None) -> Command | None:
    return Command.objects.filter(person=person, cmd_id=cmd_id).first() if cmd_id else None


def _again(stored: Command, print_: str) -> dict[str, Any]:
    if stored.fingerprint != print_:
        raise GameError(ErrorCode.IDEMPOTENCY_MISMATCH)
    return {**(stored.answer or {}), "replayed": True}


def fingerprint(name: str, content: Mapping[str, Any]) -> str:
    """What makes two commands the same."""
    canonical = json.dumps([name, content], sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()
