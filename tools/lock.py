"""Pin `requirements/*.in` with hashes into the lists beside them, and tell whether a list is fresh.

A list starts with a digest of what it was made from, so that `make check` can say without a
network that somebody changed a wish and forgot to pin it. No list names a package index: where
packages come from is the machine's affair, and the hashes hold wherever that is.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# In this order: the workshop's list is held to the product's pins.
LISTS = ("product", "theme", "workshop")
# A release is left alone for its first days, in which most poisoned ones are found and withdrawn.
COOLDOWN = "7 days"


def stale(folder: Path) -> list[str]:
    """Name each list that was not made from the wishes beside it."""
    return [
        f"requirements/{name}.txt is not what {name}.in asks for: say make lock"
        for name in LISTS
        if first_line(folder / f"{name}.txt") != made_from(folder, name)
    ]


def made_from(folder: Path, name: str) -> str:
    """Return the first line that a fresh list has."""
    wishes = (folder / f"{name}.in").read_bytes()
    if b"-c product.txt" in wishes:
        wishes += (folder / "product.in").read_bytes()
    return f"# Made by `make lock` from wishes with the digest {hashlib.sha256(wishes).hexdigest()}"


def first_line(file: Path) -> str:
    """Return a file's first line, or nothing."""
    return file.read_text(encoding="utf-8").split("\n", 1)[0] if file.exists() else ""


def main() -> None:
    """Pin every list anew, keeping the pins that still fit unless asked to `--upgrade`."""
    folder = ROOT / "requirements"
    for name in LISTS:
        print(f"· pinning {name}", flush=True)
        pin(folder, name, sys.argv[1:])
        file = folder / f"{name}.txt"
        body = file.read_text(encoding="utf-8")
        file.write_text(f"{made_from(folder, name)}\n{body}", encoding="utf-8")


def pin(folder: Path, name: str, more: list[str]) -> None:
    """Resolve one list for every platform and every Python from 3.11 on."""
    uv = Path(sys.executable).parent / "uv"
    command = [str(uv), "pip", "compile", "--quiet", "--universal", "--python-version", "3.11"]
    quiet = ["--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links"]
    held = ["--generate-hashes", "--exclude-newer", COOLDOWN]
    files = [f"{name}.in", "-o", f"{name}.txt"]
    subprocess.run([*command, *quiet, *held, *more, *files], cwd=folder, check=True)


if __name__ == "__main__":
    main()
