"""The browser's modules and styles without comments, and the modules in few files: made by esbuild when static files are collected."""

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.files.storage import FileSystemStorage

OURS = "codex/"
NAMED = re.compile(r"{% static '(codex/js/[^']+\.js)' %}")
BUNDLE = ["--bundle", "--splitting", "--format=esm", "--chunk-names=codex/js/parts/[hash]"]
BUILD = ["--minify", "--target=es2022", "--charset=utf8", "--log-level=warning", "--outbase=."]

Paths = dict[str, tuple[Any, str]]
"""As collectstatic gives them: by a file's public name, the storage that it is in and its name there."""


def built(paths: Paths, project: Path, folder: Path) -> Paths:
    """``paths`` with what esbuild made in ``folder`` (empty; it stays until they are read) in place of our modules and styles."""
    source, made = folder / "source", folder / "made"
    _copy({name: path for name, path in paths.items() if name.endswith((".js", ".css"))}, source)
    program = esbuild(project)
    run([program, *entries(project / "templates"), *BUNDLE, *BUILD, f"--outdir={made}"], source)
    run([program, *_styles(paths), *BUILD, f"--outdir={made}"], source)
    names = [str(path.relative_to(made).as_posix()) for path in sorted(made.rglob("*.*"))]
    storage = FileSystemStorage(made)
    others = {name: path for name, path in paths.items() if not (name.startswith(OURS) and name.endswith((".js", ".css")))}
    return others | {name: (storage, name) for name in names}


def entries(templates: Path) -> list[str]:
    """The modules that pages name; the others come along with them."""
    return sorted({name for page in templates.rglob("*.html") for name in NAMED.findall(page.read_text())})


def _styles(paths: Paths) -> list[str]:
    return sorted(name for name in paths if name.startswith(OURS) and name.endswith(".css"))


def _copy(paths: Paths, source: Path) -> None:
    for name, (storage, path) in paths.items():
        target = source / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(storage.path(path), target)


def esbuild(project: Path) -> str:
    """The program itself, which needs no Node."""
    packages = project / "node_modules" / "@esbuild"
    found = [*packages.glob("*/bin/esbuild"), *packages.glob("*/esbuild.exe")]
    if not found:
        raise ImproperlyConfigured("esbuild is missing, which makes the files that browsers load. Run: npm ci")
    return str(found[0].resolve())


def run(command: list[str], folder: Path) -> None:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode or done.stderr:
        raise ImproperlyConfigured(f"esbuild: {done.stderr.strip()}")
