"""The addresses that machines ask."""

import asyncio
import threading
from datetime import timedelta
from typing import Any

import pytest
import redis
from asgiref.sync import async_to_sync
from django.contrib.auth.models import User
from django.db import OperationalError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from django.utils import timezone

from games import health, metrics
from games.errors import ErrorCode, GameError
from games.models import Game, Turn
from realtime import door, limits, work
from tests.games.guests import Guest, at_turn, table


@pytest.fixture
def no_database(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: Any, **kwargs: Any) -> None:
        raise OperationalError("gone")

    monkeypatch.setattr(connection, "cursor", refuse)


def test_the_process_is_up_without_any_database(client: Client) -> None:
    response = client.get("/healthz")  # the database is not open to this test
    assert (response.status_code, response.json()) == (200, {"status": "success"})
    assert "no-store" in response.headers["Cache-Control"]


@pytest.mark.django_db
def test_ready_when_the_database_answers(client: Client) -> None:
    assert client.get("/readyz").json() == {"status": "success"}


def test_not_ready_without_the_database(client: Client, no_database: None) -> None:
    response = client.get("/readyz")
    assert (response.status_code, response.json()["code"]) == (503, "SERVICE_UNAVAILABLE")
    assert "gone" not in response.content.decode()


@pytest.mark.django_db
def test_ready_when_redis_answers_too(client: Client, settings: Any, redis_url: str) -> None:
    settings.REDIS_URL = redis_url
    assert client.get("/readyz").status_code == 200


@pytest.mark.django_db
def test_not_ready_without_the_redis_that_is_configured(client: Client, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    class Gone:
        def ping(self) -> None:
            raise redis.ConnectionError("nobody there")

    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    monkeypatch.setattr(health, "_redis", lambda url: Gone())
    assert client.get("/readyz").status_code == 503


@pytest.mark.parametrize("method", ["post", "put", "delete", "options"])
@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics"])
def test_only_reading_is_answered(method: str, path: str) -> None:
    response = getattr(Client(enforce_csrf_checks=True), method)(path)
    assert (response.status_code, response.json()["code"]) == (405, "METHOD_NOT_ALLOWED")
    assert response.headers["Allow"] == "GET, HEAD"


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics"])
def test_the_head_may_be_asked_for_alone(admin_client: Client, path: str) -> None:
    response = admin_client.head(path)
    assert (response.status_code, response.content) == (200, b"")
    assert "no-store" in response.headers["Cache-Control"]


def test_a_host_that_is_not_ours_is_refused_in_json(client: Client) -> None:
    response = client.get("/readyz", headers={"Host": "elsewhere.example"})
    assert (response.status_code, response.json()["code"]) == (400, "VALIDATION_ERROR")


@pytest.mark.django_db
class TestMetrics:
    def test_nobody_else_may_ask(self, client: Client, django_user_model: type[User]) -> None:
        response = client.get("/metrics")
        assert (response.status_code, response.json()["code"]) == (401, "AUTH_REQUIRED")
        client.force_login(django_user_model.objects.create_user("player"))
        assert client.get("/metrics").status_code == 401

    def test_staff_may_ask(self, admin_client: Client) -> None:
        response = admin_client.get("/metrics")
        assert response.status_code == 200
        assert response.headers["Content-Type"].startswith("text/plain")
        assert "codex_connections 0.0" in response.content.decode()

    @pytest.mark.parametrize(("allowed", "status"), [(["10.1.2.3"], 200), (["10.1.0.0/16"], 200), (["10.1.2.4"], 401), ([], 401)])
    def test_allowed_addresses_may_ask(self, client: Client, settings: Any, allowed: list[str], status: int) -> None:
        settings.METRICS_ADDRESSES = allowed
        assert client.get("/metrics", REMOTE_ADDR="10.1.2.3").status_code == status

    def test_the_address_of_a_proxy_does_not_count(self, client: Client, settings: Any) -> None:
        settings.METRICS_ADDRESSES = ["127.0.0.1"]
        assert client.get("/metrics", headers={"X-Forwarded-For": "127.0.0.1"}).status_code == 401

    def test_tells_of_games_by_phase_and_of_late_turns(self, admin_client: Client) -> None:
        table(), at_turn()
        quiet = table()[0]
        Game.objects.filter(code=quiet.code).update(active_at=timezone.now() - timedelta(days=2))
        Turn.objects.update(wake_at=timezone.now() - timedelta(minutes=1))
        told = self.read(admin_client)
        assert 'codex_games{phase="lobby"} 1.0' in told
        assert 'codex_games{phase="scenario"} 1.0' in told
        assert 'codex_games{phase="finished"} 0.0' in told
        assert "codex_turns_late 1.0" in told
        assert "codex_database_up 1.0" in told

    def test_counts_what_was_refused_as_too_fast(self, admin_client: Client, settings: Any) -> None:
        settings.RATE_LIMITS = True
        before = limits.refused["typing"]
        for _ in range(int(limits.TYPING.burst)):
            limits.spend("somebody", "typing")
        with pytest.raises(GameError) as caught:
            limits.spend("somebody", "typing")
        assert caught.value.code is ErrorCode.RATE_LIMITED
        assert f'codex_rate_limited_total{{act="typing"}} {before + 1}.0' in self.read(admin_client)

    def test_counts_what_was_refused_by_code_over_both_doors(self, admin_client: Client) -> None:
        def count(code: str) -> float:
            return float(self.read(admin_client).partition(f'codex_refusals_total{{code="{code}"}} ')[2].split()[0])

        before = count("INVALID_GAME"), count("UNKNOWN_EVENT"), count("INTERNAL_ERROR")
        assert Guest("Oona").get("game_state", game_code="ZZZZZZ").code == "INVALID_GAME"

        async def refuse() -> None:
            raise GameError(ErrorCode.UNKNOWN_EVENT)

        with pytest.raises(GameError):
            async_to_sync(door.carefully)(refuse, "nothing")
        assert (count("INVALID_GAME"), count("UNKNOWN_EVENT"), count("INTERNAL_ERROR")) == (before[0] + 1, before[1] + 1, before[2])

    def test_asking_costs_the_same_however_many_games_there_are(self, admin_client: Client, django_assert_num_queries: Any) -> None:
        admin_client.get("/metrics")
        for _ in range(3):
            table()
        with django_assert_num_queries(4):  # the session, its user, games, turns
            admin_client.get("/metrics")

    def read(self, client: Client) -> str:
        return str(client.get("/metrics").content.decode())


def test_metrics_tell_that_the_database_is_gone(client: Client, settings: Any, no_database: None) -> None:
    settings.METRICS_ADDRESSES = ["127.0.0.1"]
    told = client.get("/metrics").content.decode()
    assert "codex_database_up 0.0" in told
    assert "codex_connections" in told


@pytest.mark.django_db
def test_not_ready_before_the_migrations(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "_migrated", False)
    latest = MigrationLoader(connection).graph.leaf_nodes("games")[0]
    MigrationRecorder(connection).record_unapplied(*latest)
    assert client.get("/readyz").status_code == 503
    MigrationRecorder(connection).record_applied(*latest)
    assert client.get("/readyz").status_code == 200


async def test_metrics_tell_what_waits_for_threads() -> None:
    threads, begun, end = work.Threads(1, "few"), threading.Event(), threading.Event()

    def stay() -> None:
        begun.set()
        end.wait(10)

    def told() -> float:
        return next(sample.value for sample in metrics._under_way().samples if sample.labels == {"threads": "few"})

    asked = [asyncio.create_task(threads.run(stay)) for _ in range(3)]
    await asyncio.to_thread(begun.wait, 10)
    while_one_is_done = told()
    end.set()
    await asyncio.gather(*asked)
    assert (while_one_is_done, told()) == (3, 0)
