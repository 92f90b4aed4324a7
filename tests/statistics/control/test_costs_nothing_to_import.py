"""What pages import of release control brings no solver along: that is for when an audit runs."""

import subprocess
import sys

PAGES = """
import sys
from confide.statistics.control import explain, rounding, tables, verdicts
print([name for name in ("numpy", "highspy", "django") if name in sys.modules])
"""


def test_tables_verdicts_and_explanations_bring_no_solver() -> None:
    said = subprocess.run([sys.executable, "-c", PAGES], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"
