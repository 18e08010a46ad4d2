"""Who gets a websocket, and what others are answered."""

from typing import Any

import pytest

from realtime.transport.handshake import Environ, Request
from tests.transport.conftest import NewPeer, Server, running
from tests.transport.peer import ACCEPT, TARGET, asking


async def test_the_answer_is_the_standards(peer: NewPeer) -> None:
    answer = await (await peer(opened=False)).answer()
    assert answer.status == 101
    assert answer.headers["sec-websocket-accept"] == ACCEPT.lower()
    assert answer.headers["upgrade"] == "websocket" and answer.headers["connection"] == "upgrade"
    assert "sec-websocket-extensions" not in answer.headers


async def test_the_open_packet(server: Server, peer: NewPeer) -> None:
    asked = await peer(opened=False)
    said = await asked.opened()
    assert said == {"sid": asked.sid, "upgrades": [], "pingInterval": 25000, "pingTimeout": 20000, "maxPayload": 100_000}
    assert server.eio.transport(asked.sid) == "websocket"


REFUSED: list[tuple[dict[str, str], int]] = [
    ({"Sec_WebSocket_Version": "8"}, 426),
    ({"Sec_WebSocket_Version": ""}, 426),
    ({"Sec_WebSocket_Key": ""}, 400),
    ({"Sec_WebSocket_Key": "dG9vIHNob3J0"}, 400),
    ({"Sec_WebSocket_Key": "not base64 at all!!"}, 400),
    ({"target": "/elsewhere/?EIO=4&transport=websocket"}, 404),
    ({"target": "/socket.iox/?EIO=4&transport=websocket"}, 404),
    ({"target": "/socket.io/?EIO=3&transport=websocket"}, 400),
    ({"target": "/socket.io/?transport=websocket"}, 400),
    ({"target": "/socket.io/?EIO=4&transport=polling"}, 400),
    ({"target": "/socket.io/?EIO=4"}, 400),
    ({"target": f"{TARGET}&sid=unknown"}, 400),
    ({"Origin": "https://elsewhere.example"}, 403),
    ({"method": "POST"}, 405),
]


@pytest.mark.parametrize(("how", "status"), REFUSED, ids=str)
async def test_refusals(server: Server, peer: NewPeer, how: dict[str, str], status: int) -> None:
    answer = await (await peer(opened=False, **how)).answer()
    assert answer.status == status and answer.headers["connection"] == "close"
    assert (answer.headers.get("sec-websocket-version") == "13") is (status == 426)
    assert not server.eio.sockets and not server.environ and server.happened == []


OTHERWISE = [
    "/socket.io?EIO=4&transport=websocket",
    "/socket.io/?transport=websocket&EIO=4&t=x",
    "/socket%2Eio/?EIO=4&transport=websocket",
]


@pytest.mark.parametrize("target", OTHERWISE)
async def test_the_same_address_written_otherwise(peer: NewPeer, target: str) -> None:
    assert (await peer(target=target)).sid


async def test_origins(peer: NewPeer) -> None:
    assert (await peer(Origin="http://codex.example")).sid
    assert (await peer()).sid


async def test_the_application_may_turn_away(server: Server, peer: NewPeer) -> None:
    seen: list[Any] = []

    def admit(scope: Any) -> int | None:
        seen.append(scope)
        return 401 if b"sid=stolen" in dict(scope["headers"]).get(b"cookie", b"") else None

    server.eio.admit = admit
    assert (await (await peer(opened=False, Cookie="sid=stolen")).answer()).status == 401
    assert (await peer(Cookie="sid=own")).sid
    assert [scope["path"] for scope in seen] == ["/socket.io/"] * 2


async def test_a_connect_handler_of_the_engine_may_refuse(server: Server, peer: NewPeer) -> None:
    async def refuse(eio_sid: str, environ: Any) -> str:
        return "NOT_NOW"

    server.eio.on("connect", refuse)
    assert (await (await peer(opened=False)).answer()).status == 401
    assert not server.eio.sockets


async def test_what_handlers_are_given_is_what_the_library_gives() -> None:
    """The same request over our transport and over uvicorn's own."""
    given: list[Any] = []
    headers = {
        "Cookie": "a=b; c=d",
        "X_Forwarded_For": "203.0.113.7",
        "User_Agent": "Mozilla",
        "X_Empty": " ",
        "X_No_Text": "\xe9",
    }
    target = "/socket.io/?EIO=4&transport=websocket&x=%C3%A9"
    for ws in (None, "websockets-sansio"):
        made = Server(cors_allowed_origins="*")
        made.eio.handlers["connect"] = lambda sid, environ: given.append(environ)
        async with running(made, ws=ws) as _:
            asked = await asking("127.0.0.1", made.port, target=target, Origin="http://a.example", **headers)
            await asked.opened()
            asked.leave()
    ours, theirs = given
    assert isinstance(ours, Environ) and isinstance(theirs, dict)
    own = {"asgi.receive", "asgi.send", "asgi.scope", "wsgi.input", "wsgi.errors"}
    assert {key: value for key, value in ours.items() if key not in own} == {key: value for key, value in theirs.items() if key not in own}
    scope, other = ours["asgi.scope"], theirs["asgi.scope"]
    port = other["client"][1]
    assert {**scope, "client": (scope["client"][0], port), "server": other["server"]} == {key: other[key] for key in scope}
    assert (ours["HTTP_COOKIE"], ours.get("HTTP_NOTHING"), "HTTP_HOST" in ours) == ("a=b; c=d", None, True)


def test_what_is_kept_with_a_request_can_be_read_again() -> None:
    environ = Environ(Request(b"GET /socket.io/ HTTP/1.1\r\nhost: a\r\n\r\n", None, None, False))
    environ["codex.line"] = 7
    assert environ["codex.line"] == 7 and environ["HTTP_HOST"] == "a" and "codex.line" in set(environ)
    del environ["codex.line"]
    with pytest.raises(KeyError):
        environ["codex.line"]
    assert environ["asgi.scope"]["client"] is None
