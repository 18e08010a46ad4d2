"""The static files as they are served for real: under hashed names that templates, styles and modules all follow."""

import re
from pathlib import Path

import pytest
from django.core.management import call_command
from django.template.loader import get_template
from django.templatetags.static import static
from pytest_django import Settings


@pytest.fixture
def collected(settings: Settings, tmp_path: Path) -> Path:
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": "arcane_site.static.HashedModulesStorage"}}
    call_command("collectstatic", interactive=False, verbosity=0)
    return tmp_path


def test_every_reference_leads_to_a_file(collected: Path) -> None:
    page = get_template("404.html").render()
    addresses = re.findall(r'(?:href|src)="/static/([^"#]+)', page)
    assert len(addresses) >= 10
    for address in addresses:
        assert re.search(r"\.[0-9a-f]{12}\.", address), address
        assert (collected / address).is_file(), address


def test_the_page_for_what_broke_needs_no_manifest(collected: Path) -> None:
    for address in re.findall(r'(?:href|src)="/static/([^"#]+)', get_template("500.html").render()):
        assert (collected / address).is_file(), address


def test_modules_come_in_few_files_without_comments(collected: Path) -> None:
    seen, ahead = set(), [_address("codex/js/table/table.js")]
    while ahead:
        address = ahead.pop()
        seen.add(address)
        text = (collected / address).read_text()
        assert "/** @" not in text, address
        found = {
            str((Path("/") / address).parent.joinpath(each).resolve())[1:] for each in re.findall(r'(?:from|import)\s*"(\.[^"]+)"', text)
        }
        ahead.extend(found - seen)
    assert 1 < len(seen) < 20
    assert all(re.search(r"\.[0-9a-f]{12}\.js$", address) for address in seen)


def _address(name: str) -> str:
    return static(name).removeprefix("/static/")
