"""What the real servers say to each person, to their log and to Redis, while two tables play on a cluster of two."""

import re
import secrets
from collections.abc import Callable
from contextlib import AsyncExitStack

import aiohttp
import pytest

from tests.conftest import NewPlayer, NewSite
from tests.secrecy.ears import Ears, Wire, fragments
from tests.support.player import Player
from tests.support.site import Site

TURNS = 2


def choice_of(name: str, turn: int) -> str:
    return f"In night {turn} the hand of {name} hides a copper key under the third stone."


@pytest.mark.timeout(300)
async def test_nobody_is_told_what_is_not_theirs(
    new_site: NewSite, new_player: NewPlayer, new_postgres_database: Callable[[], str], redis_url: str
) -> None:
    shared = {
        "database_url": new_postgres_database(), "redis_url": redis_url, "SECRET_KEY": secrets.token_urlsafe(60), "RATE_LIMITS": "on",
        "LOG_REQUESTS": "on", "LOG_LEVEL": "DEBUG",
    }  # fmt: skip
    password = secrets.token_urlsafe(12)
    one, two = (new_site(**shared, DJANGO_SUPERUSER_PASSWORD=password) for _ in range(2))
    one.manage("createsuperuser", "--no-input", "--username", "keeper", "--email", "")
    names = {"Oona": one, "Sefu": two, "Ines": one, "Marek": two, "Yun": one, "Tarek": two}
    people = {name: await new_player(name, at=site) for name, site in names.items()}
    code = await _sit_down(people)
    seated = ("Oona", "Sefu", "Ines")
    async with AsyncExitStack() as after:
        wire = await after.enter_async_context(Wire(redis_url))
        ears = {name: await after.enter_async_context(Ears(person, code)) for name, person in people.items()}
        for name in (*seated, "Yun", "Tarek"):
            await ears[name].until("reconnect_sync", times=2)
        for turn in range(1, TURNS + 1):
            whispers = await _open_turn(people, seated)
            for name in seated:
                await ears[name].until(whispers[name][0], times=2)
            for name in seated[:2]:
                await people[name].make_choice(choice_of(name, turn))
            for each in ears.values():
                await each.look_around()
            for name in ("Marek", "Yun", "Tarek"):
                await ears[name].try_all()
            exported = await _exported(one, password)
            _nothing_leaked(ears, whispers, turn, seated)
            elsewhere = "\n".join([*wire.said, exported, *(site.log.read_text() for site in (one, two))])
            assert code in exported
            assert not [each for text in whispers.values() for each in text if each in elsewhere]
            assert f"In night {turn} the hand of" not in elsewhere
            await people["Oona"].resolve_turn(force=True)
            for name in (*seated, "Yun"):
                await ears[name].until("turn_resolution", times=2 * turn)
        assert wire.said


async def _sit_down(people: dict[str, Player]) -> str:
    """Oona's table, with Marek kicked from it; Tarek plays at a table of his own."""
    oona, marek, tarek = people["Oona"], people["Marek"], people["Tarek"]
    code: str = (await oona.create_game(max_turns=4))["game_code"]
    for name in ("Sefu", "Ines", "Marek"):
        await people[name].join_game(code)
    await oona.kick_player(marek.player_id)
    await oona.start_game()
    await tarek.create_game()
    await tarek.start_game()
    await tarek.generate_scenario()
    return code


async def _open_turn(people: dict[str, Player], seated: tuple[str, ...]) -> dict[str, list[str]]:
    """Opens a turn; gives of each player's whisper what is in no other's."""
    await people["Oona"].generate_scenario()
    whole = {name: (await people[name].my_whisper())["whisper"] for name in seated}
    own = {name: [each for each in fragments(text) if sum(each in other for other in whole.values()) == 1] for name, text in whole.items()}
    assert all(own.values()), whole
    return own


def _nothing_leaked(ears: dict[str, Ears], whispers: dict[str, list[str]], turn: int, seated: tuple[str, ...]) -> None:
    for listener, each in ears.items():
        for name in seated:
            told = [piece for piece in (*whispers[name], f"In night {turn} the hand of {name}") if each.heard(piece)]
            assert name == listener or not told, f"{listener} was told of {name}: {told}"
    for name in seated:
        assert ears[name].heard(whispers[name][0])
    for name in seated[:2]:
        assert ears[name].heard(f"In night {turn} the hand of {name}")


async def _exported(site: Site, password: str) -> str:
    """All that a keeper is given without asking for secrets: the export, and the pages that stand around it."""
    async with aiohttp.ClientSession(site.url, cookie_jar=aiohttp.CookieJar(unsafe=True)) as http:
        async with http.get("/admin/login/") as response:
            token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', await response.text())
        assert token is not None
        form = {"csrfmiddlewaretoken": token[1], "username": "keeper", "password": password, "next": "/admin/"}
        async with http.post("/admin/login/", data=form, headers={"Referer": f"{site.url}/admin/login/"}) as response:
            assert response.url.path == "/admin/", await response.text()
        async with http.get("/admin/games/game/") as response:
            said = [await response.text()]
        for number in sorted(set(re.findall(r"/admin/games/game/(\d+)/change/", said[0]))):
            for address in ("change/", "export/"):
                async with http.get(f"/admin/games/game/{number}/{address}") as response:
                    said.append(await response.text())
                    assert response.status == 200
        return "\n".join(said)
