"""Nothing committed names a package registry's host, or where a machine keeps things."""

import subprocess
import sys
from pathlib import Path

import pytest

from tools import check

# Put together here, so that this file names none of them either.
HOST = ".".join(("registry", "npmjs", "org"))
PLACES = [
    f"https://{HOST}/sass",
    '"resolved": "' + "https://elsewhere/sass.tgz",
    "--extra-index-url " + "https://elsewhere/simple",
    "see /" + "work/main",
    "see /" + "home/somebody/confide",
    "#!/" + "root/python",
]


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    return tmp_path


@pytest.mark.parametrize("line", PLACES)
def test_a_place_is_found(repository: Path, line: str) -> None:
    (repository / "notes.md").write_text(f"words\n{line}\n", encoding="utf-8")
    assert [fault.split()[0] for fault in check.named_places(repository)] == ["notes.md:2"]


@pytest.mark.parametrize(
    "line", ["pages/work/", "homework/", "casework/pages/case.html", "django==5.2 --hash=sha256:ab"]
)
def test_what_names_no_place_is_let_be(repository: Path, line: str) -> None:
    (repository / "notes.md").write_text(f"{line}\n", encoding="utf-8")
    assert list(check.named_places(repository)) == []


def test_what_git_ignores_is_not_read(repository: Path) -> None:
    (repository / ".gitignore").write_text("kept.md\n", encoding="utf-8")
    (repository / "kept.md").write_text(PLACES[0], encoding="utf-8")
    assert list(check.named_places(repository)) == []


def test_a_failing_step_fails_the_whole(capsys: pytest.CaptureFixture[str]) -> None:
    failing: list[str | Path] = [sys.executable, "-c", "raise SystemExit('a fault')"]
    passing: list[str | Path] = [sys.executable, "-c", "print('much')"]
    assert check.failures({"one": passing, "two": failing, "three": passing}) == 1
    assert capsys.readouterr().out == "✓ one\n✗ two\na fault\n✓ three\n"


@pytest.mark.parametrize("package", ["tools", "bench"])
def test_the_types_of_every_package_are_read(package: str) -> None:
    commands = [list(map(str, command)) for command in check.COMMANDS.values()]
    read = [words for words in commands if words[0].endswith("mypy") and words[-1] == package]
    assert len(read) == 1


def test_a_missing_migration_of_an_app_without_any_is_found() -> None:
    assert {"team", "casework"} <= set(check.APPS)
