"""The files of ``deploy/``: nginx and systemd read theirs; what cannot be run here names at least what there is."""

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from deploy.cluster import nginx
from tests.support.site import ROOT

DEPLOY = ROOT / "deploy"
UNITS = sorted(each.name for each in DEPLOY.iterdir() if each.suffix in (".service", ".timer"))


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    return dict(yaml.safe_load((DEPLOY / "compose.yaml").read_text()))


def test_nginx_takes_the_configuration_of_compose(tmp_path: Path) -> None:
    shutil.copy(DEPLOY / "nginx.conf", tmp_path)
    (tmp_path / "temp").mkdir()
    for each in (DEPLOY / "nginx").iterdir():  # where there is no compose, its names mean nothing, and port 80 may be taken
        text = re.sub(r"codex-(\d):8000", r"127.0.0.1:900\1", each.read_text()).replace("listen 80;", "listen 127.0.0.1:18080;")
        (tmp_path / each.name).write_text(text)
    done = subprocess.run(
        [nginx(), "-t", "-p", f"{tmp_path}/", "-c", str(tmp_path / "nginx.conf")], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "[warn]" not in done.stderr.replace('[warn] the "user" directive', "")


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not on this machine")
@pytest.mark.parametrize("unit", UNITS)
def test_systemd_takes_every_unit(tmp_path: Path, unit: str) -> None:
    for each in UNITS:
        text = (
            (DEPLOY / each).read_text().replace("/srv/arcane-codex/.venv/bin/python", "/bin/true").replace("/srv/arcane-codex", str(ROOT))
        )
        (tmp_path / each).write_text(text)
    done = subprocess.run(["systemd-analyze", "verify", tmp_path / unit], capture_output=True, text=True, check=False)
    assert (done.returncode, _about(unit, done.stderr)) == (0, [])


def _about(unit: str, told: str) -> list[str]:
    """What is said of our unit, and not of another one of this machine."""
    return [line for line in told.splitlines() if unit.split("@", maxsplit=1)[0].split(".", maxsplit=1)[0] in line]


def test_every_timer_has_its_service() -> None:
    timers = [each for each in UNITS if each.endswith(".timer")]
    assert len(timers) == 2
    assert {each.replace(".timer", ".service") for each in timers} <= set(UNITS)


def test_compose_names_what_there_is(compose: dict[str, Any]) -> None:
    services = compose["services"]
    for name, service in services.items():
        for other in service.get("depends_on", []):
            assert other in services, f"{name} waits for {other}"
        for volume in service.get("volumes", []):
            source = volume.partition(":")[0]
            assert (DEPLOY / source).exists() if source.startswith(".") else source in compose["volumes"], volume
        build = service.get("build")
        assert build is None or (DEPLOY / build["context"] / build["dockerfile"]).resolve() == DEPLOY / "Dockerfile"


def test_compose_sets_what_the_documentation_names(compose: dict[str, Any]) -> None:
    known = set(re.findall(r"`([A-Z][A-Z_]+)`", (ROOT / "docs" / "configuration.md").read_text()))
    workers = []
    for name, service in compose["services"].items():
        if "build" in service:
            assert set(service["environment"]) <= known, name
            workers.append(service["environment"].get("WORKER"))
    assert sorted(filter(None, workers)) == re.findall(r"\^(\d)-", (DEPLOY / "nginx" / "lines.conf").read_text())


def test_the_image_is_made_of_what_there_is() -> None:
    lines = (DEPLOY / "Dockerfile").read_text().splitlines()
    copied = [part for line in lines if line.startswith("COPY ") and "--from" not in line for part in line.split()[1:-1]]
    assert copied and all((ROOT / each).exists() for each in copied)
    assert [line for line in lines if line.startswith("CMD ")] == ['CMD ["python", "-m", "arcane_site.serve"]']
    stages = [line.split()[-1] for line in lines if line.startswith("FROM ") and " AS " in line]
    assert {match for line in lines for match in re.findall(r"--from=(\w+)", line)} <= set(stages)
