"""Who is let in, and what every frame and event is answered with."""

import contextlib
import json
from typing import Any

import pytest
from socketio.exceptions import ConnectionError as Refused

from games.models import Event
from realtime.connections import connections
from tests.games.guests import Guest, at_turn, table
from tests.realtime.sockets import NewTab, NewWire, off, until

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]

NAMES = [
    "join_game_room", "leave_game_room", "reconnect", "choice_submitted", "scenario_generated", "turn_resolved", "request_presence", "ping",
    "typing", "chat_message", "share_whisper",
]  # fmt: skip


async def test_nobody_without_a_session(tab: NewTab) -> None:
    nobody = tab(None)
    with pytest.raises(Refused):
        await nobody.open()
    assert nobody.refused["data"]["code"] == "AUTH_REQUIRED"
    assert not list(connections)


@pytest.mark.parametrize("cookie", ["sessionid=x", "sessionid=", "sessionid=" + "a" * 32, "sessionid=../../etc", "a=b; sessionid=%00"])
async def test_nobody_with_a_session_that_is_none(tab: NewTab, cookie: str) -> None:
    stranger = tab(None)
    with pytest.raises(Refused):
        await stranger.open(headers={"Cookie": cookie})
    assert stranger.refused["data"]["code"] == "AUTH_REQUIRED"


@pytest.mark.parametrize("transport", ["websocket", "polling"])
async def test_somebody_with_a_session(tab: NewTab, transport: str) -> None:
    oona = await tab(await off(Guest, "Oona")).open(transport=transport)
    assert (await oona.done("ping"))["seq"] is None
    assert (await oona.heard.until("pong"))["timestamp"].endswith("Z")


@pytest.mark.parametrize("origin", ["https://elsewhere.example", "null", "http://127.0.0.1:1"])
async def test_no_other_origin(tab: NewTab, origin: str) -> None:
    stranger = tab(await off(Guest, "Oona"))
    for more in ({}, {"X-Forwarded-Host": origin.rpartition("/")[2], "X-Forwarded-Proto": "https"}):
        with pytest.raises(Refused):
            await stranger.open(headers={"Origin": origin, **more})


async def test_our_own_origin_and_those_listed(tab: NewTab, server: str, settings: Any) -> None:
    guest = await off(Guest, "Oona")
    settings.SOCKETIO_ALLOWED_ORIGINS = ["https://codex.example"]
    for origin in (server, "https://codex.example"):
        assert (await tab(guest).open(headers={"Origin": origin})).connected


async def test_forged_connect_and_disconnect_do_nothing(wire: NewWire, tab: NewTab) -> None:
    host, sefu = await off(table, 2)
    watching = await tab(sefu).open()
    await watching.enter()
    forger = await wire(host)
    await forger.answer(f'421["join_game_room",{{"game_code":"{host.code}"}}]', 1)
    await watching.heard.until("player_connected", player_id=host.seat)
    environ = {"HTTP_COOKIE": f"sessionid={sefu.client.cookies['sessionid'].value}", "asgi.scope": {}}
    forged = [("connect", environ), ("disconnect", "client namespace disconnect"), ("connect_error", {}), ("*", {})]
    for number, (name, payload) in enumerate(forged, 2):
        answer = await forger.answer(f"42{number}{json.dumps([name, payload])}", number)
        assert answer == {"ok": False, "error": {"code": "BAD_FRAME", "message": answer["error"]["message"]}}
    answer = await forger.answer('429["chat_message",{"text":"Still me."}]', 9)
    assert answer["ok"] is True
    assert (await watching.heard.until("chat_message"))["player_id"] == host.seat
    assert "player_disconnected" not in watching.heard.names()


UNKNOWN = ["nothing", "Join_game_room", "message", "new_scenario", "turn_resolution", "whisper", "error", "__class__"]


async def test_unknown_events_are_answered(tab: NewTab) -> None:
    oona = await tab(await off(Guest, "Oona")).open()
    assert {name: await oona.refusal(name, {"game_code": "AAAAAA"}) for name in UNKNOWN} == dict.fromkeys(UNKNOWN, "UNKNOWN_EVENT")
    assert (await oona.done("ping"))["ok"]


WRONG: list[Any] = [7, "text", [1], True]


async def test_every_event_is_answered_whatever_it_carries(tab: NewTab) -> None:
    _, sefu = await off(at_turn, 2)
    page = await tab(sefu).open()
    await page.enter()
    count = await off(Event.objects.count)
    for name in NAMES:
        for payload in WRONG:
            assert await page.refusal(name, payload) == "VALIDATION_ERROR", name
    assert await off(Event.objects.count) == count
    assert (await page.done("ping"))["ok"]


OUTSIDE: list[tuple[str, Any, str]] = [
    ("join_game_room", {}, "MISSING_FIELD"),
    ("reconnect", {}, "MISSING_FIELD"),
    ("join_game_room", {"game_code": 7}, "VALIDATION_ERROR"),
    ("join_game_room", {"game_code": "x" * 65}, "VALIDATION_ERROR"),
    ("join_game_room", {"game_code": "ZZZZZZ"}, "INVALID_GAME"),
    ("reconnect", {"game_code": "ZZZZZZ"}, "INVALID_GAME"),
    ("reconnect", {"game_code": "ZZZZZZ", "last_seq": -1}, "VALIDATION_ERROR"),
    ("reconnect", {"game_code": "ZZZZZZ", "last_seq": "1"}, "VALIDATION_ERROR"),
    ("reconnect", {"game_code": "ZZZZZZ", "last_seq": 1.5}, "VALIDATION_ERROR"),
    ("leave_game_room", {}, "NO_GAME"),
    ("scenario_generated", {"theme": "x"}, "NO_GAME"),
    ("turn_resolved", {"trust_change": 99}, "NO_GAME"),
    ("request_presence", {}, "NO_GAME"),
    ("typing", {"is_typing": True}, "NO_GAME"),
    ("typing", {}, "MISSING_FIELD"),
    ("typing", {"is_typing": 1}, "VALIDATION_ERROR"),
    ("chat_message", {}, "MISSING_FIELD"),
    ("chat_message", {"text": ""}, "VALIDATION_ERROR"),
    ("chat_message", {"text": "x" * 501}, "VALIDATION_ERROR"),
    ("chat_message", {"text": "a", "cmd_id": "x"}, "VALIDATION_ERROR"),
    ("chat_message", {"text": "a"}, "NO_GAME"),
    ("choice_submitted", {"choice": 7}, "VALIDATION_ERROR"),
    ("choice_submitted", {"choice": "x" * 1001}, "VALIDATION_ERROR"),
    ("choice_submitted", {"choice": "hold", "turn_number": True}, "VALIDATION_ERROR"),
    ("choice_submitted", {}, "NO_GAME"),
    ("share_whisper", {}, "NO_GAME"),
]


async def test_outside_a_room(tab: NewTab) -> None:
    page = await tab(await off(Guest, "Oona")).open()
    assert [(name, payload, await page.refusal(name, payload)) for name, payload, _ in OUTSIDE] == OUTSIDE


BAD_FRAMES = [
    "42",
    "42{}",
    "42[]",
    "42[7]",
    '42["a",1,2]',
    "42[NaN]",
    '42["ping",{"a":NaN}]',
    '42["ping",{"a":1e999}]',
    "450-",
    '451-["a",{}]',
    "49",
    '42["ping","\\u0000"]',
    '42["ping","\\ud800"]',
    '42/other,["ping"]',
    "43",
    '42["ping",' + "[" * 30 + "]" * 30 + "]",
    '42["ping"',
    "46",
]


async def test_a_bad_frame_is_told_and_the_connection_lives(wire: NewWire) -> None:
    guest = await off(Guest, "Oona")
    for frame in BAD_FRAMES:
        page = await wire(guest)
        await page.send(frame)
        assert json.loads((await page.hear("42["))[2:])[1]["code"] == "BAD_FRAME", frame
        assert (await page.answer('425["ping",{}]', 5))["ok"] is True, frame


async def test_five_bad_frames_end_the_connection(wire: NewWire) -> None:
    page = await wire(await off(Guest, "Oona"))
    for _ in range(4):
        await page.send("42[]")
    assert (await page.answer('425["ping",{}]', 5))["ok"] is True
    await page.send("42[]")
    assert await page.hear("1") == "1"
    await until(lambda: not list(connections))
    await page.send('426["ping",{}]')
    await page.send("40")
    with contextlib.suppress(TimeoutError):  # ended, or not yet; nothing is said
        assert await page.hear("4", seconds=0.3) == ""


@pytest.mark.parametrize("size", [17 * 1024, 60 * 1024])
async def test_too_long_a_frame_is_refused(wire: NewWire, size: int) -> None:
    page = await wire(await off(Guest, "Oona"))
    await page.send('42["ping","' + "x" * size + '"]')
    assert json.loads((await page.hear("42["))[2:])[1]["code"] == "PAYLOAD_TOO_LARGE"
    assert (await page.answer('425["ping",{}]', 5))["ok"] is True


async def test_a_handler_that_breaks_is_answered(tab: NewTab, monkeypatch: pytest.MonkeyPatch) -> None:
    host, _ = await off(table, 2)
    page = await tab(host).open()
    await page.enter()
    monkeypatch.setattr("games.services.talk.say", lambda **_: 1 / 0)
    answer = await page.ask("chat_message", text="Hello?")
    assert answer["error"]["code"] == "INTERNAL_ERROR"
    assert answer["error"]["request_id"]
    assert "division" not in json.dumps(answer)
    assert (await page.done("ping"))["ok"]
