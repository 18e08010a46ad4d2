"""Static files under hashed names that ES modules follow."""

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, ClassVar

from django.conf import settings
from django.core.files.storage import Storage
from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage

from arcane_site import modules

PLAYED = ("codex/", "vendor/socket.io")


class HashedModulesStorage(CompressedManifestStaticFilesStorage):
    """Rewrites ``import … from "./other.js"`` to the hashed name, in what esbuild has made of our modules."""

    support_js_module_import_aggregation: ClassVar[bool] = True
    _use_brotli = False

    def post_process(self, paths: modules.Paths, dry_run: bool = False, **options: Any) -> Iterator[Any]:
        """Hashes and compresses; ours as esbuild makes it, the rest as it is."""
        if dry_run:
            return
        with TemporaryDirectory() as folder:
            built = modules.built(paths, Path(settings.BASE_DIR), Path(folder))
            for name in built.keys() - paths.keys():
                self._add(name, *built[name])
            yield from super().post_process(built, dry_run, **options)

    def _add(self, name: str, storage: Storage, path: str) -> None:
        """A part of several bundles, which Django looks for where it has collected the rest."""
        if not self.exists(name):
            with storage.open(path) as file:
                self._save(name, file)

    def compress_files(self, paths: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Brotli, which takes its time, for what players load; gzip alone for the desk's files."""
        every = set(paths)
        played = {path for path in every if path.startswith(PLAYED) and not path.endswith(".map")}
        for files, self._use_brotli in ((played, True), (every - played, False)):
            yield from super().compress_files(files)

    def create_compressor(self, **options: Any) -> Compressor:
        return Compressor(use_brotli=self._use_brotli, **options)

    def url_converter(self, name: str, *arguments: Any) -> Callable[[re.Match[str]], str]:
        """Leaves ``import("./types.js")`` in a comment alone: it names a file of types, which is not served."""
        convert: Callable[[re.Match[str]], str] = super().url_converter(name, *arguments)
        return lambda match: match[0] if _is_in_comment(match) else convert(match)


def _is_in_comment(match: re.Match[str]) -> bool:
    before = match.string[: match.start()]
    return before.rfind("/**") > before.rfind("*/")
