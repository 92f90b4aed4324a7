"""The child that cleans reaches nothing, and there is an answer whatever it does. (CONF-1)"""

import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from confide.vault.cleaning import findings, sandbox
from confide.vault.cleaning.sandbox import cleaned
from tests.vault import given

ROOT = Path(__file__).resolve().parents[2]
TRIES = """
import ctypes, os, socket, sys, subprocess
parent, tgkill = os.getppid(), {"x86_64": 234, "aarch64": 131}[os.uname().machine]
libc = ctypes.CDLL(None)
def signal_it():
    if libc.syscall(tgkill, parent, parent, 0):
        raise OSError
from confide.vault.cleaning.confinement import confine
held = confine(seconds=10)
def tried(name, what):
    try:
        what()
    except (OSError, MemoryError):
        return
    os.write(1, (name + "\\n").encode())
os.write(1, (",".join(held) + "\\n").encode())
tried("read a file", lambda: os.open("/etc/passwd", os.O_RDONLY))
tried("write a file", lambda: os.open("/tmp/x", os.O_WRONLY | os.O_CREAT))
tried("reuse a number", lambda: (os.close(0), os.open("/etc/passwd", os.O_RDONLY)))
tried("reach the network", lambda: socket.socket())
tried("reach a neighbour", lambda: socket.socketpair())
tried("start a program", lambda: os.execv("/bin/true", ["true"]))
tried("start a process", os.fork)
tried("signal the service", signal_it)
tried("look about", lambda: os.listdir("/"))
tried("take all memory", lambda: bytearray(2 << 30))
os._exit(0)
"""


def run(program: str) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return done.stdout.splitlines()


@pytest.mark.skipif(sys.platform != "linux", reason="the other kernels hold less")
def test_once_it_has_shut_itself_in_it_reaches_nothing() -> None:
    held, *reached = run(TRIES)
    assert reached == []
    assert {"no-new-privileges", "limits", "calls"} <= set(held.split(","))


@pytest.mark.parametrize("missing", ["_filtered", "_alone"])
def test_where_a_kernel_lacks_one_step_the_others_hold(missing: str) -> None:
    less = f"from confide.vault.cleaning import confinement as c\nc.{missing} = lambda: []\nheld ="
    # Without the filter a program may be started; it finds nothing that it could open. And the
    # service may be ended: of the steps that are left none forbids that.
    spared = ("start a", "signal the")
    lines = TRIES.replace("held =", less).splitlines()
    assert run("\n".join(line for line in lines if not any(map(line.count, spared))))[1:] == []


def test_a_child_that_hangs_is_killed_and_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "_START", "import time\nwhile True: time.sleep(9)")
    assert cleaned(given.photograph(), seconds=1).trouble == findings.TOO_LONG


def test_a_child_that_never_rests_is_killed_and_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "_START", "while True: pass")
    assert cleaned(given.photograph(), seconds=1).trouble == findings.TOO_LONG


def test_a_child_that_never_stops_talking_is_not_heard_to_the_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sandbox, "_AT_LEAST", 1 << 16)
    monkeypatch.setattr(sandbox, "_START", "import os\nwhile True: os.write(1, b'x' * 65536)")
    assert cleaned(given.photograph()).trouble == findings.DAMAGED


def test_a_child_that_takes_all_memory_is_too_large() -> None:
    program = sandbox._START.replace(
        "answer(",
        "import confide.vault.cleaning.letters as l; "
        "l.clean_text = lambda c, n: (bytes(2 << 30), 'txt'); answer(",
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sandbox, "_START", program)
        assert cleaned(b"words").trouble == findings.TOO_LARGE


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"\n",
        b"[]\n",
        b'{"found":[["a","b"]],"ending":"jpg"}\nnot a picture',
        b'{"ending":"jpg"}\n%PDF-1.7',
        b'{"more":1}\n\xff\xd8\xff',
        b'{"found":[{"kind":7}]}\n\xff\xd8\xff',
    ],
)
def test_what_a_child_says_is_believed_no_more_than_what_it_was_given(
    said: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sandbox, "_START", f"import os; os.write(1, {said!r})")
    assert cleaned(given.photograph()).trouble == findings.DAMAGED


def test_an_ending_that_is_no_ending_is_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    said = b'{"ending":"../x"}\n\xff\xd8\xff'
    monkeypatch.setattr(sandbox, "_START", f"import os; os.write(1, {said!r})")
    assert cleaned(given.photograph()).ending == ""


@pytest.mark.slow
def test_the_largest_file_is_cleaned_within_its_memory(tmp_path: Path) -> None:
    side = 4100
    Image.frombytes("RGB", (side, side), os.urandom(side * side * 3)).save(
        tmp_path / "noise.png", compress_level=0
    )
    content = (tmp_path / "noise.png").read_bytes()
    assert len(content) > 50_000_000
    assert cleaned(content).trouble == ""
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    assert peak < 600_000_000


REAL = ROOT.parent / "shared" / "real" / "files"


@pytest.mark.skipif(not REAL.exists(), reason="no real files beside this checkout")
def test_real_files_are_cleaned_or_refused() -> None:
    answers = {path.name: cleaned(path.read_bytes()) for path in REAL.glob("*.*")}
    papers = {name: each for name, each in answers.items() if name.endswith((".pdf", ".jpg"))}
    locked = [name for name, each in papers.items() if each.trouble]
    assert locked == ["libreoffice-writer-password.pdf"]
    assert findings.POSITION in {each.kind for each in papers["DSCN0010.jpg"].found}
    assert findings.FILES in {each.kind for each in papers["with-attachment.pdf"].found}
    again = {name: cleaned(each.content) for name, each in papers.items() if each.content}
    assert {name: each.found for name, each in again.items() if each.found} == {}
