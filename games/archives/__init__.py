"""A game as a file: written for whoever may see it, and read back into a database that does not know it."""

from games.archives.form import ArchivedGame, ArchiveError
from games.archives.reading import MOST_BYTES, read_file, restore
from games.archives.writing import archived, file_of

__all__ = ["MOST_BYTES", "ArchiveError", "ArchivedGame", "archived", "file_of", "read_file", "restore"]
