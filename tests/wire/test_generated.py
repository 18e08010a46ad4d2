"""The generated files are what the declarations say, and it is noticed when they are not."""

import shutil
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django.fixtures import Settings

from games.management.commands.generate_wire import FILES, stale
from games.wire.generate import typescript

PROJECT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def types_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """json2ts takes a second; only the first test here runs it."""
    made = _types()
    monkeypatch.setattr(typescript, "text", lambda project: made)


@pytest.fixture
def project(tmp_path: Path, settings: Settings) -> Path:
    """A project of its own whose generated files are fresh."""
    settings.BASE_DIR = tmp_path
    call_command("generate_wire", stdout=StringIO())
    return tmp_path


def test_the_committed_files_are_fresh() -> None:
    assert list(stale(PROJECT)) == []


def test_writing_twice_changes_nothing(project: Path) -> None:
    told = StringIO()
    call_command("generate_wire", stdout=told)
    assert told.getvalue() == ""


@pytest.mark.parametrize("name", FILES)
def test_a_changed_file_is_named_and_left_alone(project: Path, name: str) -> None:
    path = project / name
    path.write_text(path.read_text(encoding="utf-8") + "\nx", encoding="utf-8")
    with pytest.raises(CommandError, match=rf"^{name} is stale") as caught:
        call_command("generate_wire", check=True)
    assert caught.value.returncode == 1
    assert path.read_text(encoding="utf-8").endswith("\nx")


def test_every_missing_file_is_named(project: Path) -> None:
    shutil.rmtree(project / "docs")
    with pytest.raises(CommandError) as caught:
        call_command("generate_wire", check=True)
    assert [line.split()[0] for line in str(caught.value).splitlines()] == [name for name in FILES if name.startswith("docs/")]
    assert not (project / "docs").exists()


def test_a_changed_declaration_makes_files_stale(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from games.wire.facts import ChatMessage

    monkeypatch.setattr(ChatMessage, "__doc__", "Somebody whispered.")
    assert {"docs/events.md", "docs/asyncapi.json", "docs/wire.schema.json"} <= stale(project).keys()


def test_without_the_tool_the_command_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.undo()
    with pytest.raises(typescript.ToolMissingError):
        typescript.text(tmp_path)


@pytest.mark.parametrize("name", FILES)
def test_nothing_of_this_machine_stands_in_a_file(name: str) -> None:
    text = (PROJECT / name).read_text(encoding="utf-8")
    assert str(PROJECT) not in text
    assert str(Path.home()) not in text


_made: list[str] = []


def _types() -> str:
    if not _made:
        _made.append(typescript.text(PROJECT))
    return _made[0]
