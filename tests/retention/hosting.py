"""What the tests of backups share: the command as a host runs it, in a process of its own."""

import os
import subprocess
import sys
from pathlib import Path

from tests.cast import passphrase_of
from tests.retention.conftest import ROOT
from tests.retention.opener import Copy

BOTH = "".join(f"{name}\n{passphrase_of(name)}\n" for name in ("alice", "bob"))


def confide(*words: object, typed: str = "") -> subprocess.CompletedProcess[str]:
    """Run the command as a host would, beside SQLite."""
    return played("host", *words, typed=typed)


def played(
    module: str, *words: object, typed: str = "", data: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a module of these tests beside SQLite, perhaps as the service in a folder."""
    known = {name: value for name, value in os.environ.items() if name != "CONFIDE_DATABASE"}
    return subprocess.run(
        [sys.executable, "-m", f"tests.retention.{module}", *map(str, words)],
        cwd=ROOT,
        env={**known, "CONFIDE_DATA": str(data)} if data else known,
        input=typed,
        capture_output=True,
        text=True,
        check=False,
    )


def new_identity(folder: Path, to: Path) -> Path:
    """The host's identity, made by the service's own command, in a file."""
    made = confide("backup", "--data", folder, "--new-key")
    assert made.returncode == 0, made.stderr
    path = to / "identity.txt"
    path.write_text(made.stdout.split()[0])
    return path


def restore(
    folder: Path, identity: Path, *words: object, typed: str = ""
) -> subprocess.CompletedProcess[str]:
    """Restore into a new folder."""
    return confide("restore", *words, "--data", folder, "--identity", identity, typed=typed)


def restored(folder: Path) -> Copy:
    """A restored service, as a thief of all of it would have it."""
    return Copy(data=folder, keys=folder, epochs=folder / "epochs")


def unsealed(identity: Path, data: Path, keys: Path, folder: Path) -> Copy:
    """What a thief with the host's identity has, who restores nothing."""
    from confide.site.command.backup_unpacking import choose, unpack

    folder.mkdir()
    text = identity.read_text()
    unpack(choose([data, keys], text), text, folder, tell=lambda *_: None)
    return restored(folder)


def nothing_left(place: Path) -> None:
    """Neither the folder nor the hidden one beside it is there."""
    assert not (place / "again").exists()
    assert not (place / ".again.restoring").exists()
