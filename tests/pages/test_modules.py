"""What esbuild is given and what it says: the modules that pages name, and one sentence when something is wrong."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from arcane_site import modules

STATIC = Path(settings.BASE_DIR) / "static"


def test_a_broken_module_stops_the_collecting_with_what_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "broken.js").write_text("export const = 1;")
    with pytest.raises(ImproperlyConfigured, match=r"Expected identifier"):
        modules.run([modules.esbuild(Path(settings.BASE_DIR)), "broken.js", *modules.BUILD, "--outdir=made"], tmp_path)


def test_without_esbuild_it_says_how_to_get_it(tmp_path: Path) -> None:
    with pytest.raises(ImproperlyConfigured, match="npm ci"):
        modules.esbuild(tmp_path)


def test_every_module_that_a_page_names_is_an_entry_and_exists() -> None:
    entries = modules.entries(Path(settings.BASE_DIR) / "templates")
    assert {"codex/js/lib/theme.js", "codex/js/table/table.js", "codex/js/client/socketio_client.js"} <= set(entries)
    tags = [
        tag
        for page in (Path(settings.BASE_DIR) / "templates").rglob("*.html")
        for tag in re.findall(r"codex/js/[\w/]+\.js", page.read_text())
    ]
    assert set(tags) == set(entries)
    assert all((STATIC / entry).is_file() for entry in entries)
