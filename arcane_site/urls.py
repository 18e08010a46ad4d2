"""Where everything is."""

from django.contrib import admin
from django.urls import include, path, re_path

from arcane_site.malformed import nothing_here
from games.api import api

urlpatterns = [
    path("api/", api.urls),
    path("admin/", admin.site.urls),
    path("", include("games.health")),
    path("", include("games.urls_pages")),
    re_path("", nothing_here),
]
