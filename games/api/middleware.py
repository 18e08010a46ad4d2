"""What every answer under ``/api/`` has, whoever gives it: never kept by a cache, and JSON also where no view was reached."""

from collections.abc import Awaitable, Callable
from typing import Any

from asgiref.sync import iscoroutinefunction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.decorators import sync_and_async_middleware

from games.errors import ErrorCode, GameError

PREFIX = "/api/"
REFUSALS = {
    400: GameError(ErrorCode.VALIDATION_ERROR),
    404: GameError(ErrorCode.INVALID_GAME, "There is nothing at this address."),
    405: GameError(ErrorCode.METHOD_NOT_ALLOWED),
}

Handler = Callable[[HttpRequest], Any]


@sync_and_async_middleware
def api_answers(get_response: Handler) -> Handler:
    if iscoroutinefunction(get_response):

        async def answer(request: HttpRequest) -> HttpResponse:
            response: Awaitable[HttpResponse] = get_response(request)
            return completed(request, await response)

        return answer
    return lambda request: completed(request, get_response(request))


def completed(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The response as an answer of the API; untouched outside of it."""
    if not request.path_info.startswith(PREFIX):
        return response
    refusal = REFUSALS.get(response.status_code)
    if refusal is not None and not response.headers.get("Content-Type", "").startswith("application/json"):
        response = _told(refusal, response)
    response.headers["Cache-Control"] = "no-store"
    return response


def _told(refusal: GameError, response: HttpResponse) -> HttpResponse:
    told = JsonResponse({"status": "error", **refusal.as_dict()}, status=response.status_code)
    if "Allow" in response.headers:
        told.headers["Allow"] = response.headers["Allow"]
    return told
