"""What every answer under ``/api/``, and to machines, has, whoever gives it: never kept by a cache, and JSON where no view was reached.

Whoever answers to GET answers to HEAD, without the body, which the server leaves out.

Also the answer to whoever comes while the database is away: 503, whether it was a view that noticed, or the session's middleware.
"""

from collections.abc import Callable

import structlog
from django.contrib.sessions.middleware import SessionMiddleware as DjangoSessionMiddleware
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from games.counters import counts, refusals
from games.errors import ErrorCode, GameError

log = structlog.stdlib.get_logger(__name__)

PREFIX = "/api/"
FOR_MACHINES = ("/healthz", "/readyz", "/metrics")
REFUSALS = {
    400: GameError(ErrorCode.VALIDATION_ERROR),
    404: GameError(ErrorCode.INVALID_GAME, "There is nothing at this address."),
    405: GameError(ErrorCode.METHOD_NOT_ALLOWED),
}

Handler = Callable[[HttpRequest], HttpResponse]


def api_answers(get_response: Handler) -> Handler:
    def answer(request: HttpRequest) -> HttpResponse:
        if not _is_call(request):
            return get_response(request)
        asked = request.method
        request.method = "GET" if asked == "HEAD" else asked
        response = completed(get_response(request))
        request.method = asked
        return response

    return answer


class SessionMiddleware(DjangoSessionMiddleware):
    """Django's, where a database that is away makes no broken page."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        try:
            return super().process_response(request, response)
        except DatabaseError as error:
            return unavailable(request, error)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Django asks this of what a view, or its template, has raised."""
        return unavailable(request, exception) if isinstance(exception, DatabaseError) else None


def unavailable(request: HttpRequest, error: Exception) -> HttpResponse:
    """``SERVICE_UNAVAILABLE``, as JSON or as a page."""
    counts["database_errors"] += 1
    log.warning("the database refused a request", path=request.path, exc_info=error)
    refusal = GameError(ErrorCode.SERVICE_UNAVAILABLE)
    refusals[refusal.code.name] += 1
    if _is_call(request):
        return JsonResponse({"status": "error", **refusal.as_dict()}, status=refusal.code.status)
    return render(None, "503.html", status=refusal.code.status)


def completed(response: HttpResponse) -> HttpResponse:
    """The response as an answer of the API."""
    refusal = REFUSALS.get(response.status_code)
    if refusal is not None and not response.headers.get("Content-Type", "").startswith("application/json"):
        response = _told(refusal, response)
    response.headers["Cache-Control"] = "no-store"
    return response


def _is_call(request: HttpRequest) -> bool:
    """Whether a program asks, and not somebody who would see a page."""
    return request.path_info.startswith(PREFIX) or request.path_info in FOR_MACHINES


def _told(refusal: GameError, response: HttpResponse) -> HttpResponse:
    told = JsonResponse({"status": "error", **refusal.as_dict()}, status=response.status_code)
    if "Allow" in response.headers:
        allowed = response.headers["Allow"]
        told.headers["Allow"] = "GET, HEAD" if allowed == "GET" else allowed
    return told
