"""An onion address for the public side, as the guide says, where tor is installed.

No network is asked: that tor makes the address from the guide's own lines and that the public side
answers under it is shown here; that the world reaches it is tor's part.
"""

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.running import ROOT, founded, free_port, served
from tests.journeys.visiting import Visitor

TOR = shutil.which("tor") or shutil.which("tor", path="/usr/sbin:/sbin")
GUIDE = ROOT / "docs" / "guides" / "running-a-service.md"
OURS = "127.0.0.1:8000"

pytestmark = pytest.mark.skipif(TOR is None, reason="tor is not installed")


@pytest.fixture
def torrc(tmp_path: Path) -> Iterator[Path]:
    """The guide's own lines, with a folder and a port of this test's."""
    [lines] = re.findall(r"```\n# /etc/tor/torrc\n(.*?)```", GUIDE.read_text("utf-8"), re.S)
    assert OURS in lines and "8001" not in lines
    lines = lines.replace("/var/lib/tor/confide/", f"{tmp_path}/onion/")
    path = tmp_path / "torrc"
    with free_port() as port:
        lines = lines.replace(OURS, f"127.0.0.1:{port}")
        path.write_text(f"{lines}\nDataDirectory {tmp_path}/tor\nSocksPort 0\nDisableNetwork 1\n")
        yield path


@pytest.fixture
def address(torrc: Path, tmp_path: Path) -> Iterator[str]:
    """The address that tor makes of them."""
    said = tmp_path / "said"
    with said.open("wb") as printed:
        process = subprocess.Popen([str(TOR), "-f", str(torrc)], stdout=printed, stderr=printed)
    try:
        name = tmp_path / "onion" / "hostname"
        while not name.exists() or not name.read_text():
            assert process.poll() is None, said.read_text()
        yield name.read_text().strip()
    finally:
        process.terminate()
        process.wait()


def test_tor_takes_the_guides_lines(torrc: Path) -> None:
    checked = [str(TOR), "--verify-config", "-f", str(torrc)]
    done = subprocess.run(checked, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert "Configuration was valid" in done.stdout
    torrc.write_text(torrc.read_text().replace("HiddenServicePort 80", "HiddenServicePort eighty"))
    done = subprocess.run(checked, capture_output=True, text=True, check=False)
    assert done.returncode != 0


def test_the_public_side_answers_under_the_address_and_nobody_elses(
    address: str, tmp_path: Path
) -> None:
    assert re.fullmatch(r"[a-z2-7]{56}\.onion", address)
    service = founded(tmp_path / "service")
    with served(service.folder, "public", CONFIDE_HOSTS=f"localhost,{address}") as public:
        visitor = Visitor(public)
        for path in ("/", "/write/", "/emergency/"):
            answer = visitor.ask("GET", path, headers={"Host": address})
            assert answer.status in {200, 203} and b"999" in answer.body
            assert address.encode() not in answer.body
        sent = visitor.ask(
            "POST",
            "/write/",
            b"step=begin",
            {
                "Host": address,
                "Origin": f"http://{address}",
                "Content-Type": "application/x-www-form-urlencoded",
            },
        )
        assert sent.status == 200
        other = f"{'a' * 56}.onion"
        assert visitor.ask("GET", "/", headers={"Host": other}).status == 400
