"""Every code of the catalogue is produced by a test, documented once, and told in the table's words."""

import re

import pytest

from games.errors import ErrorCode
from tests.games.test_refusals import PRODUCED
from tests.support.site import ROOT

BY_REFUSALS = "tests/games/test_refusals.py::test_the_request_gets_the_code"
ELSEWHERE = {
    "UNKNOWN_EVENT": "tests/realtime/test_connecting.py::test_unknown_events_are_answered",
    "BAD_FRAME": "tests/realtime/test_connecting.py::test_a_bad_frame_is_told_and_the_connection_lives",
    "TOO_MANY_CONNECTIONS": "tests/realtime/test_connection_limits.py::test_five_tabs_of_one_session",
    "SLOW_CONSUMER": "tests/realtime/test_ended.py::test_who_does_not_read_is_told_and_ended_and_catches_up",
    "GENERATION_IN_PROGRESS": "tests/games/test_slow_sources.py::test_the_table_is_free_while_a_scene_is_written",
}
TESTED = {**{code: f"{BY_REFUSALS}[{code}]" for code in PRODUCED}, **ELSEWHERE}
CODES = [code.name for code in ErrorCode]


def test_every_code_has_a_test() -> None:
    assert sorted(TESTED) == sorted(CODES)


@pytest.mark.parametrize("code", CODES)
def test_the_test_exists_and_means_the_code(code: str) -> None:
    path, _, name = TESTED[code].partition("::")
    source = (ROOT / path).read_text()
    function = re.search(rf"^(async )?def {name.partition('[')[0]}\(.*?(?=^\S|\Z)", source, re.DOTALL | re.MULTILINE)
    assert function is not None, TESTED[code]
    assert f'"{code}"' in source or code in function[0]


@pytest.mark.parametrize("code", CODES)
def test_it_is_documented_once(code: str) -> None:
    catalogue = (ROOT / "docs/events.md").read_text().partition("\n## Refusals")[2]
    status, message = ErrorCode[code].value
    assert catalogue.count(f"| `{code}` |") == 1
    assert f"| `{code}` | {status} | {message} |" in catalogue


@pytest.mark.parametrize("code", CODES)
def test_the_page_tells_it(code: str) -> None:
    tellings = (ROOT / "static/codex/js/lib/errors.js").read_text().partition("export const TELLINGS = {")[2].partition("\n};")[0]
    assert len(re.findall(rf"^  {code}: tell\(", tellings, re.MULTILINE)) == 1
