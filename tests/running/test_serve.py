"""The command that starts a server process."""

import signal
import socket
import subprocess
import sys

import aiohttp
import pytest

from arcane_site import serve
from tests.conftest import NewSite
from tests.support.ports import HOST
from tests.support.site import ROOT, Site


def test_nothing_has_to_be_said() -> None:
    assert serve.chosen({}) == serve.Way("uvicorn", "127.0.0.1", 8000, (10_000, 5, 5))
    assert serve.chosen({"SERVER": "", "PORT": "", "HOST": ""}) == serve.chosen({})


def test_everything_can_be_said() -> None:
    said = {"SERVER": "daphne", "HOST": "::1", "PORT": "81", "GC_THRESHOLDS": "700,10,10"}
    assert serve.chosen(said) == serve.Way("daphne", "::1", 81, (700, 10, 10))


@pytest.mark.parametrize("said", [{"SERVER": "apache"}, {"PORT": "http"}, {"GC_THRESHOLDS": "many"}])
def test_what_is_not_understood_is_refused_in_one_sentence(said: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=next(iter(said))):
        serve.chosen(said)


def test_a_busy_port_is_told_in_one_sentence() -> None:
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        taken.listen()
        environment = {"HOST": HOST, "PORT": str(taken.getsockname()[1]), "DEBUG": "on"}
        done = subprocess.run(
            [sys.executable, "-m", "arcane_site.serve"], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
        )
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1 and "PORT chooses another" in done.stderr


@pytest.fixture(params=["uvicorn", "daphne"])
def either(request: pytest.FixtureRequest, new_site: NewSite) -> Site:
    return new_site(server=request.param)


async def test_nobody_is_told_what_serves(either: Site) -> None:
    async with aiohttp.ClientSession() as http, http.get(f"{either.url}/healthz") as response:
        assert response.status == 200
        assert "Server" not in response.headers


def test_either_ends_when_it_is_asked_to(either: Site) -> None:
    either.signal(signal.SIGTERM)
    assert either.until_dead(seconds=10) == 0
