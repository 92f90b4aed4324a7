"""A service started by its own commands, for tests that look at it from outside."""

import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
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


@dataclass(frozen=True)
class Ran:
    """How a command ended, and what it said."""

    code: int
    out: str
    err: str


def ran(*words: str, cwd: Path | None = None, **more: str) -> Ran:
    """Run one command as it stands, whatever comes of it."""
    done = subprocess.run(
        [*COMMAND, *words],
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
        env={**environment(), **more},
        cwd=cwd,
    )
    return Ran(done.returncode, done.stdout, done.stderr)


def confide(*words: str, folder: Path, check: bool = True, **more: str) -> str:
    """Run one command on a data folder, and answer what it printed."""
    done = ran(*words, "--data", str(folder), **more)
    if check and done.code:
        raise AssertionError(done.out + done.err)
    return done.out + done.err


def founded(folder: Path, **more: str) -> Service:
    """A new service, a demonstration: it may be served over the loopback without https."""
    folder.mkdir()
    (folder / "DEMONSTRATION").touch()
    steward = ("--steward", "Pat Okafor", "--sign-in-name", "pat")
    printed = confide("init", *steward, folder=folder, **more)
    return Service(folder, printed)


def demonstration(folder: Path) -> dict[str, str]:
    """A demonstration with its cases. Answers the passphrase of each sign-in name in office."""
    done = ran("demo", "--keep", str(folder), "--only-make")
    if done.code:
        raise AssertionError(done.err)
    return dict(re.findall(r"^  (\w+) +([\w-]+(?: [\w-]+){5})$", done.out, re.M))


@contextmanager
def served(
    folder: Path,
    side: str = "officers",
    *,
    said: Path | None = None,
    through: Sequence[str] = (),
    **more: str,
) -> Iterator[str]:
    """Serve one side; yields its address once it answers. What it prints goes to `said`.

    `through` is a command that starts it with fewer rights.
    """
    with free_port() as port, (said or Path(os.devnull)).open("ab") as printed:
        process = subprocess.Popen(
            [
                *through,
                *COMMAND,
                "serve",
                "--data",
                str(folder),
                "--side",
                side,
                f"--{side}-port",
                str(port),
            ],
            stdin=subprocess.DEVNULL,
            stdout=printed,
            stderr=printed,
            env={**environment(), **more},
        )
        try:
            _wait_for(process, port)
            yield f"http://localhost:{port}"
        finally:
            process.terminate()
            process.wait()


@contextmanager
def free_port() -> Iterator[int]:
    """A port that only whoever asks for it by its number gets, as long as this lasts."""
    with socket.socket() as held:
        # Bound and never listening: the kernel gives it to nobody who asks for any port.
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        held.bind(("127.0.0.1", 0))
        yield int(held.getsockname()[1])


def _wait_for(process: subprocess.Popen[bytes], port: int) -> None:
    while process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=0.2).close()
        except OSError:
            continue
        return
    raise AssertionError(f"confide serve ended with {process.returncode}")


def environment() -> dict[str, str]:
    """What a command is started with: nothing of this process's own service."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CONFIDE_")}
    return {**kept, "PYTHONPATH": str(ROOT)}


def _found(pattern: str, text: str) -> str:
    match = re.search(pattern, text)
    assert match, text
    return match[1].strip()
