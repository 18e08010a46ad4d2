"""What stands on a game's page below its fields. Secrets are left out here, not in the template."""

import json
from typing import Any

from django.core.paginator import Paginator

from games.models import Choice, Game, Turn, Whisper
from realtime import presence
from realtime.desk import whereabouts

EVENTS_AT_ONCE = 50
COVERED = "covered"


def page_of(game: Game, *, uncovered: bool, number: str) -> dict[str, Any]:
    """Players, turns and one page of the history.

    Args:
        uncovered: whether whispers and unresolved choices may be seen.
        number: which page of the history, as the address says it; the last without it.
    """
    history = Paginator(game.events.order_by("seq"), EVENTS_AT_ONCE)
    shown = history.get_page(number or history.num_pages)
    return {
        "players": _players(game),
        "turns": [_turn(turn, uncovered) for turn in game.turns.prefetch_related("whispers__player", "choices__player").order_by("number")],
        "events": [{"seq": event.seq, "at": event.at, "name": event.name, "told": _told(event.data)} for event in shown],
        "history": shown,
    }


def _players(game: Game) -> list[dict[str, Any]]:
    lines = whereabouts.of_games([game.pk])[game.pk]
    here = {line.player_id for line in lines} | set(presence.online(game.pk))
    return [
        {"player": player, "is_host": player.pk == game.host_id, "online": player.is_bot or player.public_id in here}
        for player in game.players.all()
    ]


def _turn(turn: Turn, uncovered: bool) -> dict[str, Any]:
    choices: dict[int, Choice] = {choice.player_id: choice for choice in turn.choices.all()}
    whispers: dict[int, Whisper] = {whisper.player_id: whisper for whisper in turn.whispers.all()}
    players = {key: whisper.player for key, whisper in whispers.items()} | {key: choice.player for key, choice in choices.items()}
    return {
        "turn": turn,
        "title": turn.scenario["title"],
        "resolution": turn.resolution,
        "rows": [
            {
                "name": player.name,
                "choice": _choice(choices.get(key), open_=turn.resolved_at is None, uncovered=uncovered),
                "whisper": _whisper(whispers.get(key), uncovered),
                "shared": key in whispers and whispers[key].shared_at is not None,
            }
            for key, player in sorted(players.items(), key=lambda each: each[1].seat)
        ],
    }


def _choice(choice: Choice | None, *, open_: bool, uncovered: bool) -> str:
    if choice is None:
        return "not chosen"
    if open_ and not uncovered:
        return "chosen"
    return "hesitated" if choice.hesitated else choice.text


def _whisper(whisper: Whisper | None, uncovered: bool) -> str:
    if whisper is None:
        return ""
    return whisper.text if uncovered or whisper.shared_at is not None else COVERED


def _told(data: dict[str, Any]) -> str:
    return json.dumps({name: value for name, value in data.items() if name not in ("seq", "timestamp")}, ensure_ascii=False)
