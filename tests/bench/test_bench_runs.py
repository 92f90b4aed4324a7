"""The measurements run, on a dozen cases: what they say at that size means nothing."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def printed() -> str:
    """What a tiny run prints."""
    command = [sys.executable, "-m", "bench", "--tiny"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize(
    "title",
    [
        "Desk of 12 cases",
        "Opening a case of 20 contacts",
        "Search over 60 contacts",
        "Filing a document of 0.01 MB",
        "Creating a case with its first contact",
        "Signing in",
    ],
)
def test_each_page_stands_beside_its_plain_twin(printed: str, title: str) -> None:
    line = next(line for line in printed.splitlines() if line.startswith(f"| {title} |"))
    _, _, sealed, plain, ratio, _ = [cell.strip() for cell in line.strip("|").split("|")]
    assert sealed
    assert plain
    assert float(ratio) > 0


@pytest.mark.parametrize(
    "title",
    [
        "Breaking confidence, 3 screens from sign-in to recorded",
        "Extract of 10 passages",
        "Telling somebody",
        "A night that announces",
        "A night that destroys",
        "`confide verify` of 300 entries",
        "Memory of the worker after all of the pages",
    ],
)
def test_each_piece_of_work_is_told(printed: str, title: str) -> None:
    assert f"| {title}" in printed


def test_backups_are_measured_apart() -> None:
    command = [sys.executable, "-m", "bench", "--backups", "--tiny"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    for title in (
        "`confide backup` of 12 cases",
        "Destroying 4",
        "`confide restore`",
        "`confide drill`",
    ):
        assert f"| {title}" in done.stdout


@pytest.mark.promise("P3")
@pytest.mark.clause("CONF-3")
def test_two_worlds_that_differ_in_one_student_answer_in_the_same_bytes() -> None:
    # It stops at the first answer that differs; of times, so few runs say nothing.
    command = [sys.executable, "-m", "bench", "--presence", "--tiny"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    for title in ("`/write/`, with the student", "words given up", "what was destroyed"):
        assert title in done.stdout


def test_the_students_way_is_measured_apart() -> None:
    command = [sys.executable, "-m", "bench", "--way", "--tiny"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "| A student's own side with 2 messages" in done.stdout
    lines = [line for line in done.stdout.splitlines() if "| A flood of 1 h" in line]
    assert len(lines) == 9 and all(" of 6 |" in line for line in lines)


def test_figures_are_measured_apart() -> None:
    command = [sys.executable, "-m", "bench", "--figures", "--tiny"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    for title in (
        "Sealing 2,000 coded rows",
        "Opening 2,000 coded rows for the picture",
        "Closing 6 quarters",
        "A year's tables",
    ):
        assert f"| {title}" in done.stdout


def test_the_product_imports_none_of_it() -> None:
    assert [path for path in (ROOT / "confide").rglob("*.py") if imports_bench(path)] == []


def test_an_import_of_it_would_be_seen(tmp_path: Path) -> None:
    planted = tmp_path / "planted.py"
    planted.write_text("def late():\n    from bench.plain import models\n", encoding="utf-8")
    assert imports_bench(planted)


def imports_bench(path: Path) -> bool:
    """Whether a file imports the measurements, wherever in it."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    named = [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    named += [
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for alias in node.names
    ]
    return any(name.split(".")[0] == "bench" for name in named)
