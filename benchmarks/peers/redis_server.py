"""python-socketio as it comes, told to speak through Redis: an application for uvicorn. ``REDIS_URL`` says where that is."""

import os
from typing import Any

import socketio

from benchmarks.peers.rooms import room

server = socketio.AsyncServer(
    async_mode="asgi", client_manager=socketio.AsyncRedisManager(os.environ["REDIS_URL"]), cors_allowed_origins="*"
)
application = socketio.ASGIApp(server)


@server.event
async def connect(sid: str, environ: dict[str, Any], auth: dict[str, str]) -> None:
    place = room(auth["game_code"])
    place.sit(auth["player_id"], auth["player_name"])
    await server.save_session(sid, auth)
    await server.enter_room(sid, place.code)
    await server.emit("reconnect_sync", place.state(), to=sid)


@server.event
async def choice_submitted(sid: str, data: dict[str, Any]) -> dict[str, Any]:
    known = await server.get_session(sid)
    place = room(known["game_code"])
    place.choose(known["player_id"], data["choice"])
    told = place.told(known["player_id"])
    await server.emit("player_chose", told, room=place.code)
    return {"ok": True, **told}
