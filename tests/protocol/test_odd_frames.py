"""Frames that nobody should send: each is answered with a code of the catalogue, and the line can be used again."""

import json

import pytest

from tests.conftest import NewPlayer
from tests.support.raw import RawSocket

LONG = json.dumps(["chat_message", {"text": "x" * 20_000}])
TO_BE_LET_IN = [('40["auth"]', ""), ('40"auth"', ""), ("40true", ""), ("40{", ""), ("40/nowhere,", "/nowhere,"), ("40/no,[]", "/no,")]


@pytest.mark.parametrize(("packet", "namespace"), TO_BE_LET_IN)
async def test_who_asks_to_be_let_in_and_cannot_be_is_told_so(new_player: NewPlayer, packet: str, namespace: str) -> None:
    ines = await new_player("Ines")
    async with RawSocket(ines.url, cookies=ines.cookies) as raw:
        await raw.hear("0")
        await raw.send(packet)
        refused = json.loads((await raw.hear(f"44{namespace}" + "{")).removeprefix(f"44{namespace}"))
        assert refused["data"] == {"code": "BAD_FRAME", "message": refused["message"]}
        await raw.send("40")
        await raw.hear("40{")
        assert (await raw.ask("ping"))["ok"] is True


async def test_what_is_said_where_nobody_is_is_refused(new_player: NewPlayer) -> None:
    ines = await new_player("Ines")
    async with RawSocket(ines.url, cookies=ines.cookies) as raw:
        await raw.connect()
        await raw.send('42/nowhere,["ping"]')
        assert '"code":"BAD_FRAME"' in await raw.hear('42["error"')
        assert (await raw.ask("ping"))["ok"] is True


async def test_who_is_let_in_is_not_let_in_again(new_player: NewPlayer) -> None:
    ines = await new_player("Ines")
    async with RawSocket(ines.url, cookies=ines.cookies) as raw:
        await raw.connect()
        await raw.send("40")
        assert '"code":"BAD_FRAME"' in await raw.hear("44{")
        assert (await raw.ask("ping"))["ok"] is True


async def test_what_is_too_long_is_refused_as_such(new_player: NewPlayer) -> None:
    ines = await new_player("Ines")
    async with RawSocket(ines.url, cookies=ines.cookies) as raw:
        await raw.connect()
        await raw.send(f"427{LONG}")
        assert '"code":"PAYLOAD_TOO_LARGE"' in await raw.hear('42["error"')
        assert json.loads((await raw.hear("437[")).removeprefix("437"))[0]["error"]["code"] == "PAYLOAD_TOO_LARGE"
        assert (await raw.ask("ping"))["ok"] is True
        await raw.send("4" + "x" * 70_000)
        await raw.until_ended()
