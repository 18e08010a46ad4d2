"""How many lines somebody may hold, counted over two servers."""

import asyncio
from collections.abc import Callable
from contextlib import AsyncExitStack
from secrets import token_urlsafe
from typing import Any

from realtime import limits
from tests.conftest import NewPlayer, NewSite
from tests.support.raw import RawSocket


async def test_a_session_holds_its_lines_over_all_servers(
    new_site: NewSite, new_player: NewPlayer, redis_url: str, new_postgres_database: Callable[[], str]
) -> None:
    shared = {"database_url": new_postgres_database(), "redis_url": redis_url, "SECRET_KEY": token_urlsafe(60), "RATE_LIMITS": "on"}
    one, other = new_site(**shared), new_site(**shared)
    oona = await new_player("Oona", at=one)
    async with AsyncExitStack() as after:
        first = await after.enter_async_context(RawSocket(one.url, cookies=oona.cookies))
        assert (await first.connect())["kind"] == "0"

        async def connect(url: str) -> dict[str, Any]:
            return await (await after.enter_async_context(RawSocket(url, cookies=oona.cookies))).connect()

        answers = [await connect((one, other)[number % 2].url) for number in range(1, limits.MOST_OF_SESSION + 1)]
        assert [each["kind"] for each in answers] == ["0"] * (limits.MOST_OF_SESSION - 1) + ["4"]
        assert answers[-1]["data"]["code"] == "TOO_MANY_CONNECTIONS"
        await first.send("41")
        await asyncio.sleep(1)  # until the end of the first line is known
        assert (await connect(other.url))["kind"] == "0"
