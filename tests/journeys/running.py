"""A service started by its own command, for tests that look at it from outside."""

import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

COMMAND = [sys.executable, "-c", "from confide.site.command import main; raise SystemExit(main())"]


@dataclass(frozen=True)
class Service:
    """A founded service: where its data lies, and what `confide init` printed."""

    folder: Path
    printed: str

    @property
    def invitation(self) -> str:
        """The first steward's invitation."""
        return _found(r"Invitation:\s+(.+)", self.printed)

    @property
    def sheets(self) -> list[str]:
        """The trustees' sheets of words."""
        blocks = self.printed.split("==== Recovery sheet")[1:]
        return [" ".join(re.findall(r"^\s+\d+\. (\S+)$", block, re.M)) for block in blocks]


def confide(*words: str, folder: Path, check: bool = True) -> str:
    """Run one command on a data folder, and answer what it printed."""
    done = subprocess.run(
        [*COMMAND, *words, "--data", str(folder)],
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
        env=_environment(),
    )
    if check and done.returncode:
        raise AssertionError(done.stdout + done.stderr)
    return done.stdout + done.stderr


def founded(folder: Path) -> Service:
    """A new service, allowed to be served over the loopback without https."""
    folder.mkdir()
    (folder / "DEMONSTRATION").touch()
    printed = confide("init", "--steward", "Pat Okafor", "--sign-in-name", "pat", folder=folder)
    return Service(folder, printed)


@contextmanager
def served(folder: Path, side: str = "officers") -> Iterator[str]:
    """Serve one side; yields its address once it answers."""
    port = free_port()
    process = subprocess.Popen(
        [*COMMAND, "serve", "--data", str(folder), "--side", side, f"--{side}-port", str(port)],
        stderr=subprocess.PIPE,
        text=True,
        env=_environment(),
    )
    try:
        _wait_for(process, port)
        yield f"http://localhost:{port}"
    finally:
        process.terminate()
        process.communicate()


def free_port() -> int:
    """A port that nothing uses now."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


def _wait_for(process: subprocess.Popen[str], port: int) -> None:
    while process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=0.2).close()
        except OSError:
            continue
        return
    raise AssertionError(process.communicate()[1])


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CONFIDE_")}
    root = Path(__file__).resolve().parents[2]
    return {**kept, "PYTHONPATH": str(root)}


def _found(pattern: str, text: str) -> str:
    match = re.search(pattern, text)
    assert match, text
    return match[1].strip()
