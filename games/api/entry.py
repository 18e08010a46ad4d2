"""The API object, its views, and how everything that goes wrong is answered."""

from typing import Any

import structlog
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from ninja.errors import HttpError, ValidationError

from games import tracing
from games.api import identity, reading, seats, story
from games.api.doors import VISITOR, JsonBody
from games.api.openapi import CodexApi
from games.api.schemas import ErrorAnswer
from games.counters import counts, refusals
from games.errors import ErrorCode, GameError
from games.refusals import from_validation

log = structlog.stdlib.get_logger(__name__)

api = CodexApi(
    title="The Arcane Codex",
    version="1",
    description="One scene for all, one whisper for each alone. Every write needs the CSRF token in `X-CSRFToken`.",
    auth=VISITOR,
    parser=JsonBody(),
    docs_url="/docs",
    openapi_url="/openapi.json",
)
for router in (identity.router, seats.router, story.router, reading.router):
    api.add_router("", router)


def answer(request: HttpRequest, error: GameError) -> HttpResponse:
    """A refusal as it goes over HTTP."""
    refusals[error.code.name] += 1
    response = api.create_response(request, {"status": "error", **error.as_dict()}, status=error.code.status)
    if "retry_after" in error.extra:
        response["Retry-After"] = str(max(1, round(error.extra["retry_after"])))
    return response


@api.exception_handler(GameError)
def refused(request: HttpRequest, error: GameError) -> HttpResponse:
    return answer(request, error)


@api.exception_handler(ValidationError)
def malformed(request: HttpRequest, error: ValidationError) -> HttpResponse:
    return answer(request, from_validation(error.errors))


@api.exception_handler(HttpError)
@api.exception_handler(BadRequest)
@api.exception_handler(SuspiciousOperation)
def unreadable(request: HttpRequest, error: Exception) -> HttpResponse:
    return answer(request, GameError(ErrorCode.VALIDATION_ERROR))


@api.exception_handler(DatabaseError)
def unavailable(request: HttpRequest, error: DatabaseError) -> HttpResponse:
    counts["database_errors"] += 1
    log.warning("the database refused a request", path=request.path, exc_info=error)
    return answer(request, GameError(ErrorCode.SERVICE_UNAVAILABLE))


@api.exception_handler(Exception)
def broken(request: HttpRequest, error: Exception) -> HttpResponse:
    request_id = tracing.request_id()
    log.error("a request failed", method=request.method, path=request.path, request_id=request_id, exc_info=error)
    return answer(request, GameError(ErrorCode.INTERNAL_ERROR, request_id=request_id))


def openapi() -> dict[str, Any]:
    """The OpenAPI document as it is served."""
    return dict(api.get_openapi_schema())


__all__ = ["ErrorAnswer", "answer", "api", "openapi"]
