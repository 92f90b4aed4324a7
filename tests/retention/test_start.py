"""`confide serve` starts whatever one case's files are like, and says what is left. (RECD-5)"""

import socket
from contextlib import closing
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from tests.retention.conftest import Theatre
from tests.retention.hosting import confide

pytestmark = pytest.mark.clause("RECD-5")
LEFT = "not everything could be removed: 1."


def started(folder: Path) -> CompletedProcess[str]:
    """Start, as far as the port, which is taken."""
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
        words = ("serve", "--side", "public", "--public-port", port, "--data", folder)
        done = confide(*words)
    assert f"Port {port}" in done.stderr and "Traceback" not in done.stderr, done.stderr
    return done


def in_its_way(folder: Path) -> None:
    """Where a folder of files was, there is something that nobody can remove as one."""
    if folder.exists():
        folder.rename(folder.parent.parent / "away")
    folder.parent.mkdir(exist_ok=True)
    folder.write_text("x")


def test_a_destruction_that_a_file_keeps_from_its_end_keeps_no_side_from_starting(
    theatre: Theatre,
) -> None:
    theatre.destroy("between steps 2 and 3")
    path = theatre.folder / "files" / theatre.case
    in_its_way(path)
    assert LEFT in started(theatre.folder).stderr
    path.unlink()
    assert "could be removed" not in started(theatre.folder).stderr
    assert theatre.resume()["after"]["unfinished"] == 0


def test_what_came_back_of_a_finished_one_and_cannot_go_keeps_none_either(
    theatre: Theatre,
) -> None:
    theatre.destroy()
    in_its_way(theatre.folder / "files" / theatre.case)
    assert LEFT in started(theatre.folder).stderr
