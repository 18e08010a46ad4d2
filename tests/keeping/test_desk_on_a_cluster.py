"""The desk on one server, the game on another: it is seen there as it happens, and acted on from there."""

from collections.abc import Callable

from playwright.async_api import expect

from tests.keeping.desk import NewPerson, an_evening, at_desk, do, make_staff, sign_in
from tests.support.site import Site

NewSite = Callable[..., Site]


async def test_sees_and_acts_on_games_of_another_server(
    new_site: NewSite, new_person: NewPerson, new_postgres_database: Callable[[], str], redis_url: str
) -> None:
    shared = {"database_url": new_postgres_database(), "redis_url": redis_url, "SECRET_KEY": "one secret for both of them, " * 3}
    theirs, ours = new_site(**shared), new_site(**shared)
    make_staff(ours, "keeper", "keeper")
    evening = await an_evening(new_person, at=theirs)
    page = await sign_in(await new_person(at=ours), "keeper")
    await page.goto(f"/admin/games/game/?q={evening.code}")
    row = page.locator("#result_list tbody tr")
    await expect(row.locator(".field-online")).to_have_text("Oona, Sefu", timeout=15_000)
    await expect(row.locator(".field-process")).not_to_be_empty()
    await at_desk(page, evening)
    await expect(page.locator("#lines tbody tr")).to_have_count(2, timeout=15_000)
    await expect(page.locator("#lines")).to_contain_text("websocket")
    await evening.choose(1)
    await expect(page.locator("#history tbody tr").last).to_contain_text("player_chose")
    await do(page, "Resolve now", reason="stuck")
    await expect(evening.players[0].page.locator("#main")).to_have_attribute("data-phase", "resolved")
