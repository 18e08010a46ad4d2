"""The database of a single server is locked by somebody else, or its disk is full."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.cluster.alone import ALL, FULL, LOCK_2, alone
from tests.cluster.faults import Fault
from tests.cluster.run import LEFT_BEHIND, Run

pytestmark = pytest.mark.filterwarnings(*LEFT_BEHIND)


async def survived(folder: Path, suffered: Sequence[Fault], *, tables: int, seed: str) -> None:
    with alone(folder) as place:
        found = await Run(place, suffered, seed, tables=tables).play()
        place.site.end()
        found += place.broken()
    assert not found, "\n".join(found[:40])


async def test_a_lock_and_a_full_disk(tmp_path: Path) -> None:
    await survived(tmp_path, [LOCK_2, FULL], tables=1, seed="locked")


@pytest.mark.long
@pytest.mark.timeout(3600)
async def test_many_locks_and_full_disks(tmp_path: Path) -> None:
    await survived(tmp_path, ALL, tables=3, seed="often locked")
