"""Who one is: the CSRF token, a name, what the session knows; and what went wrong in the browser."""

from typing import Any

import structlog
from django.http import HttpRequest
from django.middleware.csrf import get_token
from ninja import Router

from games import lists
from games.api import schemas
from games.api.acting import carry_out
from games.api.doors import VISITOR
from games.models import Person
from games.services import bans, people
from games.wire import answers
from realtime import limits
from realtime.addresses import address_behind
from realtime.callers import caller_of

router = Router(tags=["identity"], auth=VISITOR, by_alias=True, exclude_unset=True)
log = structlog.stdlib.get_logger("games.browser")


@router.get("/csrf-token", response=schemas.CsrfToken)
def csrf_token(request: HttpRequest) -> dict[str, Any]:
    """The token that every write sends as `X-CSRFToken`."""
    return {"status": "success", "csrf_token": get_token(request)}


@router.post("/set_username", response=schemas.NameTaken)
def set_username(request: HttpRequest, body: schemas.SetUsername) -> dict[str, Any]:
    """Takes a name; the one step that a guest needs."""

    def take(_: Person) -> answers.NameTaken:
        return answers.NameTaken(username=people.take_name(session=request.session, user=request.user, name=body.username).name)

    person: Person | None = request.person  # type: ignore[attr-defined]
    bans.require_welcome(person=person, name=body.username, address=address_behind(request))
    if person is None:
        limits.spend(caller_of(request), "new_person")
        request.person = people.take_name(session=request.session, user=request.user, name=body.username)  # type: ignore[attr-defined]
    return carry_out(request, "set_username", body, take)


@router.get("/session_info", response=schemas.SessionInfo)
def session_info(request: HttpRequest) -> dict[str, Any]:
    """What this session knows: the name, the latest game, the open ones, 200 at most."""
    person: Person | None = request.person  # type: ignore[attr-defined]
    seat = people.latest_seat(person) if person else None
    return {
        "status": "success",
        "username": person.name if person else None,
        "authenticated": person is not None,
        "has_account": bool(person and person.user_id),
        "game_code": seat.game.code if seat else None,
        "player_id": seat.public_id if seat else None,
        "games": lists.own_tables(person) if person else [],
    }


@router.post("/log_client_error", response=schemas.Done)
def log_client_error(request: HttpRequest, body: schemas.ClientError) -> dict[str, Any]:
    """Notes an error that the page could not mend. Kept to one short line."""
    is_known = request.person is not None  # type: ignore[attr-defined]
    answer = carry_out(request, "log_client_error", body, lambda _: answers.Done()) if is_known and body.cmd_id else {"status": "success"}
    if "replayed" not in answer:
        log.warning("a page complains", said=ascii(body.message[:200]), at=ascii((body.url or "")[:100]))
    return answer
