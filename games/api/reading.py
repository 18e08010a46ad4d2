"""What may be read. Who reads what is decided in ``games.snapshots``."""

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router

from games import lists, snapshots
from games.api import schemas
from games.api.acting import looking_at
from games.api.doors import SIGNED_IN, VISITOR
from games.errors import ErrorCode, GameError
from games.rules.phases import Phase
from games.services.access import Viewer
from games.wire.base import Part, Seq
from realtime import presence

router = Router(tags=["reading"], auth=SIGNED_IN, by_alias=True, exclude_unset=True)
Code = Annotated[str | None, Query(max_length=64)]


@router.get("/current_scenario", response=schemas.CurrentScenario)
def current_scenario(request: HttpRequest, game_code: Code = None) -> dict[str, Any]:
    """The current turn's scene, or null."""
    scene = snapshots.current_scenario(looking_at(request, game_code))
    return {"status": "success", "scenario": _wire(scene)}


@router.get("/my_whisper", response=schemas.WhisperHeard)
def my_whisper(request: HttpRequest, game_code: Code = None) -> dict[str, Any]:
    """The caller's own side of the current scene."""
    seen_by = looking_at(request, game_code)
    heard = snapshots.my_whisper(seen_by)
    if heard is None:
        raise GameError(_before_any_scene(seen_by))
    return {"status": "success", **heard.to_wire()}


@router.get("/waiting_for", response=schemas.WaitingFor)
def waiting_for(request: HttpRequest, game_code: Code = None) -> dict[str, Any]:
    """Who has not chosen yet."""
    scene = snapshots.current_scenario(looking_at(request, game_code))
    return {"status": "success", "waiting_for": scene.waiting_for if scene else []}


@router.get("/game_state", response=schemas.StateRead)
def game_state(request: HttpRequest, game_code: Code = None, since: Annotated[Seq | None, Query()] = None) -> dict[str, Any]:
    """Everything the caller may see, and the events after `since`."""
    seen_by = looking_at(request, game_code)
    state = snapshots.game_state(seen_by, online=presence.online(seen_by.game.pk), since=since)
    return {"status": "success", **state.to_wire()}


@router.get("/replay", response=schemas.Replay)
def replay(request: HttpRequest, game_code: Code = None) -> dict[str, Any]:
    """The whole history; once the game is finished, every whisper and choice too."""
    return {"status": "success", **snapshots.replay(looking_at(request, game_code))}


@router.get("/games", response=schemas.OpenTables, auth=VISITOR)
def games(request: HttpRequest) -> dict[str, Any]:
    """Public tables that still have a free chair, the newest 200 at most."""
    return {"status": "success", "games": lists.open_tables()}


def _before_any_scene(seen_by: Viewer) -> ErrorCode:
    return ErrorCode.GAME_NOT_STARTED if seen_by.game.phase == Phase.LOBBY else ErrorCode.NO_SCENARIO


def _wire(part: Part | None) -> dict[str, Any] | None:
    return None if part is None else part.to_wire()
