"""Nothing of a case leaves without a durable record before it, wherever the service is killed.

And nothing is left half done: whoever sits at the case opens all of it, nobody else any of it.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.security.dying_days import DAYS

ROOT = Path(__file__).resolve().parents[2]
# What each day shows last, and how many writes it has at least.
ENDS = {
    "telling": ("extract", True, 15),
    "breach": ("extract", True, 25),
    "consultation": ("hers", False, 10),
    "sharing": ("case", False, 25),
    "aside": ("bob's", False, 18),
}
# What a service does that forgets the records of a day, and with them the transaction around it.
CARELESS = {
    "telling": "extract left unrecorded",
    "breach": "extract left unrecorded",
    "sharing": "the case is between two generations",
    "aside": "the case is between two generations",
}


def lives(folder: Path, *how: str) -> list[dict[str, Any]]:
    """Every life of a service that dies one write later each time; the first one lives on."""
    known = {name: value for name, value in os.environ.items() if not name.startswith("CONFIDE_")}
    command = [sys.executable, "-m", "tests.security.dying", str(folder / "service" / "data"), *how]
    done = subprocess.run(command, cwd=ROOT, env=known, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return list(json.loads(done.stdout))


def faults(life: dict[str, Any]) -> list[str]:
    """What was handed out though the entries that allow it are not there, and what is not whole."""
    kept = set(life["kept"])
    left = [out for out in life["out"] if out["shows"] and not kept >= set(out["needs"])]
    said = [f"{out['page']} left unrecorded" for out in left] + life["faults"]
    return [f"{fault}, killed before write {life['last']}" for fault in said]


@pytest.mark.clause("CONF-1", "CONF-2", "BRCH-5", "RECD-4", "ELIG-3")
@pytest.mark.promise("P4", "P8")
@pytest.mark.parametrize("day", DAYS)
def test_killed_at_every_write_nothing_left_unrecorded_and_all_is_whole(
    day: str, tmp_path: Path
) -> None:
    whole, *others = lives(tmp_path, day)
    page, attached, most = ENDS[day]
    assert not whole["killed"] and not whole["failed"]
    last = whole["out"][-1]
    assert (last["page"], last["shows"], last["attached"]) == (page, True, attached)
    assert len(others) == whole["writes"] > most
    assert all(life["killed"] and not life["failed"] for life in others)
    assert [fault for life in (whole, *others) for fault in faults(life)] == []


@pytest.mark.promise("P8")
@pytest.mark.parametrize(
    "day",
    ["telling", *(pytest.param(day, marks=pytest.mark.slow) for day in [*CARELESS][1:])],
)
def test_a_service_that_forgets_its_records_is_caught(day: str, tmp_path: Path) -> None:
    found = [fault for life in lives(tmp_path, day, "careless") for fault in faults(life)]
    assert any(fault.startswith(CARELESS[day]) for fault in found), found
