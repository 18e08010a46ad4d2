"""Nothing inline, nothing from elsewhere: what the content security policy promises holds in every file and every page."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.template.loader import get_template
from django.test import Client

from games.errors import ErrorCode
from tests.pages.seating import guest, named, table

ROOT = Path(settings.BASE_DIR)
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
STATIC = sorted(path for path in (ROOT / "static" / "codex").rglob("*") if path.suffix in {".js", ".css", ".svg"})

INLINE = {
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "a style element": re.compile(r"<style\b", re.IGNORECASE),
    "a handler": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "a script without src": re.compile(r"<script\b(?![^>]*\bsrc=)", re.IGNORECASE),
    "a script that is no module": re.compile(r'<script\b(?![^>]*type="module")', re.IGNORECASE),
    "a javascript: address": re.compile(r"javascript:", re.IGNORECASE),
}
OTHER_HOST = re.compile(r"""(?:https?:)?//(?!www\.w3\.org/2000/svg)[a-z0-9-]+\.[a-z]""", re.IGNORECASE)
HTML_FROM_STRINGS = re.compile(r"\b(innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function|\.style\b|cssText)")
COMMENT = re.compile(r"/\*.*?\*/|(?m:^\s*//.*$)", re.DOTALL)


def assert_pure(text: str, where: str) -> None:
    found = [what for what, pattern in INLINE.items() if pattern.search(text)]
    assert not found, f"{where} holds {', '.join(found)}"
    assert not OTHER_HOST.search(text), f"{where} names another host"


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_templates_hold_nothing_inline_and_no_other_host(path: Path) -> None:
    assert_pure(path.read_text(), path.name)
    get_template(str(path.relative_to(ROOT / "templates")))


@pytest.mark.parametrize("path", STATIC, ids=lambda path: str(path.relative_to(ROOT)))
def test_static_files_name_no_other_host_and_build_no_html_from_strings(path: Path) -> None:
    text = COMMENT.sub("", path.read_text())
    assert not OTHER_HOST.search(text), path.name
    if path.suffix == ".js":
        assert not HTML_FROM_STRINGS.search(text), path.name


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/lobby",
        "/join/{code}",
        "/join/QQQQQ2",
        "/accounts/login/",
        "/accounts/signup/",
        "/accounts/",
        "/accounts/password_change/",
        "/nowhere",
    ],
)
@pytest.mark.parametrize("who", ["stranger", "guest", "account"])
def test_pages_are_pure_as_they_are_served(client: Client, path: str, who: str) -> None:
    code = table(guest("Pavel"), is_public=True).code
    if who == "guest":
        named(client, "Oona")
    if who == "account":
        client.force_login(User.objects.create_user("Ines"))
    response = client.get(path.format(code=code), follow=True)
    text = response.content.decode()
    assert_pure(text, path)
    assert text.count("<h1") == text.count("</h1>") >= 1
    assert text.index('class="skip-link"') < text.index('id="main"')
    assert "'unsafe-inline'" not in response["Content-Security-Policy"]


@pytest.mark.parametrize("name", ["400.html", "403.html", "404.html", "500.html"])
def test_error_pages_stand_without_a_request(name: str) -> None:
    page = get_template(name).render()
    assert_pure(page, name)
    assert page.count("is-next") == 1


def test_every_refusal_of_the_catalogue_is_told_in_the_browser() -> None:
    told = set(re.findall(r"^  ([A-Z_]+): tell\(", (ROOT / "static/codex/js/lib/errors.js").read_text(), re.MULTILINE))
    assert told == {code.name for code in ErrorCode} | {"OFFLINE"}
