"""What a run's servers need before they start, made once: a process for each of it would take as long as many a test."""

import fcntl
import os
import shutil
from collections.abc import Callable
from pathlib import Path

from tests.support.site import Site

SQLITE = "sqlite:///"


def once(folder: Path, name: str, make: Callable[[Path], None]) -> Path:
    """What ``make`` puts at the path it is given, made by whichever process comes first of those that run tests side by side.

    Args:
        folder: the same one for all of them.
    """
    made = folder / name
    with (folder / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            unfinished = folder / f"{name}.unfinished"
            make(unfinished)
            unfinished.rename(made)
    return made


def common_folder(base: Path) -> Path:
    """Where the processes of this run meet. ``base`` is pytest's folder for this one."""
    return base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base


def static_files(folder: Path) -> None:
    """The static files as production serves them: collected, hashed, compressed."""
    folder.mkdir()
    Site(folder, STATIC_ROOT=str(folder)).manage("collectstatic", "--no-input", "--verbosity", "0")


def migrated(file: Path) -> None:
    """An SQLite database with our tables."""
    file.with_suffix(".site").mkdir()
    Site(file.with_suffix(".site"), database_url=f"{SQLITE}{file}").manage("migrate", "--verbosity", "0")


def give_tables(site: Site, common: Path) -> None:
    """Migrates the site's database, if it is an SQLite file that is not there yet. One on PostgreSQL was made with its tables."""
    file = Path(site.database_url.removeprefix(SQLITE))
    if site.database_url.startswith(SQLITE) and not file.exists():
        shutil.copyfile(once(common, "migrated.sqlite3", migrated), file)
