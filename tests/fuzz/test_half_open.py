"""A connection of which only one end is left."""

import time

import pytest

from tests.conftest import NewPlayer
from tests.support.raw import RawSocket
from tests.support.site import Site

SECONDS = 15.0


@pytest.mark.long
async def test_who_neither_reads_nor_answers_is_shown_offline_in_time(site: Site, new_player: NewPlayer) -> None:
    oona, sefu = await new_player("Oona"), await new_player("Sefu")
    await oona.create_game()
    await sefu.join_game(oona.code)
    await oona.enter()
    async with RawSocket(site.url, cookies=sefu.cookies, receive_buffer=4096) as silent:
        await silent.connect({"game_code": oona.code})
        await oona.until("player_connected", player_id=sefu.player_id)
        silence = time.monotonic()
        await oona.heard.until("player_disconnected", seconds=60, player_id=sefu.player_id)
        took = time.monotonic() - silence
    print(f"\nhalf open: shown offline after {took:.1f} s")
    assert took <= SECONDS
    state = await oona.state()
    assert {each["player_id"]: each["online"] for each in state["players"]} == {oona.player_id: True, sefu.player_id: False}
