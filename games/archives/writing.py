"""Games into a file."""

from collections.abc import Iterable
from typing import Any

from games.archives.form import ArchivedGame, ChoiceRow, EventRow, File, GameRow, PlayerRow, TurnRow, WhisperRow
from games.models import Game, Player, Turn
from games.rules.phases import EndReason, Phase

AS_KEPT = (
    "code", "seq", "trust", "turn_number", "max_players", "max_turns", "turn_seconds", "auto_resolve", "allow_spectators", "is_public",
    "ending", "created_at", "active_at", "finished_at",
)  # fmt: skip


def archived(game: Game, *, secrets: bool) -> ArchivedGame:
    """One game: whole with ``secrets`` or once it is finished, covered otherwise."""
    whole = secrets or game.phase == Phase.FINISHED
    turns = game.turns.prefetch_related("whispers__player", "choices__player").order_by("number")
    return ArchivedGame(
        whole=whole,
        game=_game(game, whole),
        players=[_player(player) for player in game.players.order_by("seat", "pk")],
        turns=[_turn(turn, whole) for turn in turns],
        events=[EventRow(event=event.name, data=event.data, at=event.at) for event in game.events.order_by("seq")],
    )


def file_of(games: Iterable[ArchivedGame]) -> dict[str, Any]:
    """The file's JSON."""
    return File(format="arcane-codex-games/1", games=list(games)).model_dump(mode="json", exclude_unset=True)


def _game(game: Game, whole: bool) -> GameRow:
    kept = {name: getattr(game, name) for name in AS_KEPT}
    secret = {"seed": game.seed, "story": game.story} if whole else {}
    end_reason = EndReason(game.end_reason) if game.end_reason else None
    return GameRow(**kept, **secret, phase=Phase(game.phase), host=game.host.public_id if game.host else None, end_reason=end_reason)


def _player(player: Player) -> PlayerRow:
    return PlayerRow(**{name: getattr(player, name) for name in PlayerRow.model_fields})


def _turn(turn: Turn, whole: bool) -> TurnRow:
    told = turn.scenario
    return TurnRow(
        turn_number=turn.number,
        scenario_id=turn.scenario_id,
        theme=told["theme"],
        title=told["title"],
        public_scene=told["public_scene"],
        options=[{"id": option["id"], "text": option["text"]} for option in told["options"]],
        opened_seq=turn.opened_seq,
        opened_at=turn.opened_at,
        deadline=turn.deadline,
        time_left=turn.time_left,
        resolved_at=turn.resolved_at,
        resolution=turn.resolution,
        **(_secret(turn) if whole else {}),
    )


def _secret(turn: Turn) -> dict[str, Any]:
    return {
        "scenario": turn.scenario,
        "whispers": [
            WhisperRow(player_id=each.player.public_id, whisper=each.text, shared_at=each.shared_at) for each in turn.whispers.all()
        ],
        "choices": [
            ChoiceRow(
                player_id=each.player.public_id,
                choice=each.option_id or None,
                text=each.text,
                hesitated=each.hesitated,
                chosen_at=each.chosen_at,
            )
            for each in turn.choices.all()
        ],
    }
