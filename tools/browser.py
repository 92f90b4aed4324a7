"""Where the tests find a Chromium: the system's own if there is one, otherwise Playwright's.

Run as a command it starts that browser once and says which it is, so that a missing library
shows while setting up and not in the middle of a test.
"""

from __future__ import annotations

import shutil
import sys

# Milliseconds. A step that takes longer has gone wrong; it is no promise of speed.
PATIENCE = 60_000
NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")


def find() -> str | None:
    """Return the system's Chromium, or None where Playwright's own is to be used."""
    return next((path for path in map(shutil.which, NAMES) if path), None)


def main() -> int:
    """Start the browser, say its version, and close it."""
    from playwright.sync_api import Error, sync_playwright

    path = find()
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=path, timeout=PATIENCE)
            print(f"Chromium {browser.version} ({path or 'from Playwright'})")
            browser.close()
    except Error as error:
        print(error.message.splitlines()[0], file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
