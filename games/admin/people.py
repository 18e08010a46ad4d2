"""Who plays: seats, sessions, connections, and what a keeper may do about somebody."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone

from games.admin.asking import ReasonForm, ask
from games.admin.looking import LookedAt, keeper_of
from games.models import Ban, Game, Person, PersonSession
from games.services import keeping
from games.wire.fields import name_key
from realtime.desk import whereabouts

MOST_SHOWN = 50
RIGHT = "games.disconnect_person"


@admin.register(Person)
class PersonAdmin(LookedAt):
    list_display = ("name", "user", "created_at")
    list_select_related = ("user",)
    search_fields = ("name", "user__username")
    ordering = ("-created_at",)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [path("<uuid:person_id>/disconnect/", view(self.disconnect), name="games_person_disconnect"), *super().get_urls()]

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> HttpResponse:
        further = {"page": page_of(context["original"]), "may_disconnect": request.user.has_perm(RIGHT)}
        return super().render_change_form(request, {**context, **further}, *args, **kwargs)

    def disconnect(self, request: HttpRequest, person_id: Any) -> HttpResponse:
        """Ends all sessions of somebody, and so all sockets."""
        if not (self.has_view_permission(request) and request.user.has_perm(RIGHT)):
            raise PermissionDenied
        person = Person.objects.filter(pk=person_id).first()
        if person is None:
            raise Http404("There is no such person.")

        def act(answers: dict[str, Any]) -> str:
            count = keeping.disconnect_by_keeper(person=person, keeper=keeper_of(request), **answers)
            return f"Disconnected: {count} {'session' if count == 1 else 'sessions'} ended."

        form = ReasonForm(request.POST if request.method == "POST" else None)
        told = "All their sessions end, and their sockets within five seconds. A guest cannot come back to their chairs."
        back = reverse("admin:games_person_change", args=[person.pk])
        return ask(request, label="Disconnect everywhere", told=told, form=form, about=person, back=back, act=act)


def page_of(person: Person) -> dict[str, Any]:
    """Seats, sessions, connections and bans of one person. Of a session only when it ends: its key is all that is needed to be them."""
    now = timezone.now()
    whose = Q(person_id=person.pk) if person.user_id is None else Q(person_id=person.pk) | Q(user_id=person.user_id)
    sessions = PersonSession.objects.filter(whose, expire_date__gt=now).order_by("-expire_date")
    lines = whereabouts.of_person(person.pk)
    codes = dict(Game.objects.filter(pk__in={each.game_id for each in lines if each.game_id}).values_list("pk", "code"))
    bans = Ban.objects.filter(Q(name_key=name_key(person.name)) | Q(user_id=person.user_id, user__isnull=False))
    return {
        "seats": person.seats.select_related("game").order_by("-seated_at")[:MOST_SHOWN],
        "sessions": sessions.values_list("expire_date", flat=True)[:MOST_SHOWN],
        "lines": [{"line": each, "code": codes.get(each.game_id or 0, "")} for each in lines],
        "bans": bans.filter(Q(until=None) | Q(until__gt=now)),
    }
