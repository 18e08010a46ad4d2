"""A full table: eight people, eight whispers, one history."""

import asyncio

from tests.conftest import NewPlayer
from tests.support.player import Player

NAMES = ("Ines", "Marek", "Oona", "Sefu", "Yun", "عائشة", "王小明", "Zoë")


async def test_eight_play_two_turns_and_hear_the_same(new_player: NewPlayer) -> None:
    players = [await new_player(name) for name in NAMES]
    host, *others = players
    await host.create_game(max_players=8, max_turns=2)
    for other in others:
        await other.join_game(host.code.lower())
    for player in players:
        await player.connect(auth={"game_code": host.code, "last_seq": 0})
        await player.until("reconnect_sync")
    await host.start_game()
    for turn in (1, 2):
        scenario = await host.generate_scenario()
        whispers = [(await player.until("whisper", turn_number=turn))["whisper"] for player in players]
        assert len(set(whispers)) == 8
        options = [each["id"] for each in scenario["options"]]
        chosen = await asyncio.gather(
            *(player.ask("choice_submitted", choice=options[seat % len(options)], turn_number=turn) for seat, player in enumerate(players))
        )
        assert sorted(answer["choices_submitted"] for answer in chosen) == list(range(1, 9))
        assert [answer["all_submitted"] for answer in chosen].count(True) == 1
        await host.resolve_turn()
    told = [await history(player) for player in players]
    assert [each["seq"] for each in told[0]] == list(range(1, len(told[0]) + 1))
    assert all(each == told[0] for each in told)


async def history(player: Player) -> list[dict[str, object]]:
    """The game's history as the player's line told it, from the first event to the last."""
    await player.until("game_over")
    missed = [event["data"] for event in player.heard.of("reconnect_sync")[0]["events"]]
    heard = [heard.data for heard in player.heard.all if heard.event not in ("whisper", "pong", "presence_update", "reconnect_sync")]
    return missed + [data for data in heard if "seq" in data]
