"""Checks at start: the scenario source must exist and its stories be well formed."""

from typing import Any

from django.core.checks import CheckMessage, Error, register

from games.scenarios.model import ScenarioError
from games.services import teller


@register()
def scenario_source(**kwargs: Any) -> list[CheckMessage]:
    try:
        teller.teller()
    except (ScenarioError, OSError) as error:
        return [Error(f"SCENARIO_SOURCE cannot be used: {error}", hint="house, pack:/a/folder, or module.path:name", id="games.E001")]
    return []
