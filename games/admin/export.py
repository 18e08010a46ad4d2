"""One game as data: all of it once it is finished, without secrets before. Who the players are elsewhere is never part of it."""

from datetime import datetime
from typing import Any

from games.models import Game, Turn
from games.rules.phases import Phase
from games.snapshots import terms_of
from games.wire.times import wire_time


def exported(game: Game) -> dict[str, Any]:
    """``{"game", "players", "turns", "events"}``."""
    finished = game.phase == Phase.FINISHED
    turns = game.turns.prefetch_related("whispers__player", "choices__player").order_by("number")
    return {
        "game": _game(game, finished),
        "players": list(game.players.values("public_id", "name", "seat", "character_class", "status", "is_bot")),
        "turns": [{**_public(turn), **(_secret(turn) if finished else {})} for turn in turns],
        "events": [{"event": name, "data": data} for name, data in game.events.order_by("seq").values_list("name", "data")],
    }


def _game(game: Game, finished: bool) -> dict[str, Any]:
    told = {
        **terms_of(game),
        "seq": game.seq,
        "trust": game.trust,
        "created_at": wire_time(game.created_at),
        "active_at": wire_time(game.active_at),
        "finished_at": _time(game.finished_at),
        "end_reason": game.end_reason or None,
        "ending": game.ending,
    }
    return {**told, "seed": game.seed, "story": game.story} if finished else told  # whispers can be told again from the seed


def _public(turn: Turn) -> dict[str, Any]:
    return {
        "turn_number": turn.number,
        "scenario_id": turn.scenario_id,
        "theme": turn.scenario["theme"],
        "title": turn.scenario["title"],
        "public_scene": turn.scenario["public_scene"],
        "options": [{"id": option["id"], "text": option["text"]} for option in turn.scenario["options"]],
        "opened_at": wire_time(turn.opened_at),
        "deadline": _time(turn.deadline),
        "resolved_at": _time(turn.resolved_at),
        "resolution": turn.resolution,
    }


def _secret(turn: Turn) -> dict[str, Any]:
    return {
        "scenario": turn.scenario,
        "whispers": [
            {"player_id": each.player.public_id, "whisper": each.text, "shared_at": _time(each.shared_at)} for each in turn.whispers.all()
        ],
        "choices": [
            {
                "player_id": each.player.public_id,
                "choice": each.option_id or None,
                "text": each.text,
                "hesitated": each.hesitated,
                "chosen_at": wire_time(each.chosen_at),
            }
            for each in turn.choices.all()
        ],
    }


def _time(moment: datetime | None) -> str | None:
    return None if moment is None else wire_time(moment)
