"""What a browser is told besides the page: by a server as it is set up here, and as it is set up behind TLS."""

import aiohttp
import pytest

from tests.conftest import NewPlayer, NewSite
from tests.support.site import Site

PAGES = ["/", "/lobby", "/accounts/login/", "/join/ZZZZZZ"]
BEHIND_TLS = {"X-Forwarded-Proto": "https"}


@pytest.mark.parametrize("page", PAGES)
async def test_pages_say_what_they_may_do_and_are_not_kept(site: Site, page: str) -> None:
    async with aiohttp.ClientSession() as http, http.get(site.url + page) as answer:
        told = answer.headers
        assert "default-src 'self'" in told["Content-Security-Policy"]
        assert "unsafe" not in told["Content-Security-Policy"]
        assert told["X-Content-Type-Options"] == "nosniff"
        assert told["X-Frame-Options"] == "DENY"
        assert told["Referrer-Policy"] == "same-origin"
        assert "no-store" in told["Cache-Control"]
        assert "Access-Control-Allow-Origin" not in told


async def test_pages_and_answers_with_state_are_not_kept(site: Site, new_player: NewPlayer) -> None:
    ines = await new_player("Ines")
    await ines.create_game()
    pages = [f"/game?code={ines.code}", f"/watch/{ines.code}?screen=table", f"/replay/{ines.code}", f"/join/{ines.code}", "/", "/lobby"]
    for page in [*pages, "/api/game_state", "/api/replay", "/api/session_info"]:
        async with aiohttp.ClientSession(headers={"Cookie": ines.cookies}) as http, http.get(site.url + page) as answer:
            assert answer.status == 200, page
            assert "no-store" in answer.headers["Cache-Control"], page


async def test_strangers_read_no_metrics(new_site: NewSite) -> None:
    async with aiohttp.ClientSession() as http, http.get(new_site(METRICS_ADDRESSES="203.0.113.7").url + "/metrics") as answer:
        assert answer.status in (401, 403, 404)
        assert b"codex_" not in await answer.read()


@pytest.mark.parametrize("https", [False, True])
async def test_cookies_are_kept_from_scripts_other_sites_and_plain_lines(new_site: NewSite, https: bool) -> None:
    site = new_site(HTTPS="on" if https else "off")
    headers = BEHIND_TLS if https else {}
    async with aiohttp.ClientSession(headers={**headers, "Referer": site.url.replace("http:", "https:")}) as http:
        async with http.get(site.url + "/api/csrf-token", headers=headers) as answer:
            token, csrf = (await answer.json())["csrf_token"], answer.cookies["csrftoken"]
            assert ("Strict-Transport-Security" in answer.headers) is https
        sent = {"X-CSRFToken": token, "Cookie": f"csrftoken={csrf.value}", "Referer": f"{'https' if https else 'http'}://{site.host}/"}
        async with http.post(site.url + "/api/set_username", json={"username": "Ines"}, headers=sent) as answer:
            assert answer.status == 200, await answer.text()
            session = answer.cookies["sessionid"]
    assert session["httponly"] and session["samesite"] == csrf["samesite"] == "Lax"
    assert bool(session["secure"]) is bool(csrf["secure"]) is https


async def test_nothing_travels_over_a_plain_line_where_there_is_tls(new_site: NewSite) -> None:
    site = new_site(HTTPS="on")
    async with aiohttp.ClientSession() as http, http.get(site.url + "/lobby", allow_redirects=False) as answer:
        assert (answer.status, answer.headers["Location"]) == (301, f"https://{site.host}/lobby")
