"""How busy the house is: the figures of ``/metrics`` over the last hour, as small charts."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.response import TemplateResponse

from games import metrics, samples
from games.models import Game
from realtime.desk import ring


def page(request: HttpRequest) -> HttpResponse:
    _require_right(request)
    context = {
        **admin.site.each_context(request),
        "title": "Health",
        "opts": Game._meta,
        "told": _told(),
        "now": sorted(samples.figures(metrics.registry()).items()),
        "every": ring.EVERY_SECONDS,
    }
    return TemplateResponse(request, "admin/games/health.html", context)


def figures(request: HttpRequest) -> HttpResponse:
    """The samples by process, for the page to draw anew."""
    _require_right(request)
    return JsonResponse(_told(), headers={"Cache-Control": "no-store"})


def _told() -> dict[str, Any]:
    """``{"names": {NAME: what it means}, "processes": {PROCESS: [[seconds since the epoch, {NAME: figure}]]}}``"""
    meanings: dict[str, str] = {}
    for family in metrics.registry().collect():
        meanings |= {sample.name: family.documentation for sample in family.samples}
    return {"names": meanings, "processes": {name: list(each) for name, each in sorted(ring.of_all().items())}}


def _require_right(request: HttpRequest) -> None:
    if not request.user.has_perm("games.view_game"):
        raise PermissionDenied
