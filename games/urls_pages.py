"""The pages in front of the table, and the accounts."""

from django.contrib.auth import views as auth
from django.urls import path, re_path, reverse_lazy

from games import accounts, pages
from games.welcome import answered_honestly

urlpatterns = [
    path("", pages.landing, name="landing"),
    path("lobby", pages.lobby, name="lobby"),
    path("game", pages.table, name="table"),
    re_path(rf"^join/(?P<code>{pages.CODE})$", pages.invitation, name="invitation"),
    re_path(r"^join/(?P<code>[A-Za-z0-9]{6})/qr\.svg$", pages.qr, {"leads_to": "invitation"}, name="invitation_qr"),
    re_path(rf"^watch/(?P<code>{pages.CODE})$", pages.watch, name="watch"),
    re_path(r"^watch/(?P<code>[A-Za-z0-9]{6})/qr\.svg$", pages.qr, {"leads_to": "watch"}, name="watch_qr"),
    re_path(rf"^replay/(?P<code>{pages.CODE})$", pages.replay, name="replay"),
    path("accounts/", accounts.Account.as_view(), name="account"),
    path(
        "accounts/login/",
        answered_honestly(auth.LoginView.as_view(authentication_form=accounts.SignInForm, redirect_authenticated_user=True)),
        name="login",
    ),
    path("accounts/logout/", auth.LogoutView.as_view(), name="logout"),
    path("accounts/signup/", accounts.SignUp.as_view(), name="signup"),
    path(
        "accounts/password_change/",
        auth.PasswordChangeView.as_view(
            template_name="registration/new_password.html", success_url=reverse_lazy("account_password_changed")
        ),
        name="account_password",
    ),
    path(
        "accounts/password_change/done/",
        auth.PasswordChangeDoneView.as_view(template_name="registration/new_password_done.html"),
        name="account_password_changed",
    ),
]
