"""``window.SocketIOClient`` on a page that is no table: what others may do with it."""

from typing import Any

from playwright.async_api import Page

from tests.conftest import NewPerson
from tests.support.people import Person

HEAR = """
async (source) => {
  await import(source);
  window.heard = [];
  for (const name of ["onError", "onSync", "onChat", "onConnectionChange"]) {
    SocketIOClient.on(name, (data) => window.heard.push({ name, ...data }));
  }
}
"""


async def test_who_is_nobody_hears_why(new_person: NewPerson) -> None:
    stranger = await new_person()
    page = await another_page(stranger)
    await page.evaluate("SocketIOClient.init({ gameCode: 'R7KM2P' })")
    told = await heard(page, "onError")
    assert told["code"] == "AUTH_REQUIRED"
    assert told["message"]


async def test_a_room_that_refuses_leaves_the_page_in_its_own(new_person: NewPerson) -> None:
    host = await new_person("Ines")
    code = await lay(host)
    page = await another_page(host)
    assert (await join(page, code, at_once=True))["ok"]
    refused = await page.evaluate("SocketIOClient.joinGameRoom('NOSUCH')")
    assert refused["error"]["code"] == "INVALID_GAME"
    assert (await heard(page, "onError"))["code"] == "INVALID_GAME"
    assert await page.evaluate("SocketIOClient.isConnected() && SocketIOClient.getSocket().connected")
    await say(host, code, "Still here")
    assert (await heard(page, "onChat"))["text"] == "Still here"


async def test_a_first_room_that_refuses_is_told_at_once(new_person: NewPerson) -> None:
    host = await new_person("Ines")
    code = await lay(host)
    page = await another_page(host)
    assert (await join(page, "NOSUCH", at_once=True))["error"]["code"] == "INVALID_GAME"
    assert (await join(page, code))["ok"]


async def test_a_game_is_entered_over_the_socket_that_is_open(new_person: NewPerson) -> None:
    host = await new_person("Ines")
    first, second = await lay(host), await lay(host)
    page = await another_page(host)
    await page.evaluate("SocketIOClient.init()")
    await page.wait_for_function("SocketIOClient.isConnected()")
    assert (await join(page, first, at_once=True))["ok"]
    assert (await heard(page, "onSync"))["game_code"] == first

    await page.evaluate("(code) => { window.heard = []; SocketIOClient.init({ gameCode: code }); }", second)
    assert (await heard(page, "onSync"))["game_code"] == second
    await say(host, first, "In the first")
    await say(host, second, "In the second")
    assert (await heard(page, "onChat"))["text"] == "In the second"
    assert await page.evaluate("SocketIOClient.getState().game_code") == second


async def another_page(person: Person) -> Page:
    """A page without a table, that loads the module as ours do."""
    await person.page.goto("/")
    await person.page.evaluate(HEAR, "/static/codex/js/client/socketio_client.js")
    return person.page


async def join(page: Page, code: str, *, at_once: bool = False) -> Any:
    """What ``joinGameRoom`` answers, within a second and a half; ``at_once`` directly after ``init`` as the original has it."""
    client = "SocketIOClient.init({ gameCode: code })" if at_once else "SocketIOClient"
    late = "new Promise((give) => setTimeout(give, 1500, 'late'))"
    return await page.evaluate(f"(code) => Promise.race([{client}.joinGameRoom(code), {late}])", code)


async def heard(page: Page, name: str) -> Any:
    found = "(name) => window.heard.find((each) => each.name === name)"
    return await (await page.wait_for_function(found, arg=name, timeout=5_000)).json_value()


async def lay(host: Person) -> str:
    return str((await post(host, "create_game"))["game_code"])


async def say(person: Person, code: str, text: str) -> None:
    await post(person, "chat_message", game_code=code, text=text)


async def post(person: Person, call: str, **body: Any) -> Any:
    token = (await (await person.context.request.get("/api/csrf-token")).json())["csrf_token"]
    headers = {"X-CSRFToken": token, "Referer": person.site.url}
    answer = await person.context.request.post(f"/api/{call}", data=body, headers=headers)
    assert answer.ok, await answer.text()
    return await answer.json()
