"""The official JavaScript clients, the newest and an older one, over either transport, against the server as it is run."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack

import pytest

from tests.conftest import NewPlayer
from tests.support.official import OfficialClient
from tests.support.player import Player
from tests.support.site import Site

pytestmark = pytest.mark.postgres

NewClient = Callable[[], Awaitable[OfficialClient]]
EVERY = [(version, transport) for version in ("4.8", "4.5") for transport in ("websocket", "polling")]


@pytest.fixture(params=EVERY, ids="-".join)
async def new_client(request: pytest.FixtureRequest) -> AsyncIterator[NewClient]:
    version, transport = request.param
    async with AsyncExitStack() as after:

        async def make() -> OfficialClient:
            return await after.enter_async_context(OfficialClient(version=version, transport=transport))

        yield make


async def connected(client: OfficialClient, player: Player) -> OfficialClient:
    await client.connect(player.url, headers={"Cookie": player.cookies})
    assert await client.until("connect") == {"transport": client.transport}
    return client


async def test_a_whole_game(site: Site, new_player: NewPlayer, new_client: NewClient) -> None:
    oona, marek = await new_player("Oona"), await new_player("Marek")
    code = (await oona.create_game(max_turns=2))["game_code"]
    hers, his = await connected(await new_client(), oona), await connected(await new_client(), marek)

    entered = await hers.ask("join_game_room", game_code=code)
    assert entered["ok"] is True
    assert entered["role"] == "player"
    assert await hers.until("player_joined", player_id=oona.player_id)
    await marek.join_game(code)
    assert (await his.ask("join_game_room", game_code=code))["seq"] == (await marek.state())["seq"]
    assert (await hers.until("player_joined", player_id=marek.player_id))["player_name"] == "Marek"

    await oona.choose_class("Mage")
    await marek.choose_class("Thief")
    await oona.start_game()
    for turn in (1, 2):
        await oona.generate_scenario()
        scenario = await his.until("new_scenario", turn_number=turn)
        assert (await his.until("whisper", turn_number=turn))["scenario_id"] == scenario["scenario_id"]

        option = (await oona.current_scenario() or {})["options"][0]["id"]
        assert (await hers.ask("choice_submitted", choice=option, turn_number=turn))["ok"] is True  # the event is the choice
        assert (await his.until("player_chose", player_id=oona.player_id, choices_submitted=1))["waiting_for"] == [marek.player_id]
        await marek.make_choice("I hold the lantern and say nothing.")
        assert (await his.ask("choice_submitted"))["ok"] is True  # the event only says: look

        await oona.resolve_turn()
        told = await his.until("turn_resolution", turn_number=turn)
        assert {choice["player_id"]: choice["choice"] for choice in told["choices"]} == {oona.player_id: option, marek.player_id: None}

    assert (await his.until("game_over"))["reason"]
    await hers.until("game_over")
    for client in (hers, his):
        seqs = client.heard.logged()
        assert sorted(set(seqs)) == list(range(min(seqs), max(seqs) + 1))
        told_once = [seq for event, data in client.heard.all if event != "player_joined" and (seq := (data or {}).get("seq"))]
        assert told_once == sorted(told_once)


async def test_refuses_who_has_no_session(site: Site, new_client: NewClient) -> None:
    client = await new_client()
    await client.connect(site.url)
    assert (await client.until("connect_error"))["data"]["code"] == "AUTH_REQUIRED"


async def test_refuses_pages_of_other_sites(site: Site, new_player: NewPlayer, new_client: NewClient) -> None:
    site.expect("elsewhere.example is not an accepted origin")
    oona, client = await new_player("Oona"), await new_client()
    await client.connect(oona.url, headers={"Cookie": oona.cookies, "Origin": "https://elsewhere.example"})
    await client.until("connect_error")
    assert "connect" not in client.heard.names()


async def test_lets_pages_of_its_own_in(site: Site, new_player: NewPlayer, new_client: NewClient) -> None:
    oona, client = await new_player("Oona"), await new_client()
    await client.connect(oona.url, headers={"Cookie": oona.cookies, "Origin": site.url})
    await client.until("connect")


async def test_says_why_not(new_player: NewPlayer, new_client: NewClient) -> None:
    oona = await new_player("Oona")
    client = await connected(await new_client(), oona)
    refused = await client.ask("join_game_room", game_code="NOGAME")
    assert refused["ok"] is False
    assert refused["error"]["code"] == "INVALID_GAME"
    assert (await client.until("error"))["code"] == "INVALID_GAME"
    assert (await client.ask("no_such_event"))["error"]["code"] == "UNKNOWN_EVENT"


async def test_catches_up_after_an_absence(new_player: NewPlayer, new_client: NewClient) -> None:
    oona, marek = await new_player("Oona"), await new_player("Marek")
    code = (await oona.create_game())["game_code"]
    await marek.join_game(code)
    first = await connected(await new_client(), marek)
    seq = (await first.ask("join_game_room", game_code=code))["seq"]
    await first.disconnect()
    await oona.choose_class("Bard")
    await oona.start_game()

    again = await new_client()
    await again.connect(marek.url, headers={"Cookie": marek.cookies}, auth={"game_code": code, "last_seq": seq})
    sync = await again.until("reconnect_sync")
    assert [entry["data"]["seq"] for entry in sync["events"]] == list(range(seq + 1, sync["seq"] + 1))
    assert sync["phase"] != "lobby"


async def test_who_is_kicked_hears_of_it_first(site: Site, new_player: NewPlayer, new_client: NewClient) -> None:
    oona, marek = await new_player("Oona"), await new_player("Marek")
    code = (await oona.create_game())["game_code"]
    await marek.join_game(code)
    his = await connected(await new_client(), marek)
    await his.ask("join_game_room", game_code=code)
    await oona.kick_player(marek.player_id)
    await his.until("disconnect")
    names = [name for name in his.heard.names() if name in ("player_kicked", "error", "disconnect")]
    assert names == ["player_kicked", "error", "disconnect"]
    await his.until("error", code="KICKED")


async def test_much_said_at_once_is_answered(site: Site, new_player: NewPlayer, new_client: NewClient) -> None:
    oona = await new_player("Oona")
    hers = await connected(await new_client(), oona)
    answers = await asyncio.gather(*(hers.ask("ping") for _ in range(50)))
    assert all(answer["ok"] for answer in answers)


async def test_binary_data_is_refused_with_an_answer(site: Site, new_player: NewPlayer, new_client: NewClient) -> None:
    oona = await new_player("Oona")
    hers = await connected(await new_client(), oona)
    assert (await hers.ask("chat_message", text={"bytes": "c2FsdA=="}))["error"]["code"] == "BAD_FRAME"
    assert (await hers.ask("ping"))["ok"]
