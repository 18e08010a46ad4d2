"""Taking a name in a browser."""

import asyncio

from playwright.async_api import Route

from tests.browser import table
from tests.conftest import NewPerson

HELD_SECONDS = 1


async def test_who_takes_a_name_and_goes_on_at_once_is_one_person(new_person: NewPerson) -> None:
    host, guest = await new_person(), await new_person()
    code = await table.start_table(host, "Ines")
    asked, asked_meanwhile = [], []

    async def hold(route: Route) -> None:
        asked.append(route)
        await asyncio.sleep(HELD_SECONDS)
        asked_meanwhile.append(len(asked))
        await route.continue_()

    await guest.page.route("**/api/set_username", hold)
    await table.join_by_code(guest, "Marek", code)
    assert asked_meanwhile[0] == 1
