"""A choice over the socket asks the database no more than it must."""

from uuid import uuid4

import pytest

from realtime import watch
from tests.games.guests import at_turn
from tests.realtime.sockets import NewTab, off, post
from tests.realtime.test_rooms import inside
from tests.support.statements import noted

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres, pytest.mark.usefixtures("quiet_watch")]


async def test_a_choice_takes_five_statements_at_most(tab: NewTab) -> None:
    host, sefu, ines = await off(at_turn, 3)
    first, second, third = await inside(tab, host, sefu, ines)
    with noted() as asked:
        await first.done("choice_submitted", choice="hold")
        await third.heard.until("player_chose", choices_submitted=1)
    assert len(asked.stored) == 4
    with noted() as asked:
        await second.done("choice_submitted", choice="hold", cmd_id=str(uuid4()))
        await third.heard.until("player_chose", choices_submitted=2)
    assert len(asked.stored) == 5
    assert asked.read == []  # who they are was looked at within the last two seconds


async def test_saying_look_at_my_choice_takes_one_statement(tab: NewTab, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch, "SESSION_SECONDS", 3600)
    host, sefu = await off(at_turn, 2)
    first, second = await inside(tab, host, sefu)
    await post(host, "make_choice", choice="hold")
    with noted() as asked:
        await first.done("choice_submitted")
        assert await second.refusal("choice_submitted") == "MISSING_FIELD"
    assert (len(asked.stored), len(asked.read)) == (0, 2)
