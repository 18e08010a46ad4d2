"""The course of a story."""

from typing import Any

from django.http import HttpRequest
from ninja import Router

from games.api import schemas
from games.api.acting import carry_out_after, carry_out_at
from games.api.doors import SIGNED_IN
from games.services import scenes, talk, turns

router = Router(tags=["story"], auth=SIGNED_IN, by_alias=True, exclude_unset=True)


@router.post("/start_game", response=schemas.PhaseReached)
def start_game(request: HttpRequest, body: schemas.AtTable = schemas.LATEST_TABLE) -> dict[str, Any]:
    """Begins the story; host only."""
    return carry_out_at(request, "start_game", body, lambda person, code: turns.start(person=person, code=code))


@router.post("/generate_scenario", response=schemas.ScenarioOpened)
def generate_scenario(request: HttpRequest, body: schemas.AtTable = schemas.LATEST_TABLE) -> dict[str, Any]:
    """Opens the next turn; host only."""
    return carry_out_after(
        request,
        "generate_scenario",
        body,
        lambda person, code: scenes.ask(person=person, code=code),
        lambda person, code, scene: scenes.open_scene(person=person, code=code, scene=scene),
    )


@router.post("/make_choice", response=schemas.Progress)
def make_choice(request: HttpRequest, body: schemas.MakeChoice) -> dict[str, Any]:
    """Chooses: an option by its id, anything else is own words."""
    return carry_out_at(
        request,
        "make_choice",
        body,
        lambda person, code: turns.choose(person=person, code=code, choice=body.choice, turn_number=body.turn_number),
    )


@router.post("/share_whisper", response=schemas.Done)
def share_whisper(request: HttpRequest, body: schemas.AtTable = schemas.LATEST_TABLE) -> dict[str, Any]:
    """Reads the caller's own whisper aloud, word for word; once a turn."""
    return carry_out_at(request, "share_whisper", body, lambda person, code: turns.share_whisper(person=person, code=code))


@router.post("/resolve_turn", response=schemas.Resolved)
def resolve_turn(request: HttpRequest, body: schemas.ResolveTurn = schemas.WHEN_ALL_CHOSE) -> dict[str, Any]:
    """Turns the slips over; host only."""
    return carry_out_at(request, "resolve_turn", body, lambda person, code: turns.resolve(person=person, code=code, force=body.force))


@router.post("/chat_message", response=schemas.MessageSaid)
def chat_message(request: HttpRequest, body: schemas.SayToTable) -> dict[str, Any]:
    """Says something to the table, for whoever has no socket."""
    return carry_out_at(request, "chat_message", body, lambda person, code: talk.say(person=person, code=code, text=body.text))


@router.post("/end_game", response=schemas.PhaseReached)
def end_game(request: HttpRequest, body: schemas.AtTable = schemas.LATEST_TABLE) -> dict[str, Any]:
    """Ends the story where it stands; host only."""
    return carry_out_at(request, "end_game", body, lambda person, code: turns.end(person=person, code=code))
