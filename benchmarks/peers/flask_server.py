"""Flask-SocketIO on eventlet, keeping everything in memory: ``flask_server.py PORT``."""

import eventlet

eventlet.monkey_patch()

import sys  # noqa: E402
from typing import Any  # noqa: E402

from flask import Flask, jsonify, request, session  # noqa: E402
from flask_socketio import SocketIO, emit, join_room  # noqa: E402
from rooms import room  # noqa: E402

SECONDS_OF_WRITING = 5

app = Flask(__name__)
app.config["SECRET_KEY"] = "only-for-measuring"
server = SocketIO(app, async_mode="eventlet", cors_allowed_origins="*")
writing: dict[str, Any] = {}


@app.post("/api/join")
def join() -> Any:
    session.update({name: request.get_json()[name] for name in ("game_code", "player_id", "player_name")})
    room(session["game_code"]).sit(session["player_id"], session["player_name"])
    return jsonify(status="success")


@app.post("/api/make_choice")
def make_choice() -> Any:
    if "player_id" not in session:
        return jsonify(status="error", code="AUTH_REQUIRED"), 401
    room(session["game_code"]).choose(session["player_id"], request.get_json()["choice"])
    return jsonify(status="success")


@server.on("connect")
def connect(auth: dict[str, str] | None = None) -> None:
    if auth and "game_code" in auth:
        session.update(auth)
        place = room(auth["game_code"])
        place.sit(auth["player_id"], auth["player_name"])
        join_room(place.code)
        emit("reconnect_sync", place.state())


@server.on("choice_submitted")
def choice_submitted(data: dict[str, Any] | None = None) -> dict[str, Any]:
    place = room(session["game_code"])
    if data and "choice" in data:
        place.choose(session["player_id"], data["choice"])
    told = place.told(session["player_id"])
    emit("player_chose", told, room=place.code)
    return {"ok": True, **told}


@server.on("typing")
def typing(data: dict[str, Any]) -> None:
    forget(request.sid)
    said = {"player_id": session["player_id"], "player_name": session["player_name"]}
    code, sid = session["game_code"], request.sid
    if data["is_typing"]:
        stopped = {**said, "is_typing": False}
        writing[sid] = eventlet.spawn_after(SECONDS_OF_WRITING, lambda: server.emit("player_typing", stopped, room=code, skip_sid=sid))
    emit("player_typing", {**said, "is_typing": data["is_typing"]}, room=code, include_self=False)


def forget(sid: str) -> None:
    timer = writing.pop(sid, None)
    if timer is not None:
        timer.cancel()


if __name__ == "__main__":
    # eventlet answers 1,024 at once by itself, and lets whoever comes then wait.
    server.run(app, host="127.0.0.1", port=int(sys.argv[1]), log_output=False, max_size=20_000)
