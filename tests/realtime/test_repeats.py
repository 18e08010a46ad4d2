"""A command whose answer was lost is asked again over another line, wherever its sender is by then."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import uuid4

import pytest

from games.models import Choice, Command, Event
from tests.games.guests import Guest, at_turn
from tests.realtime.sockets import Answer, NewTab, Tab, off
from tests.realtime.test_rooms import inside

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres, pytest.mark.usefixtures("quiet_watch")]

SAID: list[tuple[str, dict[str, Any]]] = [
    ("chat_message", {"text": "Well?"}),
    ("choice_submitted", {"choice": "hold"}),
    ("share_whisper", {}),
]

Way = Callable[[NewTab, Guest], Awaitable[Tab]]


async def in_no_room(tab: NewTab, guest: Guest) -> Tab:
    return await tab(guest).open()


async def in_the_other_room(tab: NewTab, guest: Guest) -> Tab:
    page = await tab(guest).open()
    await page.enter()
    return page


def rows() -> list[Any]:
    return [list(kind.objects.order_by("pk").values()) for kind in (Event, Choice, Command)]


def play_elsewhere(guest: Guest) -> None:
    guest.create()
    guest.act("start_game")
    guest.act("generate_scenario")


async def lost(tab: NewTab, guest: Guest, event: str, payload: dict[str, Any]) -> Answer:
    """What the first asking was answered. The line breaks, and meanwhile their latest table is another."""
    (page,) = await inside(tab, guest)
    answer = await page.done(event, **payload)
    await page.drop()
    await off(play_elsewhere, guest)
    return answer


@pytest.mark.parametrize("way", [in_no_room, in_the_other_room])
@pytest.mark.parametrize(("event", "payload"), SAID)
async def test_is_answered_as_before_and_has_no_effect_elsewhere(tab: NewTab, event: str, payload: dict[str, Any], way: Way) -> None:
    host, _ = await off(at_turn, 2)
    payload = {**payload, "cmd_id": str(uuid4())}
    first = await lost(tab, host, event, payload)
    page = await way(tab, host)
    before = await off(rows)
    assert await page.done(event, **payload) == {**first, "replayed": True}
    assert await off(rows) == before


@pytest.mark.parametrize("way", [in_no_room, in_the_other_room])
async def test_another_content_is_refused(tab: NewTab, way: Way) -> None:
    host, _ = await off(at_turn, 2)
    payload = {"text": "Well?", "cmd_id": str(uuid4())}
    await lost(tab, host, "chat_message", payload)
    page = await way(tab, host)
    before = await off(rows)
    assert await page.refusal("chat_message", {**payload, "text": "Well!"}) == "IDEMPOTENCY_MISMATCH"
    assert await page.refusal("choice_submitted", {**payload, "choice": "hold"}) == "IDEMPOTENCY_MISMATCH"
    assert await off(rows) == before


async def test_is_answered_to_somebody_who_sits_nowhere(tab: NewTab) -> None:
    host, _ = await off(at_turn, 2)
    (page,) = await inside(tab, host)
    payload = {"text": "Farewell.", "cmd_id": str(uuid4())}
    first = await page.done("chat_message", **payload)
    await off(host.act, "leave_game")
    again = await in_no_room(tab, host)
    assert await again.done("chat_message", **payload) == {**first, "replayed": True}
    assert await again.refusal("chat_message", text="Anybody?", cmd_id=str(uuid4())) == "NO_GAME"


async def test_the_other_door_knows_it_too(tab: NewTab) -> None:
    host, _ = await off(at_turn, 2)
    first_table, payload = host.code, {"choice": "hold", "cmd_id": str(uuid4())}
    await lost(tab, host, "choice_submitted", payload)
    for named in ({}, {"game_code": first_table}):
        assert (await off(lambda named=named: host.post("make_choice", **named, **payload).told))["replayed"] is True
    page = await in_no_room(tab, host)
    payload = {"text": "Well?", "cmd_id": str(uuid4())}
    await off(lambda: host.post("chat_message", **payload).told)
    await off(play_elsewhere, host)
    assert (await page.done("chat_message", **payload))["replayed"] is True
