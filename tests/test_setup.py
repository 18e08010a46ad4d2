"""A fresh clone needs nothing but what it says, and tells nothing of the machine it was made on."""

import re
import subprocess
from pathlib import Path

import pytest

from tests.support.site import ROOT

LOCKS = ("base", "dev", "node")
# Put together here, so that this file is none that names them.
HOSTS = [".".join(parts) for parts in (("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"), ("npmjs", "com"), ("debian", "org"))]


def committed() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [path for name in listed.split("\0") if name and (path := ROOT / name).is_file()]


def text_of(path: Path) -> str:
    return path.read_text(errors="ignore")


def requirement_lines(path: Path) -> list[str]:
    """One string for each requirement, with its hashes."""
    return [line for line in text_of(path).replace("\\\n", " ").splitlines() if line and not line.startswith(("#", "-r"))]


def test_no_file_names_a_registry() -> None:
    assert not [(path.name, host) for path in committed() for host in HOSTS if host in text_of(path)]


def test_no_file_holds_a_path_of_this_machine() -> None:
    paths = [f"{path}/" for path in (ROOT, Path.home()) if len(path.parts) > 2 or path == Path("/root")]
    assert not [(path.name, machine) for path in committed() for machine in paths if machine in text_of(path)]


@pytest.mark.parametrize("name", LOCKS)
def test_each_package_is_locked_with_hashes(name: str) -> None:
    locked = requirement_lines(ROOT / f"requirements/{name}.txt")
    assert locked
    assert not [line for line in locked if not re.match(r"[\w.-]+==\S+ .*--hash=sha256:[0-9a-f]{64}", line)]


@pytest.mark.parametrize("name", LOCKS)
def test_the_locks_hold_what_is_asked_for(name: str) -> None:
    def names(suffix: str) -> set[str]:
        lines = requirement_lines(ROOT / f"requirements/{name}.{suffix}")
        return {match[0].lower().replace("_", "-") for line in lines if (match := re.match(r"[\w.-]+", line))}

    assert names("in") <= names("txt")


def test_the_tests_use_the_packages_that_the_game_uses() -> None:
    def pins(name: str) -> set[str]:
        return {line.split()[0] for line in requirement_lines(ROOT / f"requirements/{name}.txt")}

    assert pins("base") <= pins("dev")


def test_npm_packages_are_locked_without_addresses() -> None:
    lock = text_of(ROOT / "package-lock.json")
    assert '"integrity"' in lock
    assert '"resolved"' not in lock


def test_the_commands_that_are_written_about_exist() -> None:
    commands = set(re.findall(r"^([a-z-]+):", text_of(ROOT / "Makefile"), re.MULTILINE))
    written = {
        (path.name, command)
        for path in committed()
        if path.suffix == ".md" and path.name != "contract.md"
        for command in re.findall(r"(?:`|^\s*\$? ?)make ([a-z-]+)", text_of(path), re.MULTILINE)
    }
    assert not {(name, command) for name, command in written if command not in commands}


def test_continuous_integration_runs_what_everybody_runs() -> None:
    script = ROOT / ".ci/run"
    assert "make test" in text_of(script)
    assert script.stat().st_mode & 0o111
