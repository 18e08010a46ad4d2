"""The pages in front of the table: they read, and leave every doing to the HTTP API."""

import io
import json
import re
from functools import partial
from typing import Any

import segno
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe

from games.door import Door, door_of
from games.errors import ErrorCode, GameError
from games.lists import open_tables, own_tables
from games.models import Person
from games.services import people
from games.services.access import has_sat
from realtime import limits
from realtime.callers import caller_of

CODE = r"[A-Za-z0-9]{1,12}"
"""What may be the code of a table."""
GUESS_AGAIN_AFTER = 60
"""Seconds: how soon one more code may be tried."""
PACES = {86400: "a day", 3600: "an hour"}


@require_safe
@never_cache
@ensure_csrf_cookie
def landing(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/front.html", _front(request))


@require_safe
@never_cache
@ensure_csrf_cookie
def lobby(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/front.html", {**_front(request), "tables_only": True})


@require_safe
@never_cache
@ensure_csrf_cookie
def invitation(request: HttpRequest, code: str) -> HttpResponse:
    person, door = _person_at_the_door(request, code)
    taken = len(door.seated)
    context = {
        "code": code.upper(),
        "name": person.name if person else "",
        "table": door.table,
        "seated": door.seated,
        "is_seated": door.is_seated,
        "refusal": door.refusal,
        "sits": taken,
        "chairs": [chair < taken for chair in range(door.table["max_players"])] if door.table else [],
        "pace": _pace(door.table["turn_seconds"]) if door.table else "",
    }
    return _with_status(render(request, "pages/invitation.html", context), door.refusal if door.table is None else None)


@require_safe
@never_cache
@ensure_csrf_cookie
def table(request: HttpRequest) -> HttpResponse:
    """The table itself, from the first chair to the epilogue. What stands on it, the browser reads from the API."""
    person = people.person_of(request.session)
    code = request.GET.get("code", "").strip().upper()
    if not code:
        seat = people.latest_seat(person) if person else None
        return redirect(f"{reverse('table')}?code={seat.game.code}" if seat else reverse("lobby"))
    if not re.fullmatch(CODE, code):
        raise Http404
    if person is None:
        return redirect("invitation", code=code)
    return render(request, "games/game.html", {"code": code, "name": person.name})


@require_safe
@never_cache
@ensure_csrf_cookie
def watch(request: HttpRequest, code: str) -> HttpResponse:
    """The public part of a table, for those who hold no chair; with ``?screen=table`` for one big screen that all can see."""
    person, door = _person_at_the_door(request, code)
    is_screen = request.GET.get("screen") == "table"
    context = {"code": code.upper(), "name": person.name if person else ""}
    refusal = _refusal_to_watch(door)
    if refusal is not None or person is None:
        return _at_the_door(request, {**context, "door": door, "refusal": refusal, "wish": "screen" if is_screen else "watch"})
    if is_screen:
        return render(request, "games/screen.html", context)
    return redirect(f"{reverse('table')}?code={code.upper()}") if door.is_seated else render(request, "games/game.html", context)


@require_safe
@never_cache
@ensure_csrf_cookie
def replay(request: HttpRequest, code: str) -> HttpResponse:
    """A story to step through, for whoever may watch the table. What happened, the browser reads from the API."""
    person, door = _person_at_the_door(request, code)
    refusal = _refusal_to_watch(door)
    context = {"code": code.upper(), "name": person.name if person else ""}
    if refusal is not None or person is None:
        return _at_the_door(request, {**context, "door": door, "refusal": refusal, "wish": "replay"})
    return render(request, "games/replay.html", context)


@require_safe
@cache_control(private=True, max_age=86400)
def qr(request: HttpRequest, code: str, leads_to: str) -> HttpResponse:
    """The link to a table's page as a QR code, dark on its own light ground, so that it can be read in any theme."""
    link = request.build_absolute_uri(reverse(leads_to, args=[code.upper()]))
    picture = io.BytesIO()
    segno.make_qr(link).save(
        picture, kind="svg", border=4, xmldecl=False, svgclass=None, lineclass=None, omitsize=True, dark="#14181a", light="#ffffff"
    )
    return HttpResponse(picture.getvalue(), content_type="image/svg+xml")


def _refusal_to_watch(door: Door) -> ErrorCode | None:
    """In the order in which ``services.access.viewer`` refuses."""
    if door.table is None or door.refusal is ErrorCode.KICKED:
        return door.refusal
    return None if door.is_seated or door.table["allow_spectators"] else ErrorCode.NOT_IN_GAME


def _at_the_door(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    refusal: ErrorCode | None = context["refusal"]
    return _with_status(render(request, "pages/watching.html", context), refusal)


def _person_at_the_door(request: HttpRequest, code: str) -> tuple[Person | None, Door]:
    """Who asks, and what they may see of the table. Codes that do not exist are counted as on every other way to a table."""
    person = people.person_of(request.session)
    request.person = person  # type: ignore[attr-defined]
    try:
        with limits.guessing(caller_of(request), knows=partial(has_sat, person, code)):
            door = door_of(code=code, person=person)
            if door.table is None:
                raise GameError(ErrorCode.INVALID_GAME)
            return person, door
    except GameError as error:
        return person, Door(table=None, refusal=error.code)


def _with_status(page: HttpResponse, refusal: ErrorCode | None) -> HttpResponse:
    if refusal is not None:
        page.status_code = refusal.status
    if refusal is ErrorCode.RATE_LIMITED:
        page["Retry-After"] = str(GUESS_AGAIN_AFTER)
    return page


def _front(request: HttpRequest) -> dict[str, Any]:
    person = people.person_of(request.session)
    return {
        "name": person.name if person else "",
        "can_rename": True,
        "own_json": json.dumps(own_tables(person) if person else []),
        "open_json": json.dumps(open_tables()),
    }


def _pace(seconds: int) -> str:
    if not seconds:
        return ""
    if seconds in PACES:
        return PACES[seconds]
    return f"{seconds // 60} minutes" if seconds % 60 == 0 and seconds > 60 else f"{seconds} seconds"
