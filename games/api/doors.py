"""Who may call: the checks before a view, in the contract's order. Signed in, our own page, a body that can be read."""

import json
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest, RawPostDataException
from django.http.multipartparser import MultiPartParserError
from ninja.parser import Parser
from ninja.security.base import AuthBase, SecuritySchema
from ninja.utils import check_csrf

from games import tracing
from games.errors import ErrorCode, GameError
from games.models import Person
from games.services import bans, people
from realtime import limits
from realtime.addresses import address_behind
from realtime.callers import caller_of
from realtime.gate import BadFrameError, parsed_json

MOST_BYTES = 16 * 1024
READING = ("GET", "HEAD", "OPTIONS")


class Visitor(AuthBase):
    """Anybody, with or without a name. Writes still need the CSRF token and a body that can be read."""

    openapi_type = "apiKey"
    csrf = True  # the documentation's page then sends the token, so that calls can be tried there

    def __init__(self) -> None:
        self.openapi_security_schema = SecuritySchema(type="apiKey", **{"in": "cookie", "name": settings.SESSION_COOKIE_NAME})
        super().__init__()

    def __call__(self, request: HttpRequest) -> Any:
        self.identify(request)
        limits.spend(caller_of(request), "read" if request.method in READING else "command")
        request.GET.keys()  # read for every call: the door refuses a query that cannot be, whether or not a view would look at it
        if request.method not in READING:
            _refuse_forgery(request)
            request.parsed_body = _body(request)  # type: ignore[attr-defined]
        return request

    def identify(self, request: HttpRequest) -> None:
        request.person = people.person_of(request.session)  # type: ignore[attr-defined]
        tracing.note(session=tracing.session_of(request.session.session_key))


class SignedIn(Visitor):
    """Somebody whose session says who they are; ``request.person`` is the person."""

    def identify(self, request: HttpRequest) -> None:
        super().identify(request)
        person: Person | None = request.person  # type: ignore[attr-defined]
        if person is None:
            stale = settings.SESSION_COOKIE_NAME in request.COOKIES and not request.session.session_key
            raise GameError(ErrorCode.SESSION_EXPIRED if stale else ErrorCode.AUTH_REQUIRED)
        bans.require_welcome(person=person, address=address_behind(request))


class JsonBody(Parser):
    """Hands on what the door has read."""

    def parse_body(self, request: HttpRequest) -> Any:
        return getattr(request, "parsed_body", {})


def _refuse_forgery(request: HttpRequest) -> None:
    """Lets nobody through who was not sent by our own page. Django looks into a form for the token too, and may find that it is none.

    Raises:
        GameError: ``CSRF_FAILED``, ``PAYLOAD_TOO_LARGE``, ``UNSUPPORTED_MEDIA_TYPE``.
    """
    try:
        forged = check_csrf(request) is not None
    except RequestDataTooBig as error:
        raise GameError(ErrorCode.PAYLOAD_TOO_LARGE) from error
    except (BadRequest, SuspiciousOperation, MultiPartParserError) as error:
        raise GameError(ErrorCode.UNSUPPORTED_MEDIA_TYPE) from error
    if forged:
        raise GameError(ErrorCode.CSRF_FAILED)


def _body(request: HttpRequest) -> Any:
    """The request's JSON, ``{}`` where there is none.

    Raises:
        GameError: ``PAYLOAD_TOO_LARGE``, ``UNSUPPORTED_MEDIA_TYPE``, ``VALIDATION_ERROR``.
    """
    try:
        body = request.body
    except RequestDataTooBig as error:
        raise GameError(ErrorCode.PAYLOAD_TOO_LARGE) from error
    except RawPostDataException as error:  # read as a form already, whole or broken
        raise GameError(ErrorCode.UNSUPPORTED_MEDIA_TYPE) from error
    if len(body) > MOST_BYTES:
        raise GameError(ErrorCode.PAYLOAD_TOO_LARGE)
    if not body:
        return {}
    if request.content_type != "application/json":
        raise GameError(ErrorCode.UNSUPPORTED_MEDIA_TYPE)
    try:
        value = parsed_json(body.decode())
    except (UnicodeDecodeError, BadFrameError, json.JSONDecodeError) as error:
        raise GameError(ErrorCode.VALIDATION_ERROR) from error
    if not isinstance(value, dict):
        raise GameError(ErrorCode.VALIDATION_ERROR)
    return value


VISITOR = Visitor()
SIGNED_IN = SignedIn()
