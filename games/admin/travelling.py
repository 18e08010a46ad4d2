"""Time travel: a game's history with what it began from, so that the page can fold it up to any step; and who knew what at each."""

from typing import Any

from games import snapshots
from games.models import Choice, Game, Turn, Whisper
from games.rules import trust
from games.rules.phases import Phase
from games.services.access import Viewer
from games.wire.facts import PlayerChose, TurnResolution, WhisperShared

NOT_BEGUN = {
    "phase": Phase.LOBBY.value, "seq": 0, "players": [], "game_started": False, "has_scenario": False, "scenario": None, "resolution": None,
    "ending": None, "trust": trust.START, "turn_number": 0, "deadline": None, "you": None, "events": [],
}  # fmt: skip


def travel_of(game: Game, *, uncovered: bool) -> dict[str, Any]:
    """``{"start", "events", "secrets"}``: the state before the first event, all events, and what was not for everybody.

    Each of ``secrets`` says whose it is, from which ``seq`` they knew it, from which everybody did (null: never), and what it is: null
    while it is covered.
    """
    history = snapshots.replay(Viewer(game, None))
    return {
        "start": _start(game, history["events"]),
        "events": history["events"],
        "secrets": _secrets(game, history["events"], uncovered),
    }


def _start(game: Game, events: list[dict[str, Any]]) -> dict[str, Any]:
    state = snapshots.game_state(Viewer(game, None), online=()).to_wire()
    host = events[0]["data"].get("player_id") if events else None  # whoever laid the table hosts it, and no event says so
    return {**state, **NOT_BEGUN, "host_id": host}


def _secrets(game: Game, events: list[dict[str, Any]], uncovered: bool) -> list[dict[str, Any]]:
    found = []
    for turn in game.turns.prefetch_related("whispers__player", "choices__player").order_by("number"):
        found += [_whisper(turn, each, events, uncovered) for each in turn.whispers.all()]
        found += [_choice(turn, each, events, uncovered) for each in turn.choices.all()]
    return found


def _whisper(turn: Turn, whisper: Whisper, events: list[dict[str, Any]], uncovered: bool) -> dict[str, Any]:
    told = _seq(events, WhisperShared.wire_name, turn, whisper.player.public_id) if whisper.shared_at is not None else None
    seen = uncovered or whisper.shared_at is not None
    return _secret("whisper", turn, whisper.player.public_id, turn.opened_seq, told, whisper.text if seen else None)


def _choice(turn: Turn, choice: Choice, events: list[dict[str, Any]], uncovered: bool) -> dict[str, Any]:
    resolved = _seq(events, TurnResolution.wire_name, turn, None)
    made = _seq(events, PlayerChose.wire_name, turn, choice.player.public_id)
    text = "hesitated" if choice.hesitated else choice.text
    known = made or resolved or turn.opened_seq
    return _secret("choice", turn, choice.player.public_id, known, resolved, text if uncovered or resolved is not None else None)


def _secret(kind: str, turn: Turn, player_id: str, known: int, told: int | None, text: str | None) -> dict[str, Any]:
    return {"kind": kind, "turn_number": turn.number, "player_id": player_id, "known_from": known, "told_from": told, "text": text}


def _seq(events: list[dict[str, Any]], name: str, turn: Turn, player_id: str | None) -> int | None:
    """The first event of this name after the turn was opened, of this player where one is given."""
    for each in events[turn.opened_seq :]:
        if each["event"] == name and player_id in (None, each["data"].get("player_id")):
            return int(each["data"]["seq"])
        if each["event"] == "new_scenario":
            break
    return None
