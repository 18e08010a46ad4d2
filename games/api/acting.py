"""The path of one command over HTTP: which game is meant, one effect for each ``cmd_id``, the answer."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial
from typing import Any, TypeVar

from django.http import HttpRequest

from games.api.schemas import Command
from games.errors import ErrorCode, GameError
from games.models import Person
from games.services.access import Viewer, code_meant, has_sat, viewer
from games.services.commands import Sent, answered, once, once_at
from games.wire.base import Part
from realtime import limits
from realtime.callers import caller_of

Found = TypeVar("Found")


def person_of(request: HttpRequest) -> Person:
    """The person whom the door has found."""
    person: Person = request.person  # type: ignore[attr-defined]
    return person


def carry_out(request: HttpRequest, name: str, body: Command, act: Callable[[Person], Part]) -> dict[str, Any]:
    """Carries out a command that concerns no particular game yet."""
    person = person_of(request)
    answer = once(
        person=person, name=name, cmd_id=body.cmd_id, content=body.model_dump(mode="json", exclude={"cmd_id"}), act=lambda: act(person)
    )
    return {"status": "success", **answer}


def carry_out_at(request: HttpRequest, name: str, body: Any, act: Callable[[Person, str], Part]) -> dict[str, Any]:
    """Carries out a command at the table that the body, the query or else the person's latest seat names.

    Raises:
        GameError: ``NO_GAME``, or whatever the service refuses with.
    """
    sent = _sent(request, name, body)
    with _guessing(request, sent.code):
        answer = once_at(sent, lambda code: partial(act, sent.person, code))
    return {"status": "success", **answer}


def carry_out_after(
    request: HttpRequest, name: str, body: Any, ahead: Callable[[Person, str], Found], act: Callable[[Person, str, Found], Part]
) -> dict[str, Any]:
    """As ``carry_out_at``, with something to be found out first that must not hold the table's lock, as it may take long."""
    sent = _sent(request, name, body)
    with _guessing(request, sent.code):
        answer = answered(sent) or once_at(sent, lambda code: partial(act, sent.person, code, ahead(sent.person, code)))
    return {"status": "success", **answer}


def _sent(request: HttpRequest, name: str, body: Any) -> Sent:
    content = body.model_dump(mode="json", by_alias=True, exclude={"cmd_id"})
    code = named(request, body.game_code)
    return Sent(person=person_of(request), name=name, cmd_id=body.cmd_id, content=content, code=code, is_named=code is not None)


def _guessing(request: HttpRequest, code: str | None) -> AbstractContextManager[None]:
    return limits.guessing(caller_of(request), knows=lambda: code is None or has_sat(person_of(request), code))


def looking_at(request: HttpRequest, game_code: str | None) -> Viewer:
    """How the caller may look at the game that is meant.

    Raises:
        GameError: ``NO_GAME``, ``INVALID_GAME``, ``KICKED``, ``NOT_IN_GAME``, ``RATE_LIMITED``.
    """
    code = named(request, game_code)
    with _guessing(request, code):
        return viewer(person=person_of(request), code=code_meant(person_of(request), code))


def named(request: HttpRequest, game_code: str | None) -> str | None:
    """The code that the body, or else the query, names.

    Raises:
        GameError: ``VALIDATION_ERROR`` for what no database can look for.
    """
    code = game_code or request.GET.get("game_code")
    if not code:
        return None
    if "\x00" in code:
        raise GameError(ErrorCode.VALIDATION_ERROR, field="game_code")
    return code.strip().upper()
