"""What staff watches, looked at once a second while anybody does. What changed is told; whose rights are gone is ended."""

import asyncio
from collections.abc import Iterable
from time import monotonic
from typing import Any

import structlog
from django.db import DatabaseError

from games import snapshots
from games.errors import ErrorCode, GameError
from games.models import Game
from games.services.access import Viewer
from games.wire.desk import DeskLines, DeskRows, DeskSecrets, DeskState, DeskTelling
from games.wire.state import GameState
from realtime import announce, history, presence
from realtime.background import spawn
from realtime.connections import desks
from realtime.desk import rows, staff, whereabouts
from realtime.desk.counters import counters
from realtime.desk.desk import Desk
from realtime.desk.secrets import secrets_of
from realtime.work import in_database

log = structlog.stdlib.get_logger(__name__)

LOOK_SECONDS = 1.0
VALID_SECONDS = 2.0
TRIES = 5

_looking: "asyncio.Task[None] | None" = None


def begin() -> None:
    """Looks from now on, until nobody watches any more."""
    global _looking
    if _looking is None or _looking.done() or _looking.get_loop() is not asyncio.get_running_loop():
        _looking = spawn(_look_on())


async def watch_game(desk: Desk, game_id: int) -> int:
    """Tells a page the state of a game, and from then on everything that its room hears; gives the state's ``seq``.

    Raises:
        GameError: ``INVALID_GAME``.
    """
    await leave(desk)
    game = await in_database(Game.objects.filter(pk=game_id).first)
    if game is None:
        raise GameError(ErrorCode.INVALID_GAME)
    room, waiting = await history.begin(desk, game_id, None)
    try:
        state = await _read(room, waiting, Viewer(game, None))
    except BaseException:
        await history.depart(desk, game_id)
        raise
    if desks.get(desk.sid) is not desk:
        await history.depart(desk, game_id)
        return state.seq
    desks.enter(desk, Viewer(game, None))
    await _tell(desk, DeskState(state=state))
    await history.arrive(room, desk, waiting, state.seq, state.seq)
    await look_at([desk])
    return state.seq


async def leave(desk: Desk) -> None:
    """Tells a page nothing further of what it watched."""
    game_id, desk.listed = desk.game_id, ()
    desk.told.clear()
    if game_id is not None:
        desks.leave(desk)
        await history.depart(desk, game_id)


async def require_rights(desk: Desk) -> None:
    """Looks at the rights behind a page, unless that has just been done.

    Raises:
        GameError: ``SESSION_EXPIRED``; the page's connection ends.
    """
    if monotonic() - desk.valid_at > VALID_SECONDS and not await _still_may(desk):
        spawn(_end(desk))
        raise GameError(ErrorCode.SESSION_EXPIRED)


async def look_at(pages: Iterable[Desk]) -> None:
    """Tells each page what has changed of what it watches."""
    listed = {game_id for page in pages for game_id in page.listed}
    if listed:
        told, now = await in_database(rows.rows_of, listed), await in_database(counters)
        for page in pages:
            if page.listed:
                await _tell_rows(page, told, now)
    for page in pages:
        if page.game_id is not None:
            await _tell_game(page, page.game_id)


async def _look_on() -> None:
    while pages := [each for each in desks if isinstance(each, Desk)]:
        try:
            for page in pages:
                if not await _still_may(page):
                    await _end(page)
            await look_at([page for page in pages if desks.get(page.sid) is page])
        except DatabaseError as error:
            log.warning("the database did not answer", error=type(error).__name__)
        except Exception:
            log.exception("a look for the desk failed")  # the next one may not
        await asyncio.sleep(LOOK_SECONDS)


async def _still_may(desk: Desk) -> bool:
    rights = await in_database(staff.rights_of, desk.session_key)
    if rights is None or rights.user_id != desk.rights.user_id:
        return False
    desk.rights, desk.valid_at = rights, monotonic()
    return True


async def _end(desk: Desk) -> None:
    await leave(desk)
    await announce.refuse(desk, GameError(ErrorCode.SESSION_EXPIRED))
    await announce.end(desk)


async def _read(room: history.Room, waiting: history.Waiting, viewer: Viewer) -> GameState:
    for _ in range(TRIES):
        state = await in_database(snapshots.game_state, viewer, online=presence.online(viewer.game.pk))
        if history.covers(room, waiting, state.seq):
            break
    return state


async def _tell_rows(desk: Desk, told: dict[int, dict[str, str]], now: dict[str, Any]) -> None:
    known = desk.told.setdefault("cells", {})
    changed = {game_id: cells for game_id, cells in told.items() if game_id in desk.listed and known.get(game_id) != cells}
    known.update(changed)
    if changed or desk.told.get("counters") != now:
        desk.told["counters"] = now
        await _tell(desk, DeskRows(rows=changed, counters=now))


async def _tell_game(desk: Desk, game_id: int) -> None:
    lines = await in_database(whereabouts.of_games, [game_id])
    await _tell_changed(desk, DeskLines(lines=lines[game_id]))
    open_ = await in_database(secrets_of, game_id, uncovered=game_id in desk.rights.uncovered)
    if open_ is not None or DeskSecrets.wire_name in desk.told:
        await _tell_changed(desk, DeskSecrets(secrets=open_))


async def _tell_changed(desk: Desk, telling: DeskTelling) -> None:
    if desk.told.get(telling.wire_name) != telling:
        desk.told[telling.wire_name] = telling
        await _tell(desk, telling)


async def _tell(desk: Desk, telling: DeskTelling) -> None:
    await announce.tell_one(desk, telling.wire_name, telling.to_wire())
