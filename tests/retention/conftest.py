"""The cast of retention's tests, and a whole service in a folder, to be played by processes."""

import json
import os
import shutil
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.stage import alice, bob, case, data, sara, service

__all__ = ["alice", "bob", "case", "data", "sara", "service"]

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Theatre:
    """A service's folder, what was confided in it, and all that a thief could ever hold."""

    folder: Path
    case: str
    other: str
    alice: str
    seeds: dict[str, bytes]

    def play(self, act: str, *words: str, dies: bool = False) -> dict[str, Any]:
        """Play one act in a process of its own, to its end or to its death."""
        # The opener reads SQLite, whatever database the other tests are run on.
        known = {"CONFIDE_DATA": str(self.folder), "CONFIDE_DATABASE": ""}
        done = subprocess.run(
            [sys.executable, "-m", "tests.retention.theatre", act, *words],
            cwd=ROOT,
            env={**os.environ, **known, "PYTHONWARNINGS": "error"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == (-signal.SIGKILL if dies else 0), done.stderr
        return dict(json.loads(done.stdout)) if done.stdout else {}

    def destroy(self, dies: str = "never") -> None:
        """Have Dana's case destroyed, and the process killed at that point."""
        self.play("destroy", self.case, self.seeds[self.alice].hex(), dies, dies=dies != "never")

    def resume(self) -> dict[str, Any]:
        """Start up again."""
        return self.play("resume", self.case, self.seeds[self.alice].hex())

    def copied(self, to: Path) -> Path:
        """A copy of everything as it is now."""
        shutil.copytree(self.folder, to)
        return to


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Theatre:
    """The service as it was built, which no test changes."""
    folder = tmp_path_factory.mktemp("theatre") / "data"
    folder.mkdir()
    told = Theatre(folder, "", "", "", {}).play("build")
    seeds = {ring: bytes.fromhex(seed) for ring, seed in told["seeds"].items()}
    return Theatre(folder, told["case"], told["other"], told["alice"], seeds)


@pytest.fixture
def theatre(built: Theatre, tmp_path: Path) -> Theatre:
    """The service in a folder of this test's own."""
    folder = built.copied(tmp_path / "live")
    return Theatre(folder, built.case, built.other, built.alice, built.seeds)
