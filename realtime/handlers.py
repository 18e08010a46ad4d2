"""One short function for each request that a client may send over the socket."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils import timezone

from games.errors import ErrorCode, GameError
from games.models import Choice, Person, Player
from games.services import talk, turns
from games.services.access import code_meant, viewer, viewer_of
from games.services.commands import Sent, once_at
from games.wire import requests
from games.wire.base import Part, Request
from games.wire.signals import Pong
from games.wire.times import wire_time
from realtime import announce, entrance, history, presence, typing
from realtime.background import spawn
from realtime.connections import Connection
from realtime.work import in_database

Answer = dict[str, Any]
Handler = Callable[[Connection, Any], Awaitable[Answer]]

HANDLERS: dict[str, Handler] = {}


def answers(kind: type[Request]) -> Callable[[Handler], Handler]:
    """Registers the handler of one declared request."""

    def register(handler: Handler) -> Handler:
        HANDLERS[kind.wire_name] = handler
        return handler

    return register


@answers(requests.JoinGameRoom)
async def join_game_room(connection: Connection, request: requests.JoinGameRoom) -> Answer:
    wish = entrance.Wish(request.game_code, request.last_seq, sync=request.last_seq is not None, own_joined=True)
    return await _enter(connection, wish)


@answers(requests.Reconnect)
async def reconnect(connection: Connection, request: requests.Reconnect) -> Answer:
    return await _enter(connection, entrance.Wish(request.game_code, request.last_seq))


@answers(requests.LeaveGameRoom)
async def leave_game_room(connection: Connection, request: requests.LeaveGameRoom) -> Answer:
    if connection.viewer is None:
        raise GameError(ErrorCode.NO_GAME)
    await entrance.step_out(connection)
    return {}


@answers(requests.ChoiceSubmitted)
async def choice_submitted(connection: Connection, request: requests.ChoiceSubmitted) -> Answer:
    if request.choice is None:
        return await in_database(_stored_choice, connection.person, connection.code)
    return await _command(
        connection, "make_choice", request, lambda code: turns.choose(person=connection.person, code=code, **_content(request))
    )


@answers(requests.ShareWhisper)
async def share_whisper(connection: Connection, request: requests.ShareWhisper) -> Answer:
    return await _command(connection, "share_whisper", request, lambda code: turns.share_whisper(person=connection.person, code=code))


@answers(requests.SendChat)
async def chat_message(connection: Connection, request: requests.SendChat) -> Answer:
    return await _command(
        connection, "chat_message", request, lambda code: talk.say(person=connection.person, code=code, text=request.text)
    )


@answers(requests.ScenarioGenerated)
@answers(requests.TurnResolved)
async def look(connection: Connection, request: Request) -> Answer:
    """The client says that something happened. Whatever is stored and not yet told is told now."""
    game_id = _room(connection)
    await history.look()
    return {"seq": history.seq_of(game_id)}


@answers(requests.RequestPresence)
async def request_presence(connection: Connection, request: requests.RequestPresence) -> Answer:
    await announce.signal_one(connection, await presence.update(_room(connection)))
    return {}


@answers(requests.Ping)
async def ping(connection: Connection, request: requests.Ping) -> Answer:
    seq = None if connection.game_id is None else history.seq_of(connection.game_id)
    pong = Pong(timestamp=wire_time(timezone.now()), seq=seq)
    await announce.signal_one(connection, pong)
    return pong.to_wire()


@answers(requests.Typing)
async def typing_(connection: Connection, request: requests.Typing) -> Answer:
    _room(connection)
    if connection.player_id is None:
        raise GameError(ErrorCode.SPECTATOR_READ_ONLY)
    await typing.say(connection, is_typing=request.is_typing)
    return {}


async def _enter(connection: Connection, wish: entrance.Wish) -> Answer:
    """Answers first and tells afterwards: whoever asked knows their role before they hear the first word."""
    arrival = await entrance.approach(connection, wish)
    spawn(entrance.enter(arrival))
    return {"game_code": arrival.viewer.game.code, "role": arrival.viewer.role, "seq": arrival.heard}


async def _command(connection: Connection, name: str, request: Request, act: Callable[[str], Part]) -> Answer:
    return await in_database(_once, connection.person, name, connection.code, request, act)


def _once(person: Person, name: str, code: str | None, request: Request, act: Callable[[str], Part]) -> Answer:
    sent = Sent(person=person, name=name, cmd_id=request.cmd_id, content=_content(request), code=code, is_named=False)
    return once_at(sent, lambda at: partial(act, at))


def _stored_choice(person: Person, code: str | None) -> Answer:
    """The progress of the turn in which this person has chosen over HTTP; what was stored has been told already.

    Raises:
        GameError: ``INVALID_GAME``, ``KICKED``, ``NOT_IN_GAME``, ``SPECTATOR_READ_ONLY``; ``MISSING_FIELD`` where no choice is stored.
    """
    meant = code_meant(person, code)
    chosen = Choice.objects.filter(player=OuterRef("pk"), turn__number=OuterRef("game__turn_number"), hesitated=False)
    seats = Player.objects.filter(person=person, game__code=meant).select_related("game")
    seat = seats.annotate(has_chosen=Exists(chosen)).first()
    seen_by = viewer(person=person, code=meant) if seat is None else viewer_of(seat.game, seat)
    if seat is None or seen_by.player is None:
        raise GameError(ErrorCode.SPECTATOR_READ_ONLY)
    if not seat.has_chosen:
        raise GameError(ErrorCode.MISSING_FIELD, "choice is missing.", field="choice")
    return {"turn_number": seat.game.turn_number}


def _content(request: Request) -> dict[str, Any]:
    return request.model_dump(exclude={"cmd_id"})


def _room(connection: Connection) -> int:
    if connection.game_id is None:
        raise GameError(ErrorCode.NO_GAME)
    return connection.game_id
