"""The last hour, for those who may look."""

import json
import re
from typing import Any

import pytest
from django.test import Client

from games import samples
from realtime import limits, process
from realtime.desk import ring
from tests.games.guests import at_turn
from tests.keeping.people import keeper

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def empty_ring() -> Any:
    ring._own.clear()
    yield
    ring._own.clear()


def test_tells_what_metrics_knows() -> None:
    at_turn()
    samples.note()
    samples.note()
    told = keeper().get("/admin/games/game/health/figures/").json()
    (mine,) = told["processes"].values()
    assert list(told["processes"]) == [process.name()] and len(mine) == 2
    text = keeper(superuser=True).get("/metrics").content.decode()
    known = {name for name in re.findall(r"^(\w+)[ {]", text, re.MULTILINE) if not name.endswith(("_bucket", "_created"))}
    assert known <= {name.partition("{")[0] for name in mine[-1][1]}
    assert mine[-1][1]["codex_games{phase=scenario}"] == 1
    assert told["names"]["codex_games"].startswith("Games in which")


def test_keeps_an_hour_and_no_more() -> None:
    for number in range(ring.MOST + 10):
        ring.add({"codex_rooms": number})
    (mine,) = ring.of_all().values()
    assert len(mine) == ring.MOST and mine[-1].figures["codex_rooms"] == ring.MOST + 9


@pytest.mark.postgres
def test_processes_see_each_other_where_there_is_a_redis(redis_url: str, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.REDIS_URL = redis_url
    monkeypatch.setattr(process, "name", lambda: "another")
    ring.add({"codex_people": 3, "codex_rate_limited_total{act=command}": 4})
    monkeypatch.undo()
    ring._own.clear()
    ring.add({"codex_people": 2})
    assert {"another", process.name()} <= set(ring.of_all())
    counters = re.findall(r'data-counter="(\w+)">(\d+)<', keeper().get("/admin/games/game/").content.decode())
    assert dict(counters)["players"] == "5" and int(dict(counters)["refused"]) >= 4


def test_a_redis_that_is_away_hides_nothing_of_our_own(settings: Any) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    ring.add({"codex_people": 2})
    assert list(ring.of_all()) == [process.name()]


def test_counters_count() -> None:
    limits.refused["command"] += 2
    at_turn(3)
    samples.note()
    found = dict(re.findall(r'data-counter="(\w+)">(\d+)<', keeper().get("/admin/games/game/").content.decode()))
    assert found["games"] == "1"
    assert int(found["events"]) >= 5
    assert int(found["refused"]) >= 2


def test_the_page_hands_its_samples_on() -> None:
    samples.note()
    page = keeper().get("/admin/games/game/health/").content.decode()
    found = re.search(r'<script id="told" type="application/json">(.*?)</script>', page, re.DOTALL)
    assert found is not None and process.name() in json.loads(found[1])["processes"]


@pytest.mark.parametrize("address", ["health", "health/figures"])
def test_is_for_staff_with_the_right(address: str, django_user_model: Any) -> None:
    staff, player = Client(), Client()
    staff.force_login(django_user_model.objects.create_user("staff", is_staff=True))
    player.force_login(django_user_model.objects.create_user("player"))
    asked = f"/admin/games/game/{address}/"
    assert (staff.get(asked).status_code, player.get(asked).status_code, Client().get(asked).status_code) == (403, 302, 302)
