"""People in front of a browser, who notice when something is wrong with the page."""

import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Page, Request

from tests.support.site import Site

DESKTOP = (1280, 800)
PHONE = (390, 844)


@dataclass
class Person:
    """A browser profile of one's own with one page. Further pages of the context are watched too."""

    site: Site
    context: BrowserContext
    page: Page
    problems: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)

    def expect(self, pattern: str) -> None:
        """This test provokes problems like this."""
        self.expected.append(pattern)

    def unexpected(self) -> list[str]:
        return [problem for problem in self.problems if not any(re.search(pattern, problem) for pattern in self.expected)]

    async def take_name(self, name: str) -> None:
        """What the form on the front page does."""
        token = (await (await self.context.request.get("/api/csrf-token")).json())["csrf_token"]
        headers = {"X-CSRFToken": token, "Referer": self.site.url}
        answer = await self.context.request.post("/api/set_username", data={"username": name}, headers=headers)
        assert answer.ok, await answer.text()

    def watch(self) -> None:
        """Violations of the content security policy are console errors too."""
        self.context.on("console", self._console)
        self.context.on("weberror", lambda error: self.problems.append(f"uncaught: {error.error}"))
        self.context.on("request", self._request)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.problems.append(f"console: {message.text} ({message.location.get('url', '')})")

    def _request(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme not in ("data", "blob", "about") and address.netloc != self.site.host:
            self.problems.append(f"request to another host: {request.url}")


async def sit_down(browser: Browser, site: Site, name: str, viewport: tuple[int, int]) -> Person:
    """Somebody at the site, with a name where one is given."""
    width, height = viewport
    context = await browser.new_context(base_url=site.url, viewport={"width": width, "height": height}, reduced_motion="reduce")
    person = Person(site, context, await context.new_page())
    person.watch()
    if name:
        await person.take_name(name)
    return person
