"""Who tells the stories: the source that ``SCENARIO_SOURCE`` names."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

import structlog
from django.conf import settings

from games.errors import ErrorCode, GameError
from games.scenarios import sources
from games.scenarios.model import Scenario, ScenarioRequest, ScenarioSource

log = structlog.stdlib.get_logger(__name__)


@contextmanager
def listening() -> Iterator[None]:
    """While a source is asked: it may be anybody's, so whatever it raises stands in the log, and is one refusal.

    Raises:
        GameError: ``GENERATION_FAILED``.
    """
    try:
        yield
    except Exception as error:
        log.exception("the source could not tell", source=settings.SCENARIO_SOURCE)
        raise GameError(ErrorCode.GENERATION_FAILED) from error


def teller() -> ScenarioSource:
    """The configured source.

    Raises:
        ScenarioError: there is no such source.
    """
    return _named(settings.SCENARIO_SOURCE)


def generated(request: ScenarioRequest) -> Scenario:
    """A scene from the configured source; sources check their scenes before they give them.

    Raises:
        ScenarioError: the source cannot tell one, or told one that breaks the rules.
    """
    return teller().generate(request)


@cache
def _named(spec: str) -> ScenarioSource:
    return sources.source_named(spec)
