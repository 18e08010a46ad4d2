"""Accounts: Django's own forms and views, with a name that fits on a chair."""

from typing import Any

from django.contrib.auth import login
from django.contrib.auth.forms import UserCreationForm
from django.contrib.auth.mixins import LoginRequiredMixin
from django.contrib.auth.models import User
from django.contrib.auth.views import RedirectURLMixin
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.views.generic import CreateView, TemplateView

from games.services import people
from games.welcome import WelcomeForm, require_welcome
from games.wire.fields import plain_name


class SignInForm(WelcomeForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.error_messages = {
            **self.error_messages,
            "invalid_login": "No account has this name with this password. Capitals count in both.",
        }
        self.fields["username"].label = "Name"


class SignUpForm(UserCreationForm):  # type: ignore[type-arg]
    class Meta(UserCreationForm.Meta):
        model = User
        fields = ("username",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        username = self.fields["username"]
        username.label, self.fields["password2"].label = "Name", "Password, once more"
        self.fields["password2"].help_text = ""
        username.help_text = "2 to 20 characters. The others will call you this until you take another name."
        username.widget.attrs["maxlength"] = 20

    def clean_username(self) -> str:
        try:
            plain_name(self.cleaned_data["username"])
        except ValueError as error:
            raise ValidationError(f"A name {error}.") from None
        return str(super().clean_username())


class SignUp(RedirectURLMixin, CreateView):  # type: ignore[type-arg]
    form_class = SignUpForm
    template_name = "registration/signup.html"
    next_page = "/"

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            require_welcome(self.request, name=form.cleaned_data["username"])
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        response = super().form_valid(form)
        login(self.request, form.instance, backend="django.contrib.auth.backends.ModelBackend")
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, next=self.get_redirect_url())


class Account(LoginRequiredMixin, TemplateView):
    template_name = "registration/account.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person = people.person_of(self.request.session)
        return super().get_context_data(**kwargs, name=person.name if person else "")
