"""Photograph every page of a demonstration, at 1280 and 390 pixels, into `build/screens/`.

Makes a demonstration of its own, serves both sides from it, and walks past every page as the tests
of accessibility do (`tests/journeys/touring.py`). What is printed is photographed as paper.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from tests.journeys import touring, touring_student
from tests.journeys.running import demonstration, served
from tools import browser

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).resolve().parent.parent
INTO = ROOT / "build" / "screens"
WIDTHS = {1280: 900, 390: 844}
FILES = {"officer-telling": "Save the extract", "officer-certificate": "On paper (PDF)"}
COVERED = ("officer-idle-lock",)
ON_PAPER = (
    "officer-case",
    "officer-certificate",
    "public-emergency",
    "steward-ledger",
    "student-words",
)


def main() -> int:
    """Make the pictures, and say where they are."""
    from playwright.sync_api import sync_playwright

    shutil.rmtree(INTO, ignore_errors=True)
    INTO.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        folder = Path(place) / "demonstration"
        passphrases = demonstration(folder)
        started = playwright.chromium.launch(executable_path=browser.find())
        with served(folder, "public") as public, served(folder, "officers") as officers:
            photograph(started, public, officers, passphrases)
        started.close()
    print(f"{len(list(INTO.glob('*.png')))} pictures in {INTO.relative_to(ROOT)}")
    return 0


def photograph(started: Browser, public: str, officers: str, passphrases: dict[str, str]) -> None:
    """Walk each tour in a browser of its own."""
    tours: list[Callable[[Page], Iterator[str]]] = [
        lambda page: touring.public(page, public),
        lambda page: touring_student.way(page, public),
        lambda page: touring.doorstep(page, officers),
        lambda page: touring.officer(page, officers, passphrases["idris"]),
        lambda page: touring.second(page, officers, passphrases["zofia"]),
        lambda page: touring.steward(page, officers, passphrases),
    ]
    for tour in tours:
        page = started.new_context(accept_downloads=True).new_page()
        walk(page, tour(page))
        page.context.close()


def walk(page: Page, tour: Iterator[str]) -> None:
    """Take the pictures of one tour."""
    for name in tour:
        for width, height in WIDTHS.items():
            page.set_viewport_size({"width": width, "height": height})
            # What covers the window covers no more than the window.
            whole = name not in COVERED
            page.screenshot(path=INTO / f"{name}-{width}.png", full_page=whole)
        if name in ON_PAPER:
            pdf = INTO / f"{name}-printed.pdf"
            page.pdf(path=pdf, format="A4")
            on_paper(pdf)
        if name in FILES:
            pdf = INTO / f"{name}-file.pdf"
            with page.expect_download() as saved:
                page.get_by_role("link", name=FILES[name]).click()
            saved.value.save_as(pdf)
            on_paper(pdf)


def on_paper(pdf: Path) -> None:
    """The pages of a PDF as pictures, where poppler is installed."""
    if shutil.which("pdftoppm"):
        command = ["pdftoppm", "-png", "-r", "60", str(pdf), str(pdf.with_suffix(""))]
        subprocess.run(command, check=True)


if __name__ == "__main__":
    sys.exit(main())
