"""Read the code as CI does: style, types, the order of the house, migrations, pins, places.

Every step runs even where one before it failed, so that one run shows everything there is to
mend. `--fix` mends what a machine can; `--audit` asks the advisory service, over the network.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from tools import lock
from tools import map as house_map

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
DJANGO: list[str | Path] = [sys.executable, "-m", "django"]
SETTINGS = ("--settings", "confide.site.settings")
# Named one by one: Django doesn't look for what is missing in an app without any migration.
APPS = [
    name for floor in house_map.floors(ROOT) for name in floor if name not in ("site", "policy")
]
MYPY: list[str | Path] = [BIN / "mypy", "--no-error-summary"]
COMMANDS: dict[str, list[str | Path]] = {
    "style": [BIN / "ruff", "check", "--quiet"],
    "format": [BIN / "ruff", "format", "--check", "--quiet"],
    "types": MYPY,
    "types of the tools": [*MYPY, "-p", "tools"],
    "types of the measurements": [*MYPY, "--config-file", "bench/mypy.ini", "-p", "bench"],
    "the order of the house": [BIN / "lint-imports"],
    "migrations": [*DJANGO, "makemigrations", "--check", "--dry-run", *APPS, *SETTINGS],
    "Django's own checks": [*DJANGO, "check", *SETTINGS],
}
MENDING: dict[str, list[str | Path]] = {
    "imports and style": [BIN / "ruff", "check", "--fix", "--quiet"],
    "format": [BIN / "ruff", "format", "--quiet"],
    "the catalogues of words": [sys.executable, "-m", "tools.catalogs"],
    "the map in the README": [sys.executable, ROOT / "tools" / "map.py", "--write"],
    "the register in the guides": [sys.executable, ROOT / "tools" / "register.py"],
}
LISTS = [word for name in lock.LISTS for word in ("-r", f"requirements/{name}.txt")]
AUDIT: dict[str, list[str | Path]] = {
    # Strict: a package that the service does not know has not been asked about.
    "advisories": [BIN / "pip-audit", "--strict", "--require-hashes", "--disable-pip", *LISTS],
}

# Where packages come from, and where this machine keeps things, is nobody else's affair. The
# hosts' names are put together here so that this file doesn't name them.
HOSTS = [
    ".".join(words)
    for words in (("registry", "npmjs"), ("pypi", "org"), ("files", "python" + "hosted"))
]
PLACES = re.compile(
    "|".join(
        [
            *map(re.escape, HOSTS),
            r"(?<![\w.-])/(?:work|farm|root)/",
            r"(?<![\w.-])/(?:home|Users)/\w+/",
            r'"resolved": *"https?:',
            r"index-url[ =]+https?:",
            r"registry *= *\"?https?:",
        ]
    )
)


def main(words: list[str]) -> int:
    """Run the steps, say how each went, and return how many failed."""
    if "--audit" in words:
        return failures(AUDIT)
    if "--fix" in words:
        return failures(MENDING)
    folder = ROOT / "requirements"
    readings: dict[str, Callable[[], list[str]]] = {
        "pins": lambda: lock.stale(folder),
        "places": lambda: list(named_places(ROOT)),
    }
    failed = failures(COMMANDS)
    for name, read in readings.items():
        failed += told(name, "\n".join(read()))
    return failed


def failures(commands: dict[str, list[str | Path]]) -> int:
    """Run commands in a data folder of their own, and return how many failed."""
    failed = 0
    with tempfile.TemporaryDirectory() as data:
        environment = {
            **os.environ,
            "CONFIDE_DATA": data,
            "NO_COLOR": "1",
            "DJANGO_SETTINGS_MODULE": SETTINGS[1],
        }
        for name, command in commands.items():
            done = subprocess.run(
                command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
            )
            said = f"{done.stdout}{done.stderr}".strip() or "it failed and said nothing"
            failed += told(name, said if done.returncode else "")
    return failed


def told(name: str, fault: str) -> bool:
    """Say how one step went; return whether it failed."""
    print(f"{'✗' if fault else '✓'} {name}", flush=True)
    if fault:
        print(fault, flush=True)
    return bool(fault)


def named_places(root: Path) -> Iterator[str]:
    """Name each line of a file in git that tells of a package registry or of this machine."""
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listed, cwd=root, capture_output=True, text=True, check=True).stdout
    for name in sorted(filter(None, names.split("\0"))):
        path = root / name
        if not path.is_file() or b"\0" in (content := path.read_bytes()):
            continue
        for number, line in enumerate(content.decode("utf-8", "replace").splitlines(), 1):
            if found := PLACES.search(line):
                yield f"{name}:{number} names {found[0]}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]) > 0)
