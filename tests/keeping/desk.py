"""A keeper at the desk, and a table of two, each in a browser of their own."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from playwright.async_api import Page, expect

from tests.support.people import Person
from tests.support.site import Site

NewPerson = Callable[..., Awaitable[Person]]
PASSWORD = "a long way down"
MAKE = """
from django.contrib.auth.models import Group, User
from django.db import transaction
with transaction.atomic():
    user, _ = User.objects.get_or_create(username={name!r}, defaults={{"is_staff": True, "is_superuser": {superuser}}})
    user.set_password({password!r}); user.save()
    user.groups.set(Group.objects.filter(name__in={groups!r}))
"""


def make_staff(site: Site, name: str, *groups: str, superuser: bool = False) -> None:
    """An account of the staff in these groups, with ``PASSWORD``."""
    site.manage("shell", "-c", MAKE.format(name=name, superuser=superuser, password=PASSWORD, groups=groups))


async def sign_in(person: Person, name: str) -> Page:
    page = person.page
    await page.goto("/admin/login/?next=/admin/games/game/")
    await page.fill("#id_username", name)
    await page.fill("#id_password", PASSWORD)
    await page.click("input[type=submit]")
    await page.wait_for_url("**/admin/games/game/")
    return page


async def call(person: Person, name: str, /, **body: Any) -> dict[str, Any]:
    """Posts to the API with the session of somebody's browser."""
    token = (await (await person.context.request.get("/api/csrf-token")).json())["csrf_token"]
    headers = {"X-CSRFToken": token, "Referer": person.site.url}
    answer = await person.context.request.post(f"/api/{name}", data=body, headers=headers)
    told: dict[str, Any] = await answer.json()
    assert answer.ok, told
    return told


@dataclass
class Evening:
    """Two players at an open turn, the host first, and their table."""

    players: list[Person]
    code: str
    seats: list[str]

    async def choose(self, index: int, choice: str = "I count the coins twice.") -> None:
        await call(self.players[index], "make_choice", game_code=self.code, choice=choice)


async def an_evening(new_person: NewPerson, *, at: Site | None = None, elsewhere: Site | None = None, **terms: Any) -> Evening:
    """``elsewhere`` is where the guest is connected, if not where the host is."""
    given = {"at": at} if at else {}
    host = await new_person("Oona", **given)
    guest = await new_person("Sefu", **({"at": elsewhere} if elsewhere else given))
    made = await call(host, "create_game", **{"turn_seconds": 3600, **terms})
    joined = await call(guest, "join_game", game_code=made["game_code"])
    await call(host, "start_game", game_code=made["game_code"])
    await call(host, "generate_scenario", game_code=made["game_code"])
    evening = Evening([host, guest], made["game_code"], [made["player_id"], joined["player_id"]])
    for person in evening.players:
        await person.page.goto(f"/game?code={evening.code}")
        await expect(person.page.locator("#connection-status.connected")).to_be_visible(timeout=15_000)
    return evening


async def at_desk(page: Page, evening: Evening) -> None:
    """Opens the game's page from the list, and waits until it is live."""
    await page.goto(f"/admin/games/game/?q={evening.code}")
    await page.click(f"th.field-code >> text={evening.code}")
    await is_live(page)


async def is_live(page: Page) -> None:
    await expect(page.locator("#desk-status")).to_have_text("Live", timeout=15_000)


async def do(page: Page, label: str, **answers: str) -> None:
    """Does a deed from the game's page, through the question before it."""
    await page.click(f"#deeds >> text={label}")
    for name, value in answers.items():
        field = page.locator(f"#id_{name}")
        if await field.evaluate("field => field.tagName") == "SELECT":
            await field.select_option(value)
        else:
            await field.fill(value)
    await page.click(".submit-row input[type=submit]")
    await is_live(page)
