"""What is told in a room: to whom, in which order, and once."""

import asyncio
from typing import Any
from uuid import uuid4

import pytest

from games import deadlines
from games.models import Choice, Event, Player, Turn
from realtime import watch
from realtime.connections import connections
from tests.games.guests import Guest, at_turn, begun, table
from tests.games.storyteller import whisper_for
from tests.realtime.sockets import NewTab, Tab, off, post, until

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]


async def inside(tab: NewTab, *people: Guest) -> list[Tab]:
    tabs = [await tab(guest).open() for guest in people]
    for each in tabs:
        await each.enter()
    return tabs


async def test_joining_is_answered_then_told(tab: NewTab) -> None:
    host, sefu = await off(table, 2)
    page = await tab(sefu).open()
    answer = await page.ask("join_game_room", {"game_code": host.code.lower()})
    assert (answer["ok"], answer["role"], answer["seq"]) == (True, "player", 2)
    assert page.heard.all == [] or page.heard.names()[0] == "player_joined"
    await page.heard.until("presence_update")
    assert page.heard.names() == ["player_joined", "presence_update"]
    told = page.heard.of("player_joined")[0]
    assert (told["player_id"], told["player_name"], told["player_count"], told["seq"]) == (sefu.seat, "Sefu", 2, 2)
    assert told == await off(lambda: Event.objects.get(seq=2).data)


async def test_a_spectator_joins_as_one(tab: NewTab) -> None:
    host, _ = await off(table, 2)
    page = await tab(await off(Guest, "Yun")).open()
    assert (await page.ask("join_game_room", {"game_code": host.code}))["role"] == "spectator"
    presence = await page.heard.until("presence_update")
    assert (presence["spectators"], presence["online_players"], presence["total_players"]) == (1, [], 2)
    assert "player_joined" not in page.heard.names()
    for name, payload in [
        ("choice_submitted", {}),
        ("choice_submitted", {"choice": "hold"}),
        ("chat_message", {"text": "!"}),
        ("share_whisper", {}),
        ("typing", {"is_typing": True}),
    ]:
        code = await page.refusal(name, payload)
        assert code in {"SPECTATOR_READ_ONLY", "NO_GAME"} if name != "typing" else code == "SPECTATOR_READ_ONLY"


@pytest.mark.parametrize(
    ("how", "open_to_all", "code"),
    [
        ("watches", True, "SPECTATOR_READ_ONLY"),
        ("left after choosing", True, "SPECTATOR_READ_ONLY"),
        ("left after choosing", False, "NOT_IN_GAME"),
        ("was kicked", True, "KICKED"),
    ],
)
async def test_saying_look_at_my_choice_needs_a_chair(
    tab: NewTab, monkeypatch: pytest.MonkeyPatch, how: str, open_to_all: bool, code: str
) -> None:
    host, sefu = await off(at_turn, 2, allow_spectators=open_to_all)
    await post(sefu, "make_choice", choice="hold")
    guest = await off(Guest, "Yun") if how == "watches" else sefu
    guest.code = host.code
    (page,) = await inside(tab, guest)
    monkeypatch.setattr("games.outbox.publish", lambda published: None)  # so that the page stays for a moment
    monkeypatch.setattr(watch, "SESSION_SECONDS", 3600)
    if how == "left after choosing":
        await post(sefu, "leave_game")
    elif how == "was kicked":
        await post(host, "kick_player", player_id=sefu.seat)
    assert await page.refusal("choice_submitted") == code


async def test_spectators_are_not_let_in_where_they_may_not_watch(tab: NewTab) -> None:
    host, _ = await off(table, 2, allow_spectators=False)
    page = await tab(await off(Guest, "Yun")).open()
    assert await page.refusal("join_game_room", game_code=host.code) == "NOT_IN_GAME"
    assert await page.refusal("reconnect", game_code=host.code, player_id=host.seat) == "NOT_IN_GAME"
    assert page.heard.names() == ["error", "error"]


async def test_somebody_elses_player_id_does_not_make_them(tab: NewTab) -> None:
    host, sefu = await off(at_turn, 2)
    page = await tab(await off(Guest, "Yun")).open()
    await page.done("reconnect", game_code=host.code, player_id=host.seat)
    sync = await page.heard.until("reconnect_sync")
    assert (sync["you"], sync["role"]) == (None, "spectator")
    other = await tab(sefu).open()
    await other.done("reconnect", game_code=host.code, player_id=host.seat)
    assert (await other.heard.until("reconnect_sync"))["you"]["whisper"] == whisper_for("Sefu", 1)


async def test_what_is_posted_is_told_to_all_once_and_in_order(tab: NewTab) -> None:
    host, sefu = await off(table, 2)
    watching = await off(Guest, "Yun")
    watching.code = host.code
    pages = await inside(tab, host, sefu, watching)
    await post(sefu, "choose_class", **{"class": "Bard"})
    await post(host, "start_game")
    await post(host, "generate_scenario")
    await post(sefu, "share_whisper")
    for guest in (host, sefu):
        await post(guest, "make_choice", choice="hold")
    await post(host, "resolve_turn")
    await post(host, "end_game")
    stored = await off(lambda: list(Event.objects.filter(seq__gt=2).values_list("seq", "name", "data")))
    for page in pages:
        await page.heard.until("game_over")
        logged = [heard for heard in page.heard.all if heard.data.get("seq", 0) > 2 and heard.event not in ("whisper", "presence_update")]
        assert [(heard.data["seq"], heard.event, heard.data) for heard in logged] == stored


async def test_whispers_go_to_their_player_on_all_their_tabs_and_to_nobody_else(tab: NewTab) -> None:
    host, sefu = await off(begun, 2)
    watching = await off(Guest, "Yun")
    watching.code = host.code
    pages = await inside(tab, host, sefu, sefu, watching)
    outside = await tab(sefu).open()
    await post(host, "generate_scenario")
    for page in pages:
        scene = await page.heard.until("new_scenario")
    for page in pages[:3]:
        whisper = await page.heard.until("whisper")
        assert whisper["seq"] == scene["seq"] and whisper["scenario_id"] == scene["scenario_id"] and whisper["turn_number"] == 1
        assert page.heard.names().index("new_scenario") < page.heard.names().index("whisper")
    await pages[3].done("ping")
    await outside.done("ping")
    told = [[each["whisper"] for each in page.heard.of("whisper")] for page in [*pages, outside]]
    assert told == [[whisper_for("Oona", 1)], [whisper_for("Sefu", 1)], [whisper_for("Sefu", 1)], [], []]
    assert "vespertine" not in str(pages[3].heard.all)
    assert whisper_for("Sefu", 1) not in str(pages[0].heard.all)


async def test_nobody_hears_an_open_choice(tab: NewTab) -> None:
    host, sefu = await off(at_turn, 2)
    watching = await off(Guest, "Yun")
    watching.code = host.code
    pages = await inside(tab, host, sefu, watching)
    answer = await pages[1].done("choice_submitted", choice="The copper key, under the stone.", turn_number=1)
    assert (answer["choices_submitted"], answer["waiting_for"]) == (1, [host.seat])
    for page in pages:
        await page.heard.until("player_chose")
        assert "copper" not in str(page.heard.all)
    await post(host, "resolve_turn", force=True)
    for page in pages:
        assert "copper" in str(await page.heard.until("turn_resolution"))


async def test_choosing_over_the_socket_is_the_same_command(tab: NewTab) -> None:
    host, sefu = await off(at_turn, 2)
    host_page, page = await inside(tab, host, sefu)
    cmd_id = str(uuid4())
    first = await page.done("choice_submitted", choice="give", cmd_id=cmd_id)
    assert (await page.done("choice_submitted", choice="give", cmd_id=cmd_id)) == {**first, "replayed": True}
    over_http = await off(sefu.post, "make_choice", choice="give", cmd_id=cmd_id, game_code=host.code)
    assert over_http.told == {name: value for name, value in first.items() if name != "ok"} | {"replayed": True}
    assert await page.refusal("choice_submitted", choice="take", cmd_id=cmd_id) == "IDEMPOTENCY_MISMATCH"
    assert await page.refusal("choice_submitted", choice="take") == "ALREADY_CHOSEN"
    assert await page.refusal("choice_submitted", choice="give", turn_number=4) == "STALE_TURN"
    cmd_id = str(uuid4())
    told = (await off(host.post, "make_choice", choice="hold", cmd_id=cmd_id, game_code=host.code)).told
    assert (await host_page.done("choice_submitted", choice="hold", cmd_id=cmd_id)) == {"ok": True, **told, "replayed": True}
    assert await off(Choice.objects.count) == 2


async def test_saying_look_says_nothing_new(tab: NewTab) -> None:
    host, sefu = await off(at_turn, 2)
    pages = await inside(tab, host, sefu)
    assert await pages[1].refusal("choice_submitted") == "MISSING_FIELD"
    await post(sefu, "make_choice", choice="hold")
    await pages[1].done("choice_submitted", player_id=host.seat)
    await pages[0].done("scenario_generated", theme="<b>forged</b>", scenario_id="forged")
    await pages[0].done("turn_resolved", turn_number=9, trust_change=-50)
    await pages[0].heard.until("player_chose")
    await asyncio.gather(*(page.done("ping") for page in pages))
    assert [page.heard.names().count("player_chose") for page in pages] == [1, 1]
    assert "forged" not in str([page.heard.all for page in pages])
    assert not {"turn_resolution", "new_scenario"} & {name for page in pages for name in page.heard.names()}


async def test_talk_and_whispers_read_aloud_over_the_socket(tab: NewTab) -> None:
    host, sefu = await off(at_turn, 2)
    pages = await inside(tab, host, sefu)
    said = await pages[1].done("chat_message", text=" <img src=x> \u202e ", cmd_id=str(uuid4()))
    told = await pages[0].heard.until("chat_message")
    assert (told["text"], told["player_id"], told["seq"]) == ("<img src=x> \u202e", sefu.seat, said["seq"])
    await pages[1].done("share_whisper")
    assert (await pages[0].heard.until("whisper_shared"))["whisper"] == whisper_for("Sefu", 1)
    assert await pages[1].refusal("share_whisper") == "ALREADY_SHARED"


async def test_leaving_the_room_keeps_the_seat(tab: NewTab) -> None:
    host, sefu = await off(table, 2)
    pages = await inside(tab, host, sefu)
    await pages[1].done("leave_game_room")
    await pages[0].done("chat_message", text="Anybody?")
    await pages[0].heard.until("chat_message")
    assert await pages[1].refusal("request_presence") == "NO_GAME"
    assert "chat_message" not in pages[1].heard.names()
    assert await off(Player.objects.filter(status="seated").count) == 2


async def test_standing_up_ends_the_hearing_and_being_kicked_the_connection(tab: NewTab) -> None:
    host, sefu, ines = await off(table, 3)
    pages = await inside(tab, host, sefu, ines, ines)
    await post(sefu, "leave_game")
    await pages[0].heard.until("player_left", player_id=sefu.seat)
    await until(lambda: not [each for each in connections if each.player_id == sefu.seat])
    assert pages[1].connected
    await post(host, "kick_player", player_id=ines.seat)
    for page in pages[2:]:
        await page.heard.until("error", code="KICKED")
        await until(lambda page=page: not page.connected)
    again = await tab(ines).open()
    assert await again.refusal("join_game_room", game_code=host.code) == "KICKED"
    assert await again.refusal("reconnect", game_code=host.code, last_seq=0) == "KICKED"
    assert not {"reconnect_sync", "player_joined"} & set(again.heard.names())


async def test_a_kick_that_this_process_did_not_hear_of_ends_them_too(tab: NewTab, monkeypatch: pytest.MonkeyPatch) -> None:
    host, sefu = await off(table, 2)
    _, page = await inside(tab, host, sefu)
    monkeypatch.setattr("games.outbox.publish", lambda published: None)
    await post(host, "kick_player", player_id=sefu.seat)
    await until(lambda: not page.connected, seconds=5)
    assert page.heard.of("error")[-1]["code"] == "KICKED"


async def test_deadlines_and_bots_are_told(tab: NewTab) -> None:
    host, _ = await off(table, 2, turn_seconds=60, max_players=3)
    await post(host, "add_bot")
    await post(host, "start_game")
    (page,) = await inside(tab, host)
    await post(host, "generate_scenario")

    def passes(**changes: Any) -> int:
        Turn.objects.update(**changes)
        return deadlines.run_due()

    turn = await off(Turn.objects.get)
    assert await off(deadlines.run_due) == 0
    assert await off(passes, opened_at=turn.opened_at.replace(year=2020), wake_at=turn.opened_at) == 1
    assert (await page.heard.until("player_chose"))["choices_submitted"] == 1
    assert await off(passes, deadline=turn.opened_at, wake_at=turn.opened_at) == 1
    told = await page.heard.until("turn_resolution")
    assert [choice["hesitated"] for choice in told["choices"]] == [True, True, False]
    assert await off(deadlines.run_due) == 0
