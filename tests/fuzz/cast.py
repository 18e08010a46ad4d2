"""Who sends: a host, somebody seated, somebody watching, somebody outside; and a table of strangers."""

from dataclasses import dataclass

from tests.conftest import NewPlayer
from tests.support.player import Player


@dataclass
class Cast:
    host: Player
    seated: Player
    watching: Player
    outside: Player
    stranger: Player

    @property
    def senders(self) -> tuple[Player, ...]:
        return self.host, self.seated, self.watching, self.outside

    @property
    def known(self) -> tuple[str, ...]:
        """Codes and ids that exist."""
        return self.host.code, self.host.code, self.stranger.code, self.host.player_id, self.seated.player_id, self.stranger.player_id

    async def close(self) -> None:
        for each in (*self.senders, self.stranger):
            await each.close()


async def gather(new_player: NewPlayer) -> Cast:
    """New people, with a turn open at the table."""
    host, seated, watching, outside, stranger = [await new_player(name) for name in ("Oona", "Sefu", "Ines", "Marek", "Yun")]
    code = (await host.create_game(max_players=4, max_turns=50))["game_code"]
    watching.code = code
    await seated.join_game(code)
    await stranger.create_game()
    await host.start_game()
    await host.generate_scenario()
    return Cast(host, seated, watching, outside, stranger)


async def plays_on(cast: Cast) -> None:
    """The table's story goes on: the open turn ends, and another is played to its end."""
    await cast.host.post("resolve_turn", game_code=cast.host.code, force=True)
    turn = (await cast.host.post("generate_scenario", game_code=cast.host.code))["turn_number"]
    for each in (cast.host, cast.seated):
        await each.post("make_choice", game_code=cast.host.code, choice="I go on.", turn_number=turn)
    await cast.host.post("resolve_turn", game_code=cast.host.code)
    assert (await cast.seated.state(game_code=cast.host.code))["turn_number"] == turn


async def a_game_plays(new_player: NewPlayer) -> None:
    """New people come, and a story begins and goes on."""
    cast = await gather(new_player)
    await plays_on(cast)
    await cast.close()
