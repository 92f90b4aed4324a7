"""The policy needs nothing but Python: no Django, in this process or in a fresh one."""

import subprocess
import sys
from pathlib import Path

POLICY = Path(__file__).parents[2] / "confide" / "policy"
IMPORT_ALL = """
import importlib, sys
for name in sys.argv[1:]:
    importlib.import_module(f"confide.policy.{name}")
print(sorted(name for name in sys.modules if name.split(".")[0] == "django"))
"""


def test_every_module_of_the_policy_is_imported_without_django() -> None:
    modules = sorted(path.stem for path in POLICY.glob("*.py") if path.stem != "__init__")
    done = subprocess.run(
        [sys.executable, "-c", IMPORT_ALL, *modules],
        cwd=POLICY.parents[1],
        capture_output=True,
        text=True,
        check=True,
    )
    assert len(modules) > 10
    assert done.stdout.strip() == "[]"
