"""What the environment may say: a server that would not be safe does not start, and says why in one sentence."""

import json
import os
import subprocess
import sys

import pytest

from tests.support.site import ROOT

STRONG = "x7Qp_Lm2" * 8
TOLD = (
    "import json; from django.conf import settings as s; print(json.dumps([s.SOCKETIO_ALLOWED_ORIGINS, getattr(s, 'CACHES', {}), s.DEBUG]))"
)
UNSAFE = {
    "SECRET_KEY": [{"SECRET_KEY": ""}, {"SECRET_KEY": "short"}, {"SECRET_KEY": "x" * 64}, {"SECRET_KEY": "insecure-" + STRONG}],
    "SOCKETIO_ALLOWED_ORIGINS": [{"SECRET_KEY": STRONG, "SOCKETIO_ALLOWED_ORIGINS": "*"}],
    "TRUSTED_PROXIES": [{"SECRET_KEY": STRONG, "TRUSTED_PROXIES": "the proxy"}],
}


def run(*command: str, **said: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "arcane_site.settings", "PORT": "0", **said}
    return subprocess.run([sys.executable, *command], cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def read(**said: str) -> subprocess.CompletedProcess[str]:
    return run("-c", TOLD, **said)


@pytest.mark.parametrize(("name", "said"), [(name, said) for name, cases in UNSAFE.items() for said in cases])
def test_what_is_not_safe_stops_the_start(name: str, said: dict[str, str]) -> None:
    for command in (("manage.py", "migrate", "--check"), ("-m", "arcane_site.serve")):
        done = run(*command, **said)
        assert done.returncode == 1
        assert len(done.stderr.splitlines()) == 1 and name in done.stderr


def test_nobody_else_s_pages_may_connect_while_nobody_is_named() -> None:
    for said in ({"SECRET_KEY": STRONG}, {"DEBUG": "on"}):
        origins, _, debug = json.loads(read(**said).stdout)
        assert (origins, debug) == ([], "DEBUG" in said)


def test_what_is_kept_in_redis_is_never_run() -> None:
    _, caches, _ = json.loads(read(SECRET_KEY=STRONG, REDIS_URL="redis://127.0.0.1:1/0").stdout)
    assert {name: each["OPTIONS"]["SERIALIZER"].rpartition(".")[2] for name, each in caches.items()} == {"default": "JSONSerializer"}
