"""Django admin: everything can be looked at, nothing can be changed around the rules. What staff does goes through ``services.keeping``."""

from django.contrib import admin
from django.contrib.admin.forms import AdminAuthenticationForm

from games.admin import bans, kinds, people, tables  # noqa: F401  registering is what these are for
from games.welcome import WelcomeForm, answered_honestly

admin.site.site_header = "The Arcane Codex: keepers"
admin.site.site_title = "The Arcane Codex"
admin.site.index_title = "The Arcane Codex"
admin.site.login_form = type("KeepersForm", (WelcomeForm, AdminAuthenticationForm), {})
admin.site.login = answered_honestly(admin.site.login)  # type: ignore[method-assign, assignment]
