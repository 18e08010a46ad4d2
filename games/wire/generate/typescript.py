"""The types of ``wire.schema.json`` for the browser's modules, written by json-schema-to-typescript."""

import json
import re
import subprocess
from pathlib import Path
from typing import Any

from games.wire.generate.schema import wire_schema

BANNER = "// Generated from games/wire by manage.py generate_wire. Change it there."
OPTIONS = ("--unreachableDefinitions", "--unknownAny", "--no-additionalProperties", f"--bannerComment={BANNER}", "--style.printWidth=140")


class ToolMissingError(Exception):
    """The npm packages are not installed; ``npm ci`` installs them."""


def text(project: Path) -> str:
    """The typedefs.

    Raises:
        ToolMissingError: json2ts is not there, or cannot run.
    """
    tool = project / "node_modules" / ".bin" / "json2ts"
    try:
        done = subprocess.run(  # noqa: S603  a tool of our own lockfile, fed with our own schema
            [str(tool), *OPTIONS], input=json.dumps(_rooted()), capture_output=True, text=True, check=True, cwd=project
        )
    except (OSError, subprocess.CalledProcessError) as error:
        raise ToolMissingError(f"json2ts cannot run: {getattr(error, 'stderr', None) or error}") from error
    return _plain(done.stdout).rstrip() + "\n"


def _plain(types: str) -> str:
    """The tool's text without what says only where it came from, and with short comments on one line."""
    told = re.sub(r"(\n \*)?\n \* This interface was referenced by `Wire`'s JSON-Schema\n \* via the `definition` \".*?\"\.", "", types)
    return re.sub(r"/\*\*\n( *)\* (.*)\n\1\*/", r"/** \2 */", re.sub(r"/\*\*\n \*/\n", "", told))


def _rooted() -> dict[str, Any]:
    """The schema with a root that refers to every event, which the tool starts from."""
    schema = wire_schema()
    maps = {name.lower(): {"$ref": f"#/$defs/{name}"} for name in ("Requests", "Facts", "Signals")}
    return {
        **schema,
        "title": "Wire",
        "description": "Everything that goes over the socket, by direction and event.",
        "type": "object",
        "properties": maps,
        "required": list(maps),
        "additionalProperties": False,
    }
