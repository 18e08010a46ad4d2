"""Pages are compressed for whoever takes them so; what the API answers is not."""

import gzip

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db

TAKES = {"Accept-Encoding": "gzip, br"}


def test_a_page_comes_compressed(client: Client) -> None:
    plain, small = client.get("/"), client.get("/", headers=TAKES)
    assert small.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in small.headers["Vary"]
    assert b"<!doctype html>" in gzip.decompress(small.content) and b"<!doctype html>" in plain.content
    assert len(small.content) < len(plain.content) / 2
    assert int(small.headers["Content-Length"]) == len(small.content)


def test_who_does_not_take_it_gets_it_as_it_is(client: Client) -> None:
    assert "Content-Encoding" not in client.get("/").headers


@pytest.mark.parametrize("path", ["/api/openapi.json", "/healthz"])
def test_what_is_not_a_page_is_not_compressed(client: Client, path: str) -> None:
    assert "Content-Encoding" not in client.get(path, headers=TAKES).headers
