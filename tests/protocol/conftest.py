"""What speaks the protocols to us is tried on each of the servers, and on each transport."""

from collections.abc import Iterator

import pytest

from tests.conftest import running_site
from tests.support.site import Site


@pytest.fixture(scope="session", params=["uvicorn", "uvicorn stock", "daphne"], autouse=True)
def which_server(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="session")
def _site(request: pytest.FixtureRequest, which_server: str) -> Iterator[Site]:
    with running_site(request, which_server) as site:
        yield site
