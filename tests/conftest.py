"""What all tests may use.

The whole suite runs on an SQLite file. Tests marked ``postgres`` run a second time with ``DATABASE_URL`` and ``REDIS_URL`` set
(``python -m tests.support.services pytest -m postgres``): Django's own test database and the ``site`` are then on PostgreSQL.
"""

import functools
import os
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, ExitStack, contextmanager
from pathlib import Path
from uuid import uuid4

import hypothesis
import psycopg
import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright, expect

from tests.support import browser as browsers
from tests.support import clustered, prepared, services
from tests.support.clustered import ClusterSite
from tests.support.people import DESKTOP, Person, sit_down
from tests.support.player import Player
from tests.support.site import Site

NewPlayer = Callable[..., Awaitable[Player]]
NewPerson = Callable[..., Awaitable[Person]]
NewSite = Callable[..., Site]
PATIENCE_MS = 15_000
"""How long a page may take to show something: a slow machine has a browser and several servers to run."""


def pytest_configure(config: pytest.Config) -> None:
    # So that servers are ended by their fixtures however the run is ended.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    hypothesis.settings.register_profile("here", deadline=None)  # how long an example takes depends on what else runs
    hypothesis.settings.load_profile("here")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests in the browser are marked so, and share the event loop that the one browser lives in."""
    for item in items:
        if "chromium" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


# --- Servers


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    if "postgres" in os.environ.get("DATABASE_URL", ""):
        yield os.environ["DATABASE_URL"]
        return
    with services.running_postgres() as server:
        yield server.url


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    if os.environ.get("REDIS_URL"):
        yield os.environ["REDIS_URL"]
        return
    with services.running_redis() as server:
        yield server.url


@pytest.fixture(scope="session")
def new_postgres_database(postgres_url: str, tmp_path_factory: pytest.TempPathFactory) -> Callable[[], str]:
    """Makes a database with our tables in our PostgreSQL; gives its URL."""
    server = postgres_url.rpartition("/")[0]

    def made(template: str = "template1") -> str:
        name = f"site_{uuid4().hex[:12]}"
        with psycopg.connect(postgres_url, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}".encode())
        return name

    @functools.cache
    def migrated() -> str:
        name = made()
        Site(tmp_path_factory.mktemp("migrated"), database_url=f"{server}/{name}").manage("migrate", "--verbosity", "0")
        return name

    return lambda: f"{server}/{made(migrated())}"


@pytest.fixture(scope="session")
def common_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of all processes of this run."""
    return prepared.common_folder(tmp_path_factory.getbasetemp())


@pytest.fixture(scope="session")
def static_root(common_folder: Path) -> str:
    """The static files as production serves them: collected, hashed, compressed."""
    return str(prepared.once(common_folder, "static", prepared.static_files))


@pytest.fixture(scope="session")
def which_server() -> str:
    """Which server the sites run on; empty for the one that is used in production."""
    return os.environ.get("TEST_SERVER", "")


@contextmanager
def running_site(request: pytest.FixtureRequest, which_server: str) -> Iterator[Site]:
    """A server on a database of its own, or a cluster."""
    folder, static_root = request.getfixturevalue("tmp_path_factory").mktemp("site"), request.getfixturevalue("static_root")
    on_postgres = clustered.size() or "postgres" in os.environ.get("DATABASE_URL", "")
    database_url = request.getfixturevalue("new_postgres_database")() if on_postgres else ""
    site = made_site(folder, static_root=static_root, database_url=database_url, server=which_server, **shared_redis(request))
    prepared.give_tables(site, request.getfixturevalue("common_folder"))
    try:
        site.start()
        yield site
    finally:
        site.end()


def shared_redis(request: pytest.FixtureRequest) -> dict[str, str]:
    """The Redis of a site: the run's, where there is one; a cluster always has one."""
    return {"redis_url": request.getfixturevalue("redis_url") if clustered.size() else os.environ.get("REDIS_URL", "")}


def made_site(folder: Path, *, static_root: str, **settings: str) -> Site:
    """A server that is not started yet, or a cluster where ``TEST_CLUSTER`` asks for one."""
    if clustered.size():
        return ClusterSite(folder, clustered.size(), static_root=static_root, **settings)
    return Site(folder, STATIC_ROOT=static_root, **settings)


@pytest.fixture(scope="session")
def _site(request: pytest.FixtureRequest, which_server: str) -> Iterator[Site]:
    with running_site(request, which_server) as site:
        yield site


@pytest.fixture
def site(_site: Site) -> Iterator[Site]:
    """The one server of the run. A test may ``kill`` or ``restart`` it."""
    yield _site
    if not _site.running:
        _site.start()
    assert not (complaints := _site.complaints()), "\n\n".join(complaints)


@pytest.fixture
def new_site(request: pytest.FixtureRequest, static_root: str, tmp_path: Path, which_server: str) -> Iterator[NewSite]:
    """Makes servers of a test's own: ``new_site(database_url=…, redis_url=…, RATE_LIMITS="on")``. Those on one database are a cluster."""
    with ExitStack() as after:
        made: list[Site] = []

        def make(**settings: str) -> Site:
            if clustered.size() and "database_url" not in settings:
                settings |= {"database_url": request.getfixturevalue("new_postgres_database")()}
                site = made_site(tmp_path, static_root=static_root, server=which_server, **shared_redis(request), **settings)
            else:
                site = Site(tmp_path, **{"STATIC_ROOT": static_root, "server": which_server, **settings})
            prepared.give_tables(site, request.getfixturevalue("common_folder"))
            after.callback(site.end)
            made.append(site)
            site.start()
            return site

        yield make
    complaints = [complaint for site in made for complaint in site.complaints()]
    assert not complaints, "\n\n".join(complaints)


# --- Players and people


@pytest.fixture
async def new_player(request: pytest.FixtureRequest) -> AsyncIterator[NewPlayer]:
    """Makes players: ``await new_player("Oona")``, at ``site`` unless another is given."""
    async with AsyncExitStack() as after:

        async def make(name: str = "", *, at: Site | None = None) -> Player:
            player = await after.enter_async_context(Player((at or request.getfixturevalue("site")).url))
            if name:
                await player.set_username(name)
            return player

        yield make


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium() -> AsyncIterator[Browser]:
    """The one browser of the run."""
    expect.set_options(timeout=PATIENCE_MS)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=browsers.of_system(), args=browsers.ARGUMENTS)
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="session")
async def new_person(chromium: Browser, site: Site) -> AsyncIterator[NewPerson]:
    """Makes people with a browser profile each: ``await new_person("Oona", viewport=PHONE)``. What they notice fails the test."""
    people: list[Person] = []

    async def make(name: str = "", *, viewport: tuple[int, int] = DESKTOP, at: Site | None = None) -> Person:
        people.append(await sit_down(chromium, at or site, name, viewport))
        return people[-1]

    yield make
    for person in people:
        await person.context.close()
    problems = [problem for person in people for problem in person.unexpected()]
    assert not problems, "\n".join(problems)
