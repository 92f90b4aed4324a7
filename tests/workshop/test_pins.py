"""Every package of the product is pinned to bytes that somebody has looked at. (P16)"""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LISTS = sorted((ROOT / "requirements").glob("*.txt"))
PIN = re.compile(r"^([a-z0-9][\w.\[\]-]*)==\S+", re.M | re.I)


def unpinned(text: str) -> list[str]:
    """The lines that name a package without its one version and a hash."""
    entries = re.split(r"\n(?=\S)", re.sub(r"^#.*\n", "", text, flags=re.M).strip())
    return [
        entry.splitlines()[0]
        for entry in entries
        if not PIN.match(entry) or "--hash=sha256:" not in entry
    ]


@pytest.mark.promise("P16")
@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.name)
def test_every_package_has_one_version_and_its_hashes(path: Path) -> None:
    assert unpinned(path.read_text(encoding="utf-8")) == []


@pytest.mark.promise("P16")
def test_the_environment_is_made_from_hashes_alone() -> None:
    setup = (ROOT / "tools" / "setup.py").read_text(encoding="utf-8")
    assert "--require-hashes" in setup


def test_a_package_without_a_hash_or_with_a_range_is_found() -> None:
    good = "a==1 \\\n    --hash=sha256:00\n"
    assert unpinned(good) == []
    assert unpinned(good + "b==2\n") == ["b==2"]
    assert unpinned(good + "c>=3 \\\n    --hash=sha256:00\n") == ["c>=3 \\"]
