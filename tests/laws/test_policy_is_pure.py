"""Law: the policy's tests run without Django loaded: proof of purity that a reader believes."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.laws.reading import ROOT

CONFIG = "[pytest]\nmarkers =\n    clause(*ids): a clause\n    promise(*ids): a promise\n"
RUN = """
import sys, pytest
status = pytest.main(sys.argv[1:])
if any(name.split(".")[0] == "django" for name in sys.modules):
    sys.exit("Django was loaded")
sys.exit(status)
"""


def run_without_django(folder: Path, scratch: Path, *more: str) -> subprocess.CompletedProcess[str]:
    """Run the tests of a folder with pytest's Django plugin switched off."""
    config = scratch / "pytest.ini"
    config.write_text(CONFIG, encoding="utf-8")
    quiet = ["-q", "-p", "no:django", "-p", "no:xdist", "-p", "no:cacheprovider"]
    place = ["-c", str(config), f"--rootdir={ROOT}", "--import-mode=importlib", str(folder)]
    return subprocess.run(
        [sys.executable, "-c", RUN, *quiet, *more, *place],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_policys_tests_run_without_django(tmp_path: Path) -> None:
    if not any((ROOT / "tests" / "policy").glob("**/test_*.py")):
        pytest.skip("the policy has no tests yet")
    policy = ROOT / "tests" / "policy"
    done = run_without_django(policy, tmp_path, "--hypothesis-profile=once")
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_test_that_loads_django_is_found(tmp_path: Path) -> None:
    (tmp_path / "test_planted.py").write_text(
        "def test_planted():\n    from django.utils import timezone\n", encoding="utf-8"
    )
    done = run_without_django(tmp_path, tmp_path)
    assert "1 passed" in done.stdout
    assert done.returncode != 0 and "Django was loaded" in done.stderr
