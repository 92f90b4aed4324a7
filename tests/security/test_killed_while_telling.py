"""Nothing of a case leaves without a durable record before it, wherever the service is killed."""

import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
INSIDE, OUTSIDE = {"case.read"}, {"case.read", "extract.told", "extract.fetched"}


@cache
def lives(*how: str) -> list[dict[str, Any]]:
    """Every life of a service that dies one write later each time; the first one lives on."""
    known = {name: value for name, value in os.environ.items() if not name.startswith("CONFIDE_")}
    with TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "tests.security.dying", f"{folder}/data", *how]
        done = subprocess.run(command, cwd=ROOT, env=known, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return list(json.loads(done.stdout))


def unrecorded(life: dict[str, Any]) -> list[str]:
    """What was handed out of a case although the entry that allows it is not in the ledger."""
    kept = set(life["kept"])
    return [
        f"{out['page']} before write {life['last']}"
        for out in life["out"]
        if out["canary"] and not kept >= (OUTSIDE if out["attached"] else INSIDE)
    ]


def test_the_day_comes_to_its_end_and_the_canary_is_told() -> None:
    whole = lives()[0]
    assert not whole["killed"] and not whole["failed"]
    assert whole["out"][-1] == {"page": "extract", "canary": True, "attached": True}


@pytest.mark.clause("CONF-1")
@pytest.mark.promise("P8")
def test_killed_at_every_write_nothing_has_left_without_its_record() -> None:
    told, *others = lives()
    assert len(others) == told["writes"] > 15
    assert all(life["killed"] for life in others)
    assert [fault for life in lives() for fault in unrecorded(life)] == []


@pytest.mark.promise("P8")
def test_a_service_that_forgets_its_records_is_caught() -> None:
    assert any("extract" in fault for life in lives("careless") for fault in unrecorded(life))
