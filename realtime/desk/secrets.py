"""What players were whispered and have chosen in the current turn: for staff that has uncovered the game, and for nobody else."""

from games.models import Choice, Game, Turn, Whisper
from games.rules.phases import Phase
from games.wire.desk import DeskSecret


def secrets_of(game_id: int, *, uncovered: bool) -> list[DeskSecret] | None:
    """By player; None while they are covered, which nobody needs to uncover once the story is over."""
    game = Game.objects.filter(pk=game_id).first()
    if game is None or not (uncovered or game.phase == Phase.FINISHED):
        return None
    turn = Turn.objects.filter(game=game, number=game.turn_number).defer("scenario", "resolution").first()
    if turn is None:
        return []
    whispers = {each.player.public_id: each for each in Whisper.objects.filter(turn=turn).select_related("player")}
    choices = {each.player.public_id: each for each in Choice.objects.filter(turn=turn).select_related("player")}
    return [
        DeskSecret(
            player_id=player_id,
            whisper=whispers[player_id].text if player_id in whispers else None,
            choice=_told(choices.get(player_id)),
        )
        for player_id in sorted(whispers.keys() | choices.keys())
    ]


def _told(choice: Choice | None) -> str | None:
    if choice is None:
        return None
    return "hesitated" if choice.hesitated else choice.text
