"""Write the register of processing and the impact assessment into the guides, from the program.

They are what `confide register` prints for the terms that Confide is shipped with.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
GUIDES = ROOT / "docs" / "guides"
WORDS: dict[str, list[str]] = {
    "register-of-processing.md": [],
    "impact-assessment.md": ["--assessment"],
}


def main() -> None:
    """Print each anew, and keep it."""
    for name, words in WORDS.items():
        command = [str(Path(sys.executable).parent / "confide"), "register", *words]
        printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        (GUIDES / name).write_text(printed, encoding="utf-8")


if __name__ == "__main__":
    main()
