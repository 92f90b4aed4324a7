"""What `confide` says when something is in the way: what it is, and what to do about it."""

import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pytest

from tests.journeys.running import (
    COMMAND,
    Ran,
    environment,
    founded,
    free_port,
    ran,
)
from tools.browser import PATIENCE

COMMANDS = (
    *("demo", "init", "serve", "nightly", "mail", "verify", "policy", "register"),
    *("backup", "restore", "drill"),
)
SHIPPED = Path(__file__).parents[2] / "confide" / "site" / "policy.toml"
STEWARD = ("--steward", "Pat Okafor", "--sign-in-name", "pat")


@pytest.fixture
def data(played: tuple[Path, dict[str, str]], tmp_path: Path) -> Path:
    return Path(shutil.copytree(played[0], tmp_path / "data"))


def _refused(done: Ran, *words: str) -> None:
    assert done.code == 1, done.out
    assert done.err.startswith("confide: ") and "Traceback" not in done.err
    for word in words:
        assert word in " ".join(done.err.split()), done.err


def test_help_lists_every_command_in_a_line() -> None:
    done = ran("--help")
    assert done.code == 0
    for command in COMMANDS:
        assert any(line.split()[:1] == [command] for line in done.out.splitlines()), command
    assert ran().code == 2


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_explains_itself_without_loading_or_making_anything(
    command: str, tmp_path: Path
) -> None:
    done = ran(command, "--help", cwd=tmp_path)
    assert done.code == 0 and done.err == ""
    assert f"usage: confide {command}" in done.out
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_command_is_answered_with_those_that_there_are() -> None:
    done = ran("destroy-everything")
    assert done.code == 2
    for command in COMMANDS:
        assert command in done.err


@pytest.mark.parametrize("command", ["serve", "nightly", "mail", "verify"])
def test_without_a_service_it_says_how_to_found_one(command: str, tmp_path: Path) -> None:
    _refused(ran(command, "--data", str(tmp_path)), "There is no service", "confide init")
    _refused(ran(command, "--data", str(tmp_path / "no")), "There is no folder", "confide init")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", ["serve", "nightly", "mail", "verify", "init"])
def test_a_folder_that_cannot_be_read_is_named(command: str, tmp_path: Path) -> None:
    file = tmp_path / "a file"
    file.write_text("x")
    more = STEWARD if command == "init" else ()
    _refused(ran(command, "--data", str(file), *more), str(file), "--data")


def test_a_folder_of_somebody_elses_is_named(data: Path) -> None:
    done = _as_somebody_else("nightly", "--data", str(data))
    _refused(done, "cannot be read by this user", str(data))


def test_a_folder_that_cannot_be_written_to_is_named(data: Path) -> None:
    # Where another user comes by: pytest's own folders are closed to others.
    with tempfile.TemporaryDirectory(dir=tempfile.gettempdir()) as place:
        folder = Path(shutil.copytree(data, Path(place) / "data"))
        Path(place).chmod(0o755)
        folder.chmod(0o555)
        done = _as_somebody_else("nightly", "--data", str(folder))
        folder.chmod(0o755)
        _refused(done, "Nothing can be written", str(folder))


def test_a_damaged_database_is_said_without_a_trace(data: Path) -> None:
    for left in ("confide.sqlite3-wal", "confide.sqlite3-shm"):
        (data / left).unlink(missing_ok=True)
    (data / "confide.sqlite3").write_bytes(b"this is no database" * 100)
    _refused(ran("nightly", "--data", str(data)), "The database cannot be opened")


@pytest.mark.parametrize("side", ["public", "officers", "both"])
def test_a_taken_port_is_said_before_anything_starts(side: str, data: Path) -> None:
    with _taken() as port:
        ports = ("--public-port", str(port), "--officers-port", str(port))
        done = ran("serve", "--data", str(data), "--side", side, *ports)
        _refused(done, f"Port {port} on 127.0.0.1 is taken", "--public-port")


def test_a_side_that_was_killed_takes_the_other_along_and_is_told(data: Path) -> None:
    with _both_sides(data) as (process, sides):
        os.kill(sides[0], signal.SIGKILL)
        assert process.wait() == 1
    assert not any(Path(f"/proc/{side}").exists() for side in sides)


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGHUP])
def test_a_service_that_is_told_to_end_leaves_no_side_behind(
    data: Path, how: signal.Signals
) -> None:
    with _both_sides(data) as (process, sides):
        process.send_signal(how)
        assert process.wait() == 0
    assert not any(Path(f"/proc/{side}").exists() for side in sides)


def test_a_side_whose_worker_hears_nothing_ends_all_the_same(data: Path) -> None:
    with _both_sides(data) as (process, sides):
        workers = [_worker_of(side) for side in sides]
        for worker in workers:
            os.kill(worker, signal.SIGSTOP)
        process.terminate()
        try:
            assert process.wait(timeout=PATIENCE / 1000) == 0
        finally:
            for worker in workers:
                with suppress(ProcessLookupError):
                    os.kill(worker, signal.SIGKILL)
    assert not any(Path(f"/proc/{each}").exists() for each in (*sides, *workers))


def _worker_of(side: int) -> int:
    """The process that answers for a side, once it has begun."""
    while not (children := Path(f"/proc/{side}/task/{side}/children").read_text().split()):
        pass
    return int(children[0])


@contextmanager
def _both_sides(data: Path) -> Iterator[tuple[subprocess.Popen[bytes], list[int]]]:
    """Serve both sides; yields the process and those of the two sides, once they have begun."""
    command = [*COMMAND, "serve", "--data", str(data)]
    with (
        free_port() as public,
        free_port() as officers,
        subprocess.Popen(
            [*command, "--public-port", str(public), "--officers-port", str(officers)],
            env=environment(),
            stdin=subprocess.DEVNULL,
        ) as process,
    ):
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
        while len(sides := children.read_text().split()) < 2:
            assert process.poll() is None
        yield process, [int(side) for side in sides]


def test_a_demonstration_that_is_told_to_end_leaves_no_folder_behind(tmp_path: Path) -> None:
    with (
        free_port() as public,
        free_port() as officers,
        subprocess.Popen(
            [*COMMAND, "demo", "--public-port", str(public), "--officers-port", str(officers)],
            env={**environment(), "TMPDIR": str(tmp_path)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        ) as process,
    ):
        while not list(tmp_path.glob("*/DEMONSTRATION")):
            assert process.poll() is None
        process.terminate()
        assert process.wait() == 128 + signal.SIGTERM
    assert list(tmp_path.iterdir()) == []


def test_a_demonstration_looks_at_its_ports_before_it_makes_anything(tmp_path: Path) -> None:
    with _taken() as port:
        folder = tmp_path / "demonstration"
        _refused(ran("demo", "--keep", str(folder), "--public-port", str(port)), f"Port {port}")
        assert not folder.exists()


def test_a_demonstration_is_made_in_no_folder_with_something_in_it(data: Path) -> None:
    _refused(ran("demo", "--keep", str(data), "--only-make"), str(data), "--keep")


def test_a_service_is_founded_once(tmp_path: Path) -> None:
    service = founded(tmp_path / "data")
    before = _contents(service.folder)
    done = ran("init", "--data", str(service.folder), *STEWARD)
    _refused(done, "There is a service", "Nothing was changed")
    assert _contents(service.folder) == before
    assert len(service.sheets) == 3 and service.invitation


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ([], "--steward"),
        (["--steward", "Pat", "--sign-in-name", "Pat Okafor"], "sign-in name"),
        ([*STEWARD, "--trustees", "1"], "trustees"),
        ([*STEWARD, "--until", "next summer"], "year-month-day"),
        ([*STEWARD, "--until", "2020-01-01"], "HOUR-3"),
        ([*STEWARD, "--until", "2199-01-01"], "two years"),
    ],
)
def test_a_service_that_cannot_be_founded_so_is_not_founded(
    more: list[str], words: str, tmp_path: Path
) -> None:
    folder = tmp_path / "data"
    _refused(ran("init", "--data", str(folder), *more), words)
    again = ran("init", "--data", str(folder), *STEWARD)
    assert again.code == 0, again.err


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("keep_months = 36", "keep_month = 36", ("keep_month", "keep_months")),
        ("keep_months = 36", "keep_months = 37", ("keep_months", "RECD-5", "36")),
        ("keep_months = 36", 'keep_months = "long"', ("keep_months",)),
        ("[records]", "[record]", ("record",)),
        ("[records]", "[records", ()),
        ('closes = "16:00"', 'closes = "26:00"', ("closes",)),
    ],
)
def test_a_wrong_policy_is_refused_with_its_key_its_line_and_its_clause(
    old: str, new: str, words: tuple[str, ...], data: Path
) -> None:
    shipped = SHIPPED.read_text(encoding="utf-8")
    assert shipped.count(old) == 1
    (data / "policy.toml").write_text(shipped.replace(old, new), encoding="utf-8")
    line = shipped[: shipped.index(old)].count("\n") + 1
    for command in (
        ["policy", str(data / "policy.toml")],
        ["serve", "--data", str(data)],
        ["nightly", "--data", str(data)],
        ["verify", "--data", str(data)],
    ):
        _refused(ran(*command), "policy.toml", f"line {line}", *words)


def test_the_shipped_policy_can_be_used_and_a_missing_one_is_named(tmp_path: Path) -> None:
    assert ran("policy", str(SHIPPED)).code == 0
    _refused(ran("policy", str(tmp_path / "none.toml")), "There is no file")


def test_another_day_is_for_demonstrations_only(data: Path) -> None:
    _refused(ran("nightly", "--data", str(data), "--on", "soon"), "year-month-day")
    real = _real(data.parent / "real")
    _refused(ran("nightly", "--data", str(real), "--on", "2030-01-01"), "demonstration only")


@pytest.mark.promise("P10")
@pytest.mark.parametrize("command", ["serve", "nightly", "mail"])
def test_a_file_makes_no_demonstration_of_a_real_service(command: str, tmp_path: Path) -> None:
    real = _real(tmp_path / "real")
    (real / "DEMONSTRATION").touch()
    more = ("--on", "2030-01-01") if command == "nightly" else ()
    _refused(ran(command, "--data", str(real), *more), "A real service was founded", str(real))
    assert ran("verify", "--data", str(real)).code == 0


@pytest.mark.parametrize("command", ["serve", "nightly", "mail"])
def test_a_demonstration_does_not_become_a_real_service(command: str, data: Path) -> None:
    (data / "DEMONSTRATION").unlink()
    _refused(ran(command, "--data", str(data)), "A demonstration was founded", "confide init")
    assert ran("verify", "--data", str(data)).code == 0


@pytest.mark.clause("RECD-5")
def test_a_night_with_an_unbelievable_date_destroys_nothing(data: Path) -> None:
    before = _rows(data, "SELECT id FROM casework_case ORDER BY id")
    for day in ("2001-01-01", "2060-01-01"):
        done = ran("nightly", "--data", str(data), "--on", day)
        _refused(done, "Nothing was destroyed", "--date-is-right")
    assert _rows(data, "SELECT id FROM casework_case ORDER BY id") == before


@pytest.mark.promise("P10")
@pytest.mark.parametrize("position", [0, 57])
def test_a_byte_turned_in_the_ledger_is_found_and_the_first_named(
    data: Path, position: int
) -> None:
    assert ran("verify", "--data", str(data)).code == 0
    with closing(sqlite3.connect(data / "confide.sqlite3")) as connection, connection:
        connection.execute("DROP TRIGGER ledger_entry_no_update")
        for each in (position, position + 40):
            event = "SELECT event FROM ledger_entry WHERE position = ?"
            (name,) = connection.execute(event, [each]).fetchone()
            turned = chr(ord(name[0]) ^ 1) + name[1:]
            change = "UPDATE ledger_entry SET event = ? WHERE position = ?"
            connection.execute(change, [turned, each])
    done = ran("verify", "--data", str(data))
    assert done.code == 1 and "Traceback" not in done.err
    assert f"{position}" in done.out and f"{position + 40}" not in done.out


def test_a_checkpoint_that_cannot_be_read_is_named(data: Path, tmp_path: Path) -> None:
    done = ran("verify", "--data", str(data), str(tmp_path / "none.txt"))
    _refused(done, "A checkpoint cannot be read", "none.txt")


def test_a_checkpoint_that_was_saved_bears_witness_and_is_missed_where_the_end_is_cut_off(
    tmp_path: Path,
) -> None:
    data, saved = _real(tmp_path / "data"), tmp_path / "checkpoint.txt"
    before = shutil.copytree(data, tmp_path / "before")
    assert ran("nightly", "--data", str(data)).code == 0
    with closing(sqlite3.connect(data / "confide.sqlite3")) as connection:
        (note,) = connection.execute("SELECT note FROM ledger_checkpoint").fetchone()
    saved.write_text(note, encoding="utf-8")
    assert ran("verify", "--data", str(data), str(saved)).code == 0
    done = ran("verify", "--data", str(before), str(saved))
    assert done.code == 1
    assert "bears witness to" in done.out


def _real(folder: Path) -> Path:
    """A service as `confide init` founds it."""
    assert ran("init", "--data", str(folder), *STEWARD).code == 0
    return folder


def _as_somebody_else(*words: str) -> Ran:
    """Run it as a user who owns nothing: root reads and writes whatever the permissions say."""
    if os.geteuid() != 0:
        return ran(*words)
    # The clone may lie where nobody else can go, so the command is loaded first.
    load = "import locale, os, shutil, confide.site.command.nightly"
    load += "; from confide.site.command import main"
    drop = "os.setgroups([]); os.setgid(65534); os.setuid(65534); raise SystemExit(main())"
    done = subprocess.run(
        [sys.executable, "-c", f"{load}; {drop}", *words],
        capture_output=True,
        text=True,
        check=False,
        env=environment(),
    )
    return Ran(done.returncode, done.stdout, done.stderr)


@contextmanager
def _taken() -> Iterator[int]:
    """A port on which somebody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield int(listening.getsockname()[1])


def _contents(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _rows(folder: Path, query: str) -> list[tuple[str]]:
    with closing(sqlite3.connect(folder / "confide.sqlite3")) as connection:
        return connection.execute(query).fetchall()
