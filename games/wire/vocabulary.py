"""What each field means, wherever it stands, and what it may look like. Documents and types are written with these words.

A key is a field's wire name, or ``Message.field`` where one message means something of its own. A description at the field goes first.
"""

from dataclasses import dataclass
from typing import Any

from games.errors import ErrorCode


@dataclass(frozen=True, slots=True)
class Word:
    """``example`` is None where the field is made of parts that have examples of their own."""

    meaning: str
    example: Any = None


INES, MAREK = "p_Ines4fQz7c", "p_Marek9Lw2x"

FIELDS: dict[str, Word] = {
    "all_submitted": Word("Whether nobody is waited for any more.", False),
    "allow_spectators": Word("Whether somebody without a chair may watch.", True),
    "auto_resolve": Word("Whether a turn resolves by itself once all have chosen.", False),
    "by": Word("Who did it: the host of the table, or a keeper (staff).", "keeper"),
    "change": Word("By how much trust moved for this reason.", -8),
    "choice": Word("An option's id.", "hold_the_rope"),
    "ChoiceSubmitted.choice": Word("An option's id, or own words of 1–1000 characters.", "hold_the_rope"),
    "choices": Word("What everybody did, in the order of seats."),
    "choices_submitted": Word("How many have chosen.", 3),
    "class": Word("The class the player chose or was dealt.", "Cleric"),
    "cmd_id": Word("Makes a repeated command have one effect.", "1b4e28ba-2fa1-41d2-883f-0016d3cca427"),
    "code": Word("A code of the catalogue below.", ErrorCode.CHOICES_PENDING.name),
    "data": Word("The fact's payload, with `seq` and `timestamp`."),
    "deadline": Word("When those who have not chosen hesitate; null where no time runs.", "2026-03-14T21:15:00.000Z"),
    "ending": Word("How the story ended; null before it has."),
    "endings": Word("What became of each player."),
    "epilogue": Word("Paragraphs parted by a blank line.", "The bell of Saint Orla rang once more.\n\nNobody had touched it."),
    "event": Word("The fact's name.", "player_left"),
    "events": Word("What the caller missed, in order."),
    "game_code": Word("The table's code, in any case.", "R7KM2P"),
    "game_started": Word("Whether the story has begun.", True),
    "has_scenario": Word("Whether there is a scene.", True),
    "hesitated": Word("Whether the player let the moment pass.", False),
    "host_id": Word("The player who hosts the table.", INES),
    "id": Word("What a choice names the option by.", "hold_the_rope"),
    "is_bot": Word("Whether the seat is played by the house.", False),
    "is_host": Word("Whether the viewer hosts the table.", True),
    "is_public": Word("Whether the table is listed for strangers.", False),
    "is_typing": Word("True while writing, false when done.", True),
    "last_seq": Word("The last `seq` the client has; what came after it is told.", 41),
    "max_players": Word("How many chairs there are.", 4),
    "max_turns": Word("After how many turns the story ends.", 8),
    "message": Word("One sentence for a person.", "A new scene opens. Read your whisper."),
    "ErrorTold.message": Word("One sentence for a person.", ErrorCode.CHOICES_PENDING.message),
    "TurnResolution.message": Word("The account of trust in one sentence.", "Trust falls by 8, to 42."),
    "online": Word("Whether the player has a page open.", True),
    "online_players": Word("The players who are online.", [INES]),
    "options": Word("What a player may choose, besides own words."),
    "outcome": Word("Paragraphs parted by a blank line.", "The rope held.\n\nMarek did not let go of it, whatever he had promised."),
    "phase": Word("Where the game is: in the lobby, in an open turn, between turns, or over.", "scenario"),
    "player_count": Word("How many are seated now.", 3),
    "player_id": Word("Whom it is about. Known to everybody, proves nothing.", INES),
    "player_name": Word("The name they go by at this table.", "Ines"),
    "players": Word("Who is seated, in the order of seats."),
    "public_scene": Word("Paragraphs parted by a blank line.", "The well-house stands open.\n\nOne rope goes down, and it is wet."),
    "reason": Word("Why the story ended.", "trust_broken"),
    "reasons": Word("Why trust moved, line by line."),
    "resolution": Word("What came of the turn resolved last; null before the first."),
    "resolved": Word("Whether the slips are turned over.", False),
    "role": Word("Whether the viewer has a chair or watches.", "player"),
    "scenario": Word("The current turn's scene; null before the first."),
    "scenario_id": Word("Which scene.", "scene_Qm3xT0aV1bk"),
    "seat": Word("Which chair; decides the mark beside the name.", 1),
    "seq": Word("The number of the fact in the game's history: 1, 2, 3, … without gaps.", 42),
    "GameState.seq": Word("The number of the fact told last: the state is as of there.", 42),
    "ReconnectSync.seq": Word("The number of the fact told last: the state is as of there.", 42),
    "Pong.seq": Word("The game's current number, so that somebody who missed the last fact notices; null outside a room.", 42),
    "PresenceUpdate.seq": Word("The game's current number, so that somebody who missed the last fact notices.", 42),
    "WhisperTold.seq": Word("The number of the `new_scenario` it belongs to.", 42),
    "server_time": Word("What the server's clock says, to count a deadline down by.", "2026-03-14T21:12:00.000Z"),
    "shared": Word("Whether the whisper was read aloud.", False),
    "ScenarioState.shared": Word("Players who have read their whisper aloud this turn.", [MAREK]),
    "spectators": Word("How many people watch.", 1),
    "text": Word("What it says.", "I never let go of a rope."),
    "OptionState.text": Word("What the player would do.", "Hold the rope."),
    "RevealedChoice.text": Word("The option's text, or the own words; empty after hesitating.", "Hold the rope."),
    "TrustReason.text": Word("Why.", "Ines and Marek, two camps"),
    "Announcement.text": Word("What staff says.", "The house closes in ten minutes."),
    "theme": Word("What the scene puts to the test.", "loyalty"),
    "timestamp": Word("When it happened.", "2026-03-14T21:12:00.000Z"),
    "title": Word("What the scene is called.", "The Wet Rope"),
    "Ending.title": Word("What the end is called.", "Nobody's Hand"),
    "GameOver.title": Word("What the end is called.", "Nobody's Hand"),
    "total_players": Word("How many are seated or have chosen.", 4),
    "trust": Word("The party's trust, 0–100.", 42),
    "trust_change": Word("By how much trust moved this turn.", -8),
    "turn_number": Word("Which turn; 0 before the first.", 3),
    "ChoiceSubmitted.turn_number": Word("Guards against a stale page: another turn is refused.", 3),
    "turn_seconds": Word("How long a turn may take; 0 means no deadline.", 0),
    "username": Word("The name taken.", "Ines"),
    "waiting_for": Word("Players who have not chosen.", [MAREK]),
    "whisper": Word("The secret side of the scene.", "You cut this rope yourself, this morning."),
    "you": Word("What the viewer alone may see; null for a spectator."),
}


def word(message: str, field: str) -> Word:
    """Raises ``KeyError`` for a field that has no words yet."""
    return FIELDS.get(f"{message}.{field}") or FIELDS[field]
