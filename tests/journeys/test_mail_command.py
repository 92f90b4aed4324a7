"""`confide mail`: every day the one mail, to everybody in office, whatever happened. (CONF-3)"""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from confide.web import mail
from tests.journeys.running import founded, ran
from tests.web.post_office import SENDER, PostOffice, opened

pytestmark = pytest.mark.clause("CONF-3", "BRCH-3")

PAT = "pat@union.example"
DIFFER = re.compile(rb"^(Date|Message-ID|To): [^\r\n]*\r\n", re.M)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A real service with a steward, who left an address."""
    folder = tmp_path / "data"
    steward = ("--steward", "Pat Okafor", "--sign-in-name", "pat")
    assert ran("init", "--data", str(folder), *steward).code == 0
    _change(folder, "UPDATE team_officer SET mail = ?", PAT)
    return folder


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with opened(PostOffice()) as office:
        yield office


def test_it_is_sent_though_nothing_happened_with_the_bytes_of_every_other(
    data: Path, office: PostOffice
) -> None:
    done = ran("mail", "--data", str(data), CONFIDE_MAIL=_named(office))
    assert done.code == 0, done.err
    assert "1 of 1" in done.out and PAT not in done.out + done.err
    assert mail.deliver(["asha@union.example"], office.server) == 0
    daily, at_once = office.letters
    assert daily.recipients == (PAT,)
    assert DIFFER.sub(b"", daily.content) == DIFFER.sub(b"", at_once.content)


def test_nobody_out_of_office_is_written_to(data: Path, office: PostOffice) -> None:
    _change(data, "UPDATE team_term SET starts_on = '2020-01-01', ends_on = ?", "2020-12-31")
    done = ran("mail", "--data", str(data), CONFIDE_MAIL=_named(office))
    assert done.code == 0 and "0 of 0" in done.out
    assert office.letters == []


def test_a_mail_server_that_takes_nothing_is_said_and_no_address(data: Path) -> None:
    with opened(PostOffice(refuses=frozenset({PAT}))) as office:
        done = ran("mail", "--data", str(data), CONFIDE_MAIL=_named(office))
    assert done.code == 1 and "did not take 1 of 1" in done.err
    assert "@" not in done.out + done.err


def test_without_a_mail_server_it_says_how_to_name_one(data: Path) -> None:
    done = ran("mail", "--data", str(data))
    assert done.code == 1 and "CONFIDE_MAIL" in done.err


@pytest.mark.parametrize("command", ["serve", "nightly", "mail", "verify"])
def test_a_wrong_one_is_refused_before_anything_starts(data: Path, command: str) -> None:
    wrong = "smtp://office:hunter2@mail.union.example/?from=office@union.example"
    done = ran(command, "--data", str(data), CONFIDE_MAIL=wrong)
    assert done.code == 1 and "unencrypted to another machine" in done.err
    assert "hunter2" not in done.err and "Traceback" not in done.err


def test_a_demonstration_writes_to_nobody(tmp_path: Path, office: PostOffice) -> None:
    data = founded(tmp_path / "demonstration").folder
    _change(data, "UPDATE team_officer SET mail = ?", PAT)
    done = ran("mail", "--data", str(data), CONFIDE_MAIL=_named(office))
    assert done.code == 1 and "demonstration" in done.err
    assert office.letters == []


def _named(office: PostOffice) -> str:
    return f"smtp://localhost:{office.port}/?from={SENDER}"


def _change(folder: Path, statement: str, value: str) -> None:
    with closing(sqlite3.connect(folder / "confide.sqlite3")) as connection, connection:
        connection.execute(statement, [value])
