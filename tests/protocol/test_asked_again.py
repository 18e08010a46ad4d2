"""One effect for each ``cmd_id``: over both doors, the one after the other, and after the death of the server."""

import asyncio
import re
from typing import Any
from uuid import uuid4

import pytest

from tests.conftest import NewPlayer
from tests.support.player import Player, RefusedError
from tests.support.site import Site

Z = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")


async def test_every_command_of_an_evening_is_answered_again_after_a_restart(new_player: NewPlayer, site: Site) -> None:
    ines, sefu, yun = [await new_player(name) for name in ("Ines", "Sefu", "Yun")]
    asked: list[tuple[Player, str, dict[str, Any], dict[str, Any]]] = []

    async def act(player: Player, call: str, **body: Any) -> dict[str, Any]:
        body = {"game_code": ines.code, "cmd_id": str(uuid4()), **body} if call != "create_game" else {"cmd_id": str(uuid4())}
        asked.append((player, call, body, await player.post(call, **body)))
        return asked[-1][3]

    ines.code = (await act(ines, "create_game"))["game_code"]
    sefus = (await act(sefu, "join_game"))["player_id"]
    yuns = (await act(yun, "join_game"))["player_id"]
    await act(sefu, "choose_class", **{"class": "Bard"})
    await act(ines, "add_bot")
    await act(ines, "kick_player", player_id=yuns)
    await act(ines, "start_game")
    await act(ines, "generate_scenario")
    await act(sefu, "make_choice", choice="I hold the door.")
    await act(sefu, "share_whisper")
    await act(sefu, "chat_message", text="Listen.")
    await act(ines, "resolve_turn", force=True)
    await act(ines, "transfer_host", player_id=sefus)
    await act(ines, "leave_game")
    await act(sefu, "end_game")
    told = (await sefu.state(game_code=ines.code))["seq"]
    site.kill()
    site.start()
    await asyncio.sleep(0.1)  # the clients notice that their lines are gone
    for player, call, body, first in asked:
        assert await player.post(call, **body) == {**first, "replayed": True}, call
    assert (await sefu.state(game_code=ines.code))["seq"] == told


async def test_what_the_socket_was_told_is_told_again_over_http_and_after_a_restart(new_player: NewPlayer, site: Site) -> None:
    ines = await new_player("Ines")
    await ines.create_game()
    await ines.start_game()
    await ines.generate_scenario()
    await ines.enter()
    doors = {"choice_submitted": ("make_choice", {"choice": "I wait."}), "share_whisper": ("share_whisper", {})}
    doors["chat_message"] = ("chat_message", {"text": "Listen."})
    asked = [(event, call, {**body, "cmd_id": str(uuid4())}) for event, (call, body) in doors.items()]
    first = {event: await ines.ask(event, **body) for event, _, body in asked}
    assert all(answer["ok"] and "replayed" not in answer for answer in first.values())
    told = (await ines.state())["seq"]
    for event, call, body in asked:
        again = await ines.ask(event, **body)
        assert again == {**first[event], "replayed": True}
        over_http = await ines.post(call, **body)
        assert {**over_http, "status": 0} == {**{name: value for name, value in again.items() if name != "ok"}, "status": 0}
    site.kill()
    site.start()
    await ines.until("disconnect")
    anew = await new_player()
    await anew.connect(headers={"Cookie": ines.cookies})  # in no room: the latest table is meant
    for event, _, body in asked:
        assert await anew.ask(event, **body) == {**first[event], "replayed": True}
        other = await anew.ask(event, **{**body, "text": "Else.", "choice": "Else."}) if event != "share_whisper" else None
        assert other is None or other["error"]["code"] == "IDEMPOTENCY_MISMATCH"
    assert (await ines.state())["seq"] == told


async def test_entering_answering_and_looking_as_it_is_written(new_player: NewPlayer) -> None:
    ines = await new_player("Ines")
    await ines.create_game()
    await ines.connect()
    assert (await ines.ask("ping")).get("seq") is None
    assert (await ines.ask("turn_resolved"))["error"]["code"] == "NO_GAME"
    entered = await ines.enter()
    assert (entered["role"], entered["seq"]) == ("player", 1)
    await ines.until("presence_update")
    names = [name for name in ines.heard.names() if name in ("player_joined", "presence_update")]
    assert names[:2] == ["player_joined", "presence_update"]
    pong = await ines.ask("ping")
    assert pong["seq"] == 1
    assert (await ines.ask("presence"))["error"]["code"] == "UNKNOWN_EVENT"
    assert (await ines.ask("choice_submitted", choice=7))["error"]["code"] == "VALIDATION_ERROR"
    assert (await ines.ask("choice_submitted"))["error"]["code"] == "MISSING_FIELD"
    assert (await ines.ask("choice_submitted", choice="run"))["error"]["code"] == "GAME_NOT_STARTED"
    assert len(ines.heard.of("error")) == 5
    state = await ines.state(since=0)
    times = [state["server_time"], pong["timestamp"], *(event["data"]["timestamp"] for event in state["events"])]
    assert all(Z.fullmatch(time) for time in times)


async def test_the_state_has_the_same_fields_over_both_doors(new_player: NewPlayer) -> None:
    ines = await new_player("Ines")
    await ines.create_game()
    await ines.start_game()
    await ines.generate_scenario()
    await ines.connect(auth={"game_code": ines.code, "last_seq": 0})
    synced, read = await ines.until("reconnect_sync"), await ines.state(since=0)
    named = (
        "game_code players game_started has_scenario scenario phase seq events host_id trust turn_number max_turns max_players you deadline"
    )
    assert {*named.split(), "server_time"} <= synced.keys()
    assert {**synced, "status": "success", "server_time": 0, "players": 0} == {**read, "server_time": 0, "players": 0}


async def test_who_watches_reads_the_replay_and_may_not_act(new_player: NewPlayer) -> None:
    ines, yun = await new_player("Ines"), await new_player("Yun")
    await ines.create_game()
    assert (await yun.get("replay", game_code=ines.code))["events"][0]["event"] == "player_joined"
    for call, body in {"make_choice": {"choice": "run"}, "chat_message": {"text": "Psst."}, "start_game": {}}.items():
        with pytest.raises(RefusedError) as refused:
            await yun.post(call, game_code=ines.code, **body)
        assert refused.value.code == "SPECTATOR_READ_ONLY", call
