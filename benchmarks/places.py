"""Where things are: folders, programs, cores."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "benchmarks"
VAR = ROOT / "var" / "benchmarks"
LOGS = VAR / "logs"
RESULTS = FOLDER / "results" / "latest.json"
PICTURES = ROOT / "docs" / "pictures"

GAME_PYTHON = ROOT / ".venv" / "bin" / "python"
FLASK_PYTHON = ROOT / ".venv-bench-flask" / "bin" / "python"

HOST = "127.0.0.1"
SERVERS_CORE = 0
GENERATORS_CORE = (os.cpu_count() or 2) - 1
