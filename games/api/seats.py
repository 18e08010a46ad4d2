"""Tables and chairs."""

from typing import Any

from django.http import HttpRequest
from ninja import Router

from games.api import schemas
from games.api.acting import carry_out, carry_out_at
from games.api.doors import SIGNED_IN
from games.errors import ErrorCode, GameError
from games.services import seats
from realtime import limits
from realtime.callers import caller_of

router = Router(tags=["seats"], auth=SIGNED_IN, by_alias=True, exclude_unset=True)


@router.post("/create_game", response=schemas.SeatTaken)
def create_game(request: HttpRequest, body: schemas.CreateGame = schemas.USUAL_TERMS) -> dict[str, Any]:
    """Lays a new table; the caller hosts it."""
    limits.spend(caller_of(request), "create_game")
    terms = seats.Terms(**body.model_dump(exclude={"cmd_id"}))
    return _invited(request, carry_out(request, "create_game", body, lambda person: seats.create(person=person, terms=terms)))


@router.post("/join_game", response=schemas.TableJoined)
def join_game(request: HttpRequest, body: schemas.JoinGame = schemas.TABLE_OF_QUERY) -> dict[str, Any]:
    """Takes a chair. Joining twice is the same chair."""
    if not (body.game_code or request.GET.get("game_code")):
        raise GameError(ErrorCode.MISSING_FIELD, "game_code is missing.", field="game_code")
    return _invited(request, carry_out_at(request, "join_game", body, lambda person, code: seats.join(person=person, code=code)))


@router.post("/leave_game", response=schemas.Done)
def leave_game(request: HttpRequest, body: schemas.AtTable = schemas.LATEST_TABLE) -> dict[str, Any]:
    """Stands up."""
    return carry_out_at(request, "leave_game", body, lambda person, code: seats.leave(person=person, code=code))


@router.post("/choose_class", response=schemas.ClassTaken)
def choose_class(request: HttpRequest, body: schemas.ChooseClass) -> dict[str, Any]:
    """Takes a class, or another one, before the start."""
    chosen = body.character_class
    return carry_out_at(
        request, "choose_class", body, lambda person, code: seats.choose_class(person=person, code=code, character_class=chosen)
    )


@router.post("/add_bot", response=schemas.BotSeated)
def add_bot(request: HttpRequest, body: schemas.AtTable = schemas.LATEST_TABLE) -> dict[str, Any]:
    """Seats a bot; host only."""
    return carry_out_at(request, "add_bot", body, lambda person, code: seats.add_bot(person=person, code=code))


@router.post("/kick_player", response=schemas.Done)
def kick_player(request: HttpRequest, body: schemas.AboutPlayer) -> dict[str, Any]:
    """Takes somebody's chair away for good; host only."""
    return carry_out_at(request, "kick_player", body, lambda person, code: seats.kick(person=person, code=code, player_id=body.player_id))


@router.post("/transfer_host", response=schemas.Done)
def transfer_host(request: HttpRequest, body: schemas.AboutPlayer) -> dict[str, Any]:
    """Hands the table to somebody else; host only."""
    return carry_out_at(
        request, "transfer_host", body, lambda person, code: seats.transfer_host(person=person, code=code, player_id=body.player_id)
    )


def _invited(request: HttpRequest, answer: dict[str, Any]) -> dict[str, Any]:
    return {**answer, "invite_url": request.build_absolute_uri(f"/join/{answer['game_code']}")}
