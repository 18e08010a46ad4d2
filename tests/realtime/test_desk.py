"""The namespace for staff: what it tells, to whom, and that covered means not sent."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

import pytest
import socketio
from django.contrib.auth.models import User
from django.test import Client

from games.models import Game, PersonSession, Whisper
from games.services import keeping
from realtime import history
from realtime.connections import connections, desks
from tests.games.guests import Guest, at_turn, begun, table
from tests.games.storyteller import whisper_for
from tests.realtime.desks import DeskPage, NewDesk, staff, take_away
from tests.realtime.sockets import NewTab, NewWire, off, post, until

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]

OWN_WORDS = "I count the coins twice."


def game_of(people: list[Guest]) -> Game:
    return Game.objects.get(code=people[0].code)


async def watched(desk: NewDesk, people: list[Guest], *rights: str) -> DeskPage:
    page = await desk("view_game", *rights)
    game = await off(game_of, people)
    assert (await page.ask("watch_game", game_id=game.pk))["ok"]
    return page


async def test_hears_a_game_as_it_happens_and_its_state_first(desk: NewDesk, tab: NewTab) -> None:
    people = await off(table, 2)
    page = await watched(desk, people)
    state = (await page.heard.until("desk_state"))["state"]
    assert (state["seq"], state["role"], state["you"]) == (2, "spectator", None)
    await post(people[0], "start_game")
    await post(people[0], "generate_scenario")
    await post(people[1], "make_choice", choice=OWN_WORDS)
    chose = await page.heard.until("player_chose")
    assert chose["waiting_for"] == [people[0].seat]
    assert [seq for seq in page.heard.logged() if seq > state["seq"]] == [3, 4, 5]


async def test_sees_connections_and_how_well_they_carry(desk: NewDesk, tab: NewTab) -> None:
    people = await off(table, 2)
    page = await watched(desk, people)
    sefu = await tab(people[1]).open(transport="polling")
    await sefu.enter()
    oona = await tab(people[0]).open()
    await oona.enter()
    await page.heard.until_heard(lambda heard: heard.event == "desk_lines" and len(heard.data["lines"]) == 2, what="two lines")
    lines = {line["name"]: line for line in page.heard.of("desk_lines")[-1]["lines"]}
    assert {name: line["transport"] for name, line in lines.items()} == {"Oona": "websocket", "Sefu": "polling"}
    assert all(line["process"] and line["silent"] is not None for line in lines.values())
    assert (await page.heard.until("presence_update"))["spectators"] == 0


async def test_is_nobody_in_the_room(desk: NewDesk, tab: NewTab) -> None:
    people = await off(table, 1)
    oona = await tab(people[0]).open()
    await oona.enter()
    told = len(oona.heard.all)
    page = await watched(desk, people)
    await page.heard.until("desk_state")
    await oona.done("request_presence")
    assert oona.heard.of("presence_update")[-1]["spectators"] == 0
    assert len(oona.heard.all) == told + 1


async def test_covered_means_not_sent(desk: NewDesk) -> None:
    people = await off(begun, 3)
    pages = [await watched(desk, people), await watched(desk, people, "uncover_secrets")]
    await post(people[0], "generate_scenario")
    await post(people[0], "make_choice", choice=OWN_WORDS)
    for page in pages:
        await page.heard.until("player_chose")
    await asyncio.sleep(2.5)
    whispers = await off(lambda: list(Whisper.objects.values_list("text", flat=True)))
    for page in pages:
        everything = json.dumps([heard.data for heard in page.heard.all], ensure_ascii=False)
        assert OWN_WORDS not in everything
        assert not [text for text in whispers if text in everything]
        assert "untold" not in everything and (await off(game_of, people)).seed not in everything
    keys = await off(lambda: list(PersonSession.objects.values_list("session_key", flat=True)))
    assert not [key for key in keys for page in pages if key in str(page.heard.all)]


def uncovered(client: Client, game: Game) -> None:
    answer = client.post(f"/admin/games/game/{game.pk}/uncover/", {"reason": "a bug"})
    assert answer.status_code == 302


async def test_uncovered_is_told_until_it_is_covered_again(desk: NewDesk) -> None:
    people = await off(at_turn, 2)
    game = await off(game_of, people)
    page = await watched(desk, people, "uncover_secrets")
    assert page.client is not None
    await off(uncovered, page.client, game)
    told = await page.heard.until("desk_secrets")
    assert {each["player_id"]: each["whisper"] for each in told["secrets"]} == {
        guest.seat: whisper_for(guest.name or "", 1) for guest in people
    }
    await post(people[0], "make_choice", choice=OWN_WORDS)
    await page.heard.until_heard(lambda heard: heard.event == "desk_secrets" and OWN_WORDS in str(heard.data), what="the choice")
    await off(page.client.post, f"/admin/games/game/{game.pk}/cover/")
    await page.heard.until("desk_secrets", secrets=None)
    await post(people[1], "make_choice", choice="Another's words.")
    await asyncio.sleep(2)
    assert "Another's words." not in str(page.heard.all)


async def test_uncovering_ends_with_the_right_though_the_page_stays(desk: NewDesk) -> None:
    people = await off(at_turn, 2)
    page = await watched(desk, people, "uncover_secrets")
    assert page.client is not None
    await off(uncovered, page.client, await off(game_of, people))
    await page.heard.until("desk_secrets")

    def take() -> None:
        for user in User.objects.filter(is_staff=True):
            user.user_permissions.remove(*user.user_permissions.filter(codename="uncover_secrets"))

    await off(take)
    await page.heard.until("desk_secrets", secrets=None, seconds=5)
    assert page.connected


class TestWhoMayNot:
    async def refusal(self, server: str, client: Client | None) -> Any:
        page = DeskPage(server, client)
        with pytest.raises(socketio.exceptions.ConnectionError):
            await page.open()
        return page.refused["data"]["code"]

    async def test_a_player(self, server: str) -> None:
        oona = (await off(table, 1))[0]
        assert await self.refusal(server, oona.client) == "AUTH_REQUIRED"

    async def test_somebody_signed_out(self, server: str) -> None:
        assert await self.refusal(server, None) == "AUTH_REQUIRED"

    async def test_staff_without_the_right_to_look(self, server: str) -> None:
        assert await self.refusal(server, await off(staff, "view_person")) == "AUTH_REQUIRED"

    async def test_an_account_that_is_no_staff_though_it_has_the_right(self, server: str) -> None:
        client = await off(staff, "view_game")
        await off(User.objects.update, is_staff=False)
        assert await self.refusal(server, client) == "AUTH_REQUIRED"

    async def test_nothing_is_heard_without_being_let_in(self, wire: NewWire) -> None:
        people = await off(table, 1)
        bare = await wire(people[0])
        await bare.send('42/admin,1["watch_game",{"game_id":1}]')
        await bare.send("40/admin,")
        assert "AUTH_REQUIRED" in await bare.hear("44/admin,")
        assert not list(desks)


def signed_out(client: Client) -> None:
    client.logout()


def deactivated(client: Client) -> None:
    User.objects.update(is_active=False)


def no_staff(client: Client) -> None:
    User.objects.update(is_staff=False)


def without_rights(client: Client) -> None:
    take_away()


@pytest.mark.parametrize("end", [signed_out, deactivated, no_staff, without_rights])
async def test_what_is_taken_away_ends_the_page_within_five_seconds(desk: NewDesk, end: Callable[[Client], None]) -> None:
    people = await off(table, 2)
    page = await watched(desk, people)
    assert page.client is not None
    await off(end, page.client)
    await page.heard.until("error", code="SESSION_EXPIRED", seconds=5)
    await until(lambda: not page.connected and not list(desks), seconds=5)
    told = len(page.heard.all)
    await post(people[0], "start_game")
    await asyncio.sleep(0.5)
    assert len(page.heard.all) == told


async def test_what_is_asked_wrongly_is_answered(desk: NewDesk) -> None:
    page = await desk("view_game")
    asked: list[tuple[str, Any, str]] = [
        ("watch_game", {"game_id": 987654321}, "INVALID_GAME"),
        ("watch_game", {}, "MISSING_FIELD"),
        ("watch_game", {"game_id": "1"}, "VALIDATION_ERROR"),
        ("watch_list", {"game_ids": list(range(101))}, "VALIDATION_ERROR"),
        ("watch_list", "all", "VALIDATION_ERROR"),
        ("join_game_room", {"game_code": "ABCDEF"}, "UNKNOWN_EVENT"),
        ("chat_message", {"text": "Hello."}, "UNKNOWN_EVENT"),
    ]
    for event, payload, code in asked:
        answer = await page.ask(event, payload)
        assert (answer["ok"], answer["error"]["code"]) == (False, code), event
    assert page.connected


async def test_what_players_ask_is_not_asked_with_staff_events(tab: NewTab) -> None:
    people = await off(table, 1)
    oona = await tab(people[0]).open()
    assert await oona.refusal("watch_game", game_id=1) == "UNKNOWN_EVENT"


async def test_bad_frames_end_a_page_as_they_end_any_line(desk: NewDesk) -> None:
    page = await desk("view_game")
    for _ in range(5):
        await page._socket.eio.send('2/admin,["watch_game",{"game_id":NaN}]')
    await page.heard.until("error", code="BAD_FRAME")
    await until(lambda: not page.connected)


class TestTheList:
    async def test_is_told_once_and_then_what_changed(self, desk: NewDesk) -> None:
        one, other = await off(table, 2), await off(table, 2)
        ids = [(await off(game_of, people)).pk for people in (one, other)]
        page = await desk("view_game")
        assert (await page.ask("watch_list", game_ids=ids))["ok"]
        first = await page.heard.until("desk_rows")
        assert set(first["rows"]) == {str(each) for each in ids} and first["counters"]["games"] == 2
        await post(one[0], "start_game")
        changed = await page.heard.until_heard(
            lambda heard: heard.event == "desk_rows" and heard.data["rows"].get(str(ids[0]), {}).get("phase") == "resolved", what="a change"
        )
        assert str(ids[1]) not in changed["rows"]

    async def test_who_watches_a_list_hears_no_game(self, desk: NewDesk) -> None:
        people = await off(table, 2)
        page = await watched(desk, people)
        await page.ask("watch_list", game_ids=[1])
        told = len(page.heard.logged())
        await post(people[0], "start_game")
        await asyncio.sleep(0.5)
        assert len(page.heard.logged()) == told


async def test_another_game_is_heard_instead(desk: NewDesk) -> None:
    one, other = await off(table, 2), await off(table, 2)
    page = await watched(desk, one)
    await page.ask("watch_game", game_id=(await off(game_of, other)).pk)
    await post(one[0], "start_game")
    await post(other[0], "choose_class", **{"class": "Bard"})
    await page.heard.until("class_chosen")
    assert "game_started" not in page.heard.names()


async def test_keepers_deeds_reach_players_and_desk_alike(desk: NewDesk, tab: NewTab) -> None:
    people = await off(at_turn, 2, turn_seconds=60)
    page, oona = await watched(desk, people), await tab(people[0]).open()
    await oona.enter()
    keeper = await off(User.objects.get, is_staff=True)
    await off(keeping.pause_by_keeper, code=people[0].code, keeper=keeper)
    for heard in (page.heard, oona.heard):
        assert (await heard.until("deadline_changed"))["deadline"] is None
        assert (await heard.until("announcement"))["text"] == "A keeper stops the time."
    await off(keeping.end_by_keeper, code=people[0].code, keeper=keeper)
    await page.heard.until("game_over")
    secrets = await page.heard.until("desk_secrets")
    assert len(secrets["secrets"]) == 2, "once the story is over nobody needs to uncover it"


async def test_rooms_close_behind_the_last_who_listens(desk: NewDesk, tab: NewTab) -> None:
    people = await off(table, 2)
    page, oona = await watched(desk, people), await tab(people[0]).open()
    await oona.enter()
    await oona.close()
    await until(lambda: not list(connections))
    await post(people[1], "choose_class", **{"class": "Bard"})
    await page.heard.until("class_chosen")
    await page.close()
    await until(lambda: not list(desks) and not history._rooms)
