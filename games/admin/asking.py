"""Asking once more before something is done. What is asked about happens on POST alone."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from games.errors import GameError

MOST_REASON = 300
MOST_TEXT = 500


class ReasonForm(forms.Form):
    """Why. Every deed that is no announcement wants to know."""

    reason = forms.CharField(max_length=MOST_REASON, help_text="For the log; the room does not read it.")


class TextForm(forms.Form):
    text = forms.CharField(max_length=MOST_TEXT, widget=forms.Textarea(attrs={"rows": 4}))


def ask(
    request: HttpRequest,
    *,
    label: str,
    told: str,
    form: forms.Form,
    about: Model | type[Model],
    back: str,
    act: Callable[[dict[str, Any]], str | HttpResponse],
) -> HttpResponse:
    """Shows the form, and with a valid one acts.

    Args:
        told: what will happen, in a sentence.
        about: the row concerned, or the model where it is all of them.
        back: the address to return to.
        act: gives the sentence that says it is done, or an answer of its own; what the game refuses is shown instead.
    """
    if request.method == "POST" and form.is_valid():
        try:
            done = act(form.cleaned_data)
        except GameError as error:
            messages.error(request, error.message)
            return redirect(back)
        if isinstance(done, HttpResponse):
            return done
        messages.success(request, done)
        return redirect(back)
    context = {
        **admin.site.each_context(request),
        "title": f"{label}: {about}" if isinstance(about, Model) else label,
        "label": label,
        "told": told,
        "form": form,
        "about": about if isinstance(about, Model) else None,
        "back": back,
        "opts": about._meta,
    }
    return TemplateResponse(request, "admin/games/ask.html", context)
