"""The path of one command over HTTP: which game is meant, one effect for each ``cmd_id``, the answer."""

from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

from django.http import HttpRequest

from games.api.schemas import Command
from games.errors import ErrorCode, GameError
from games.models import Person
from games.services.access import Viewer, code_meant, viewer
from games.services.commands import answered, once
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
    person = person_of(request)
    code = meant(request, body.game_code)
    with limits.guessing(caller_of(request)):
        answer = once(person=person, name=name, cmd_id=body.cmd_id, content=_content(body, code), act=lambda: act(person, code))
    return {"status": "success", **answer}


def carry_out_after(
    request: HttpRequest, name: str, body: Any, ahead: Callable[[Person, str], Found], act: Callable[[Person, str, Found], Part]
) -> dict[str, Any]:
    """As ``carry_out_at``, with something to be found out first that must not hold the table's lock, as it may take long."""
    person = person_of(request)
    code = meant(request, body.game_code)
    content = _content(body, code)
    stored = partial(answered, person=person, name=name, cmd_id=body.cmd_id, content=content)
    with limits.guessing(caller_of(request)):
        answer = stored()
        if answer is None:
            try:
                found = ahead(person, code)
            except GameError:
                if (answer := stored()) is None:  # unless it was sent twice, and carried out for the other sender meanwhile
                    raise
            else:
                answer = once(person=person, name=name, cmd_id=body.cmd_id, content=content, act=lambda: act(person, code, found))
    return {"status": "success", **answer}


def _content(body: Any, code: str) -> dict[str, Any]:
    return {**body.model_dump(mode="json", by_alias=True, exclude={"cmd_id"}), "game_code": code}


def looking_at(request: HttpRequest, game_code: str | None) -> Viewer:
    """How the caller may look at the game that is meant.

    Raises:
        GameError: ``NO_GAME``, ``INVALID_GAME``, ``KICKED``, ``NOT_IN_GAME``.
    """
    person = person_of(request)
    with limits.guessing(caller_of(request)):
        return viewer(person=person, code=meant(request, game_code))


def meant(request: HttpRequest, game_code: str | None) -> str:
    """The code of the game that a request means.

    Raises:
        GameError: ``NO_GAME``; ``VALIDATION_ERROR`` for what no database can look for.
    """
    code = code_meant(person_of(request), game_code or request.GET.get("game_code")).strip().upper()
    if "\x00" in code:
        raise GameError(ErrorCode.VALIDATION_ERROR, field="game_code")
    return code
