"""A choice over the socket asks the database no more than it must."""

from uuid import uuid4

import pytest

from tests.games.guests import at_turn
from tests.realtime.sockets import NewTab, off
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
