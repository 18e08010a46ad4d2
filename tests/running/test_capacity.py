"""The calculation of ``docs/scaling.md``: it says what the document shows, and reckons as it should."""

import re
from dataclasses import replace

import pytest

from deploy import capacity
from deploy.capacity import Costs, Habits, Load, Room
from realtime import limits
from tests.support.site import ROOT

DOCUMENT = (ROOT / "docs" / "scaling.md").read_text()
PLAIN = Load(
    1000,
    Habits(seats=4, turn=100, talk=50, other_commands=2, visits=1000),
    Costs(process=10_000, postgres=1_000, redis=100, nginx=200, silent=50, silent_kib=10, process_mib=100, wal_bytes=2**20, visit=5_000),
    Room(used=0.5),
)


def test_the_document_shows_what_is_reckoned() -> None:
    assert capacity.table() in DOCUMENT, "python -m deploy.capacity prints what belongs there"


def test_the_document_names_every_assumption() -> None:
    for kind in (Habits(), Costs(), Room()):
        for name in kind.__slots__:
            row = re.search(rf"^\| `{name}` \|.*$", DOCUMENT, re.MULTILINE)
            assert row is not None, name
            assert f"| {getattr(kind, name):,g} |" in row[0], row[0]


def test_so_many_lines_go_to_one_process_as_it_takes() -> None:
    assert Room().lines_of_process == limits.MOST_OF_PROCESS


def test_commands_are_choices_talk_and_what_the_host_does() -> None:
    assert PLAIN.games == 250
    assert PLAIN.commands == pytest.approx(1000 / 100 + 1000 / 50 + 250 * 2 / 100)
    assert PLAIN.deliveries == 4 * PLAIN.commands


def test_processes_are_as_many_as_their_work_or_their_lines_need() -> None:
    assert PLAIN.process_cores == pytest.approx(35 * 0.01 + 1000 * 50e-6 + 1 * 5e-3)
    assert PLAIN.processes == 1
    assert replace(PLAIN, players=8000).processes == 7  # 3.24 cores, half of each used
    idle = replace(PLAIN.costs, process=0, silent=0, visit=0)
    assert replace(PLAIN, players=8001, costs=idle).processes == 5


def test_the_rest_is_shared_out_by_what_it_costs() -> None:
    many = replace(PLAIN, players=1_000_000)
    assert many.postgres_cores == pytest.approx(35.0)
    assert (many.databases, many.redis_servers) == (2, 7)
    assert many.proxies == 20  # lines, not work
    assert PLAIN.wal_mib == pytest.approx(35)
    assert PLAIN.memory_gib == pytest.approx((100 + 10 * 1000 / 1024) / 1024)
    assert many.gigabits == pytest.approx(140_000 * 450 * 8 / 1e9)


def test_figures_have_two_digits_that_mean_something() -> None:
    assert [capacity.shown(each) for each in (0.0123, 3.21, 45.6, 123.4, 98_765.4, 1234)] == [
        "0.012",
        "3.2",
        "46",
        "120",
        "99,000",
        "1,234",
    ]
