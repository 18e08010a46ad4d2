"""The game on uvicorn set up otherwise than in production: ``python -m benchmarks.peers.varied '{"loop": "asyncio"}'``."""

import json
import sys
from typing import Any

import uvicorn

from arcane_site import serve

CHANGES: dict[str, Any] = json.loads(sys.argv[1])
Config = uvicorn.Config


def changed(*arguments: Any, **options: Any) -> uvicorn.Config:
    return Config(*arguments, **{**options, **CHANGES})


uvicorn.Config = changed  # type: ignore[assignment, misc]
serve.main()
