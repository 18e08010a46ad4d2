"""Who tells the stories: the source that ``SCENARIO_SOURCE`` names."""

from functools import cache

from django.conf import settings

from games.scenarios import sources
from games.scenarios.model import Scenario, ScenarioRequest, ScenarioSource


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
