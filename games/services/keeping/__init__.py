"""What staff may do at tables that are not theirs. Each deed is announced to the room first, and goes to Django's log with its reason."""

from games.services.keeping.house import announce_by_keeper, announce_to_all_by_keeper, disconnect_by_keeper
from games.services.keeping.looks import UNCOVER_RIGHT, UNCOVERED_SECONDS, cover, note_look, uncover, uncovered_games
from games.services.keeping.seats import hand_over_by_keeper, kick_by_keeper, replace_by_keeper
from games.services.keeping.story import end_by_keeper, pass_over_by_keeper, resolve_by_keeper
from games.services.keeping.time import extend_by_keeper, pause_by_keeper, resume_by_keeper

__all__ = [
    "UNCOVERED_SECONDS",
    "UNCOVER_RIGHT",
    "announce_by_keeper",
    "announce_to_all_by_keeper",
    "cover",
    "disconnect_by_keeper",
    "end_by_keeper",
    "extend_by_keeper",
    "hand_over_by_keeper",
    "kick_by_keeper",
    "note_look",
    "pass_over_by_keeper",
    "pause_by_keeper",
    "replace_by_keeper",
    "resolve_by_keeper",
    "resume_by_keeper",
    "uncover",
    "uncovered_games",
]
