"""Who sends what makes no sense sees our own pages, on one's own machine too; and no traceback stands in the log."""

import aiohttp
import pytest

from tests.conftest import NewSite
from tests.support.site import Site

STRANGER = {"Content-Type": "application/x-www-form-urlencoded"}
FORM = {**STRANGER, "Cookie": f"csrftoken={'a' * 32}"}
"""Its token is looked for in the body."""
TOO_MANY = "?" + "&".join(f"a{number}=1" for number in range(1001))


async def asked(site: Site, method: str, path: str, body: str = "", **headers: str) -> tuple[int, str]:
    """The status, and what the page says in its title."""
    async with aiohttp.ClientSession() as http, http.request(method, site.url + path, data=body or None, headers=headers) as answer:
        page = await answer.text()
        assert "Traceback" not in page and "urlpatterns" not in page and "settings" not in page
        return answer.status, page.partition("<title>")[2].partition("<")[0]


@pytest.mark.parametrize("debug", ["on", "off"])
async def test_whoever_sends_nonsense_sees_our_own_pages(new_site: NewSite, debug: str) -> None:
    site = new_site(DEBUG=debug)
    site.expect("Invalid HTTP_HOST header|django.security.csrf")  # it may be our own settings that are wrong
    senseless = (400, "That address makes no sense. · The Arcane Codex")
    for _ in range(3):
        assert await asked(site, "GET", "/", Host="evil") == senseless
    assert await asked(site, "GET", f"/game{TOO_MANY}") == senseless
    assert await asked(site, "GET", f"/watch/ABCDEF{TOO_MANY}") == senseless
    assert await asked(site, "POST", "/accounts/login/", "username=" + "x" * 70_000, **FORM) == senseless
    assert await asked(site, "POST", "/accounts/login/", TOO_MANY[1:], **FORM) == senseless
    assert await asked(site, "GET", "/nope") == (404, "There is nothing here. · The Arcane Codex")
    assert (await asked(site, "POST", "/accounts/login/", "username=x", **STRANGER))[0] == 403
    written = site.log.read_text()
    assert "Traceback" not in written and "Exception in" not in written
    assert written.count("Invalid HTTP_HOST header") == 1
