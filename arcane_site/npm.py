"""Serves single files of npm packages as static files, so that nothing third-party is committed and nothing unused is served."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.checks import CheckMessage, Error
from django.core.files.storage import FileSystemStorage

from arcane_site import fonts


@dataclass(frozen=True, slots=True)
class NpmFile:
    """``name`` is what ``{% static %}`` is given; ``path`` is relative to the project. A font may be ``cut`` to the letters of English."""

    name: str
    path: str
    cut: bool = False


class NpmStorage(FileSystemStorage):
    """Reads the listed files under their public names."""

    def path(self, name: str) -> str:
        files: dict[str, NpmFile] = {file.name: file for file in settings.NPM_FILES}
        file = files[name.replace("\\", "/")]
        path = Path(settings.BASE_DIR) / file.path
        return str(fonts.cut(path, Path(settings.VAR_DIR) / "fonts") if file.cut else path)


class NpmFinder(BaseFinder):
    """Finds exactly the files of ``settings.NPM_FILES``."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.storage = NpmStorage()

    def check(self, **kwargs: Any) -> list[CheckMessage]:
        missing = [file.path for file in settings.NPM_FILES if not (Path(settings.BASE_DIR) / file.path).is_file()]
        if not missing:
            return []
        return [Error(f"{len(missing)} files of npm packages are missing, {missing[0]} first.", hint="Run: npm ci", id="arcane_site.E001")]

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        there = any(file.name == path and (Path(settings.BASE_DIR) / file.path).is_file() for file in settings.NPM_FILES)
        found = [self.storage.path(path)] if there else []
        return found if find_all else (found[0] if found else [])

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterable[Any]:
        for file in settings.NPM_FILES:
            if (Path(settings.BASE_DIR) / file.path).is_file():
                yield file.name, self.storage
