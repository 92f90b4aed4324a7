"""Law: the order of the house holds, and each contract that says so bites.

The house is copied, one fault is planted in the copy, and the contract must be found broken there.
"""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.laws.reading import PACKAGE, ROOT

ORDER = "The order of the house: each folder may import only those below it"
ROOMS = "Inside a concept: urls > views > forms, actions > queries > models"
PURE = "Policy is pure: no Django, no clock, no disk, no network, no randomness"
MATHS = "Release control is pure too, but for the solver and a stopwatch"
KEYS = "Only the vault and the ledger touch cryptography"
TABLES = "Views never reach the tables directly"
LEAVES = "Views are leaves: only a concept's own urls may import them"
CYCLES = "No cycles anywhere"

HIDDEN = "def later():\n    from confide.casework import queries\n"
FAULTS = [
    (ORDER, {"team/plant.py": "import confide.casework.queries"}),
    (ORDER, {"team/plant.py": HIDDEN}),
    (ORDER, {"vault/plant.py": "import confide.ledger.record"}),
    (ORDER, {"policy/plant.py": "import confide.vault.primitives"}),
    (ORDER, {"common/__init__.py": ""}),
    (ROOMS, {"casework/utils.py": ""}),
    (ROOMS, {"desk/queries.py": "import confide.desk.views", "desk/views.py": ""}),
    (PURE, {"policy/plant.py": "import django"}),
    (PURE, {"policy/plant.py": "from pathlib import Path"}),
    (PURE, {"policy/plant.py": "import time"}),
    (MATHS, {"statistics/control/plant.py": "import django"}),
    (MATHS, {"statistics/control/plant.py": "import confide.casework.queries"}),
    (KEYS, {"casework/plant.py": "import hashlib"}),
    (KEYS, {"team/plant.py": "from cryptography.hazmat.primitives.ciphers import aead"}),
    (TABLES, {"desk/views.py": "import confide.team.models"}),
    (LEAVES, {"frontdoor/views.py": "import confide.desk.views", "desk/views.py": ""}),
    (CYCLES, {"web/a.py": "import confide.web.b", "web/b.py": "import confide.web.a"}),
]


def broken(folder: Path) -> tuple[int, str]:
    """Read the contracts of the house in this folder: the exit status, and what was said."""
    linter = Path(sys.executable).parent / "lint-imports"
    said = subprocess.run(
        [linter, "--no-cache"], cwd=folder, capture_output=True, text=True, check=False
    )
    return said.returncode, said.stdout + said.stderr


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the house's code, on whose walls a fault may be planted."""
    only_code = shutil.ignore_patterns("__pycache__", "pages", "static", "locale", "theme")
    shutil.copytree(PACKAGE, tmp_path / "confide", ignore=only_code)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_the_order_of_the_house_holds() -> None:
    status, said = broken(ROOT)
    assert status == 0, said


def test_every_contract_is_planted_against() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    assert {one["name"] for one in contracts} == {name for name, _ in FAULTS}


@pytest.mark.parametrize(("contract", "files"), FAULTS)
def test_a_planted_fault_breaks_its_contract(
    copy: Path, contract: str, files: dict[str, str]
) -> None:
    for place, text in files.items():
        path = copy / "confide" / place
        path.parent.mkdir(exist_ok=True)
        before = path.read_text(encoding="utf-8") if path.exists() else ""
        path.write_text(f"{before}\n{text}\n", encoding="utf-8")
    status, said = broken(copy)
    assert status != 0
    assert f"{contract} BROKEN" in said, said
