"""Deadlines are kept by the server, whether or not anybody's page is open, and across a restart."""

from tests.conftest import NewPlayer
from tests.support.site import Site


async def test_a_deadline_survives_the_death_of_the_server(new_player: NewPlayer, site: Site):
    ines = await new_player("Ines")
    await ines.create_game(turn_seconds=3)
    await ines.start_game()
    await ines.generate_scenario()
    site.kill()
    site.start()
    await ines.connect(auth={"game_code": ines.code, "last_seq": 0})
    missed = [event["data"] for event in (await ines.until("reconnect_sync"))["events"] if event["event"] == "turn_resolution"]
    resolution = missed[0] if missed else await ines.until("turn_resolution")
    assert resolution["choices"][0]["hesitated"]
    assert (await ines.state())["phase"] == "resolved"


async def test_nobody_has_to_look_for_a_deadline_to_pass(new_player: NewPlayer, site: Site):
    ines = await new_player("Ines")
    await ines.create_game(turn_seconds=1)
    await ines.start_game()
    await ines.generate_scenario()
    await ines.connect(auth={"game_code": ines.code})
    resolution = await ines.until("turn_resolution")
    assert resolution["turn_number"] == 1
    assert resolution["choices"] == [{"player_id": ines.player_id, "player_name": "Ines", "choice": None, "text": "", "hesitated": True}]
