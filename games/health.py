"""What machines ask: whether the process is up, whether it can work, and how busy it is."""

from functools import cache
from ipaddress import ip_address, ip_network

import redis
import structlog
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from games.errors import ErrorCode, GameError
from games.metrics import registry
from realtime import drain

log = structlog.stdlib.get_logger(__name__)

REDIS_SECONDS = 2

_migrated = False


# Exempt: whoever uses another method is told that, and not that a token is missing.
@csrf_exempt
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """The process is up."""
    return JsonResponse({"status": "success"})


@csrf_exempt
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """The database, and Redis where there is one, answer, every migration is applied, and this process is not ending.

    Otherwise ``SERVICE_UNAVAILABLE``.
    """
    if drain.is_under_way():
        return _refused(ErrorCode.SERVICE_UNAVAILABLE)
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        if not _is_migrated():
            log.warning("not ready: migrations have not been applied")
            return _refused(ErrorCode.SERVICE_UNAVAILABLE)
        if settings.REDIS_URL:
            _redis(settings.REDIS_URL).ping()
    except (DatabaseError, redis.RedisError) as error:
        log.warning("not ready", error=type(error).__name__)
        return _refused(ErrorCode.SERVICE_UNAVAILABLE)
    return JsonResponse({"status": "success"})


@csrf_exempt
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Prometheus text, for staff and for the addresses of ``METRICS_ADDRESSES``; otherwise ``AUTH_REQUIRED``."""
    if not (_from_known_address(request) or _by_staff(request)):
        return _refused(ErrorCode.AUTH_REQUIRED)
    return HttpResponse(generate_latest(registry()), content_type=CONTENT_TYPE_LATEST)


def _from_known_address(request: HttpRequest) -> bool:
    """Whether the caller itself has an allowed address. What came through a proxy has the proxy's address, which says nothing."""
    if not settings.METRICS_ADDRESSES or "X-Forwarded-For" in request.headers:
        return False
    try:
        address = ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return False
    return any(address in ip_network(each, strict=False) for each in settings.METRICS_ADDRESSES)


def _by_staff(request: HttpRequest) -> bool:
    user = getattr(request, "user", AnonymousUser())
    return bool(user.is_active and user.is_staff)


def _refused(code: ErrorCode) -> HttpResponse:
    response = JsonResponse({"status": "error", **GameError(code).as_dict()}, status=code.status)
    response._has_been_logged = True  # type: ignore[attr-defined]  # Django would call each an error
    return response


def _is_migrated() -> bool:
    """Whether the database is as this program expects it. Once it is, it is not looked at again."""
    global _migrated
    if not _migrated:
        executor = MigrationExecutor(connection)
        _migrated = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    return _migrated


@cache
def _redis(url: str) -> redis.Redis:
    return redis.Redis.from_url(url, socket_timeout=REDIS_SECONDS, socket_connect_timeout=REDIS_SECONDS)


urlpatterns = [path("healthz", healthz), path("readyz", readyz), path("metrics", metrics)]
