"""What is written, by what name it can be found again, and what is never written."""

import json
import logging
import sys
from collections.abc import Callable
from typing import Any

import aiohttp
import psycopg
import pytest
from django.conf import settings

from arcane_site import logs, requests
from games import tracing
from realtime.work import in_database
from tests.conftest import NewPlayer, NewSite
from tests.support.player import Player
from tests.support.site import Site

GIVEN = "0123456789abcdef0123456789abcdef"


async def id_of(site: Site, **headers: str) -> str:
    async with aiohttp.ClientSession() as http, http.get(f"{site.url}/healthz", headers=headers) as response:
        return response.headers["X-Request-ID"]


def lines(site: Site) -> list[dict[str, Any]]:
    return [json.loads(line) for line in site.log.read_text().splitlines()]


async def test_every_request_has_an_id_of_its_own(site: Site) -> None:
    first, second = await id_of(site), await id_of(site)
    assert requests.WELL_FORMED.fullmatch(first) and requests.WELL_FORMED.fullmatch(second)
    assert first != second
    assert await id_of(site, **{"X-Request-ID": GIVEN}) != GIVEN, "whoever says so is no proxy of ours"


@pytest.mark.parametrize("server", ["uvicorn", "daphne"])
async def test_a_proxy_of_ours_names_it(new_site: NewSite, server: str) -> None:
    site = new_site(TRUSTED_PROXIES="127.0.0.1", LOG_REQUESTS="on", server=server)
    assert await id_of(site, **{"X-Request-ID": GIVEN}) == GIVEN
    for bad in ("short", "with a blank in it", "x" * 65, 'quoted"quoted'):
        assert await id_of(site, **{"X-Request-ID": bad}) != bad
    (found,) = [line for line in lines(site) if line.get("request_id") == GIVEN]
    assert (found["event"], found["path"], found["status"], found["level"]) == ("request", "/healthz", 200, "info")


async def test_commands_can_be_found_by_game_player_and_session(new_site: NewSite, new_player: NewPlayer) -> None:
    site = new_site(LOG_REQUESTS="on", WORKER="7", RATE_LIMITS="on")
    oona = await new_player("Oona", at=site)
    await oona.create_game()
    await oona.connect(auth={"game_code": oona.code})
    await oona.until("reconnect_sync")
    assert (await oona.ask("chat_message", text="The cellar key is under the mat."))["ok"]
    assert (await oona.ask("no_such_thing"))["error"]["code"] == "UNKNOWN_EVENT"
    await oona.choose_class("Mage")
    await oona.disconnect()
    site.end()
    written = lines(site)
    said = _found(written, command="chat_message")
    assert (said["game"], said["player"], said["refused"], said["worker"]) == (oona.code, oona.player_id, "", "7")
    chosen = _found(written, path="/api/choose_class")
    assert (chosen["game"], chosen["player"]) == (oona.code, oona.player_id)
    assert said["session"] == chosen["session"] == tracing.session_of(_session(oona))
    assert said["request_id"] != chosen["request_id"]
    assert _found(written, command="unknown")["refused"] == "UNKNOWN_EVENT"
    whole = site.log.read_text()
    assert _session(oona) not in whole and oona.cookie("csrftoken") not in whole and "cellar" not in whole


async def test_a_test_notices_what_its_server_complains_of(new_site: NewSite, new_player: NewPlayer) -> None:
    site = new_site()
    oona = await new_player("Oona", at=site)
    assert site.complaints() == []
    await oona.post("log_client_error", message="The page is torn.")
    (complaint,) = site.complaints()
    assert "a page complains" in complaint and "torn" in complaint


def _found(written: list[dict[str, Any]], **fields: str) -> dict[str, Any]:
    (found,) = [line for line in written if fields.items() <= line.items()]
    return found


def _session(player: Player) -> str:
    return player.cookie(settings.SESSION_COOKIE_NAME)


@pytest.mark.django_db
def test_a_failure_is_told_by_the_name_of_its_request(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    from tests.games.guests import Guest

    guest = Guest("Oona")
    monkeypatch.setattr("games.services.seats.create", lambda **_: 1 / 0)
    with tracing.Request(GIVEN):
        answer = guest.post("create_game")
    assert (answer.code, answer.body["request_id"]) == ("INTERNAL_ERROR", GIVEN)
    assert GIVEN in caplog.text


@pytest.mark.django_db(transaction=True)
async def test_what_a_thread_finds_out_is_known_to_who_waits_for_it() -> None:
    with tracing.Request() as one:
        await in_database(tracing.note, game="ABCDEF", player=None)
        assert tracing.known() == {"request_id": one, "game": "ABCDEF"}
        with tracing.Request() as other:
            assert tracing.known() == {"request_id": other}
        assert tracing.request_id() == one != other
    assert tracing.known() == {}
    assert tracing.request_id() != one


@pytest.fixture
def json_line() -> Callable[..., dict[str, Any]]:
    """Makes the line of a record."""
    entry = logs.formatter("json", "")
    formatter: logging.Formatter = entry.pop("()")(**entry)
    plain = {"levelname": "ERROR", "name": "x", "msg": "it broke"}
    return lambda **record: json.loads(formatter.format(logging.makeLogRecord({**plain, **record})))


def test_a_library_s_line_is_one_line_too(json_line: Callable[..., dict[str, Any]]) -> None:
    with tracing.Request(GIVEN):
        line = json_line(msg="one\ntwo %s", args=("three",))
    assert line["event"] == "one\ntwo three"
    assert (line["level"], line["logger"], line["request_id"]) == ("error", "x", GIVEN)


def test_a_row_that_was_refused_is_not_written_down(json_line: Callable[..., dict[str, Any]], postgres_url: str) -> None:
    whisper = "The cellar key\nis under the mat."
    with psycopg.connect(postgres_url) as connection:
        connection.execute("CREATE TEMPORARY TABLE whispers (text text, other text NOT NULL)")
        with pytest.raises(psycopg.IntegrityError, match="cellar") as refused:
            connection.execute("INSERT INTO whispers VALUES (%s, NULL)", [whisper])
    error = RuntimeError("a command failed")
    error.__cause__ = refused.value
    for raised in (error, ExceptionGroup("several failed", [error])):
        line = json_line(exc_info=(type(raised), raised, None))
        assert "cellar" not in json.dumps(line) and "the mat" not in json.dumps(line)
        assert "null value in column" in line["exception"] and logs.LEFT_OUT in line["exception"]


def test_it_can_be_read_along() -> None:
    entry = logs.formatter("text", "")
    formatter = entry.pop("()")(**entry)
    try:
        raise ValueError("no such thing")
    except ValueError:
        record = logging.makeLogRecord({"levelname": "ERROR", "name": "x", "msg": "it broke", "exc_info": sys.exc_info()})
    assert formatter.format(record).splitlines()[-1] == "ValueError: no such thing"
