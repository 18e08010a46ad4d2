"""Static files under hashed names that ES modules follow."""

import re
from collections.abc import Callable
from typing import Any, ClassVar

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedModulesStorage(CompressedManifestStaticFilesStorage):
    """Rewrites ``import … from "./other.js"`` to the hashed name, so that modules need no bundler."""

    support_js_module_import_aggregation: ClassVar[bool] = True

    def url_converter(self, name: str, *arguments: Any) -> Callable[[re.Match[str]], str]:
        """Leaves ``import("./types.js")`` in a comment alone: it names a file of types, which is not served."""
        convert: Callable[[re.Match[str]], str] = super().url_converter(name, *arguments)
        return lambda match: match[0] if _is_in_comment(match) else convert(match)


def _is_in_comment(match: re.Match[str]) -> bool:
    before = match.string[: match.start()]
    return before.rfind("/**") > before.rfind("*/")
