"""Any part of a cluster may fail while people play: nothing acknowledged is lost, and everybody agrees."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.cluster import faults
from tests.cluster.cluster import cluster_of
from tests.cluster.faults import Fault
from tests.cluster.run import LEFT_BEHIND, Run

pytestmark = pytest.mark.filterwarnings(*LEFT_BEHIND)
A_FEW = (
    faults.KILL, faults.PAUSE_3, faults.REDIS_3, faults.REDIS_CUT, faults.REDIS_EMPTY,
    faults.POSTGRES_CUT, faults.POSTGRES_NOW, faults.RESET, faults.ROLL,
)  # fmt: skip


async def survived(folder: Path, suffered: Sequence[Fault], *, workers: int, tables: int, seed: str, away_for: float = 17.0) -> None:
    async with cluster_of(workers, folder) as cluster:
        found = await Run(cluster, suffered, seed, tables=tables, away_for=away_for).play()
    assert not found, "\n".join(found[:40])


async def test_a_few_faults(tmp_path: Path) -> None:
    await survived(tmp_path, A_FEW, workers=2, tables=1, seed="a few", away_for=3.0)


@pytest.mark.long
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("kind", faults.ALL)
async def test_many_faults_of_a_kind(tmp_path: Path, kind: str) -> None:
    await survived(tmp_path, faults.ALL[kind], workers=3, tables=4, seed=f"many of {kind}")
