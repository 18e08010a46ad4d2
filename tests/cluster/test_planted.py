"""The checkers find what only several servers can do wrong."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cluster import faults
from tests.cluster.cluster import cluster_of
from tests.cluster.planted import PLANTED
from tests.cluster.run import HABITS, LEFT_BEHIND, Run

pytestmark = pytest.mark.filterwarnings(*LEFT_BEHIND)
FAULTS = {
    "clinging": [faults.POSTGRES_NOW],
    "undying": [faults.KILL] * 3,
    "hasty": [faults.ROLL],
    "twice": [faults.ROLL],
}


@pytest.mark.long
@pytest.mark.timeout(900)
@pytest.mark.parametrize("plant", PLANTED, ids=lambda plant: plant.__name__)
async def test_a_planted_bug_is_found(tmp_path: Path, plant: Callable[[], None]) -> None:
    planted = {"DJANGO_SETTINGS_MODULE": "tests.cluster.settings", "PLANTED": plant.__name__}
    async with cluster_of(2, tmp_path, **planted) as cluster:
        run = Run(cluster, FAULTS.get(plant.__name__, [faults.QUIET]), "planted", tables=1, habits=HABITS)
        try:
            found = await run.play()
        except* AssertionError as errors:
            found = [str(each) for each in errors.exceptions]
    matching = [text for text in found if re.search(PLANTED[plant], text)]
    assert matching, found[:20]
    print(f"{plant.__name__}: {matching[0]}")
