"""The keepers' pages and the documentation of the API under our own content security policy. Whatever a browser notices fails the test."""

from games.api.entry import openapi
from tests.keeping.desk import PASSWORD, NewPerson, make_staff
from tests.support.site import Site


async def test_the_documentation_shows_every_call_and_asks_nobody_else(new_person: NewPerson, site: Site) -> None:
    page = (await new_person()).page
    await page.goto(f"{site.url}/api/docs")
    await page.wait_for_selector(".opblock")
    count = sum(len(path) for path in openapi()["paths"].values())
    assert await page.locator(".opblock").count() == count


async def test_calls_can_be_tried_from_the_documentation(new_person: NewPerson, site: Site) -> None:
    page = (await new_person()).page
    await page.goto(f"{site.url}/api/docs")
    call = page.locator("#operations-identity-set_username")
    await call.locator(".opblock-summary-control").click()
    await call.get_by_role("button", name="Try it out").click()
    await call.locator("textarea.body-param__text").fill('{"username": "Oona"}')
    await call.locator('tr[data-param-name="X-CSRFToken"] input').fill("filled in by the page")
    await call.get_by_role("button", name="Execute").click()
    await call.locator(".live-responses-table .response-col_status", has_text="200").wait_for()


async def test_a_keeper_finds_a_game_and_ends_it(new_person: NewPerson, site: Site) -> None:
    make_staff(site, "owner", superuser=True)
    player = await new_person("Oona")
    token = (await (await player.context.request.get("/api/csrf-token")).json())["csrf_token"]
    headers = {"X-CSRFToken": token, "Referer": site.url}
    code = (await (await player.context.request.post("/api/create_game", data={}, headers=headers)).json())["game_code"]

    page = (await new_person()).page
    await page.goto(f"{site.url}/admin/games/game/?q={code}")
    await page.fill("#id_username", "owner")
    await page.fill("#id_password", PASSWORD)
    await page.click("input[type=submit]")
    await page.click(f"text={code}")
    await page.wait_for_selector("#history")
    await page.click("text=End game")
    await page.fill("#id_reason", "closing time")
    await page.click("input[type=submit]")
    await page.get_by_text("End game: done, and the room was told.").wait_for()
    assert "game_over" in await page.inner_text("#history")
