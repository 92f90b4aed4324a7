"""Whatever is typed, filed or told: not one word of it can be read from anything at rest.

A browser types words that stand nowhere else into every field there is, files them as names and
contents, tells them to somebody, and provokes every kind of error. Then everything that lies
anywhere is read: the databases with their journals, as a thief finds them while the service runs,
the files, what the service printed, what it wrote elsewhere, and what the browser keeps.
"""

import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.journeys.canaries import CANARIES, Desk, a_day, secret_of
from tests.journeys.casting import Cast, gather
from tests.journeys.conftest import watched
from tests.journeys.running import Service, founded, served
from tests.journeys.scanning import everything, forms_of, found_in
from tests.journeys.visiting import Visitor
from tools import browser

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext

pytestmark = [pytest.mark.browser, pytest.mark.promise("P1")]

# What the test typed into the address, and into a form of its own making.
NOT_OURS = ("address", "query", "field", "form")
COOKIE = "confide-demonstration-officers"
WATCH = Path(__file__).parent / "watch"


@dataclass(frozen=True)
class Left:
    """What lay where, once everything had been done."""

    place: Path
    secrets: dict[str, str]
    sam: Visitor

    @property
    def data(self) -> Path:
        """The data folder, copied while the officer was at work."""
        return self.place / "while-at-work"


@pytest.fixture(scope="module")
def left(chromium: "Browser", tmp_path_factory: pytest.TempPathFactory) -> Left:
    place = tmp_path_factory.mktemp("journey")
    service = founded(place / "data")
    (place / "temporary").mkdir()
    environment = {
        "PYTHONPATH": f"{WATCH}:{WATCH.parents[2]}",
        "CONFIDE_WATCHED": str(place / "written"),
        "TMPDIR": str(place / "temporary"),
    }
    with served(service.folder, said=place / "printed", **environment) as address:
        cast = gather(service, address)
        sam = cast.appoint("Sam Whitfield", "sam")
        cast.appoint("Maya Rahman", "maya")
        secret = _work(chromium, place, service, cast)
    return Left(place, {**_shown_once(service, cast), "a cookie": secret}, sam)


def _work(chromium: "Browser", place: Path, service: Service, cast: Cast) -> str:
    context: BrowserContext = chromium.browser_type.launch_persistent_context(
        place / "profile",
        executable_path=browser.find(),
        accept_downloads=True,
        timeout=browser.PATIENCE,
    )
    page, mine = watched(context.new_page()), cast.passphrases["maya"]
    (place / "chosen").mkdir()
    database = service.folder / "confide.sqlite3"
    a_day(Desk(page, cast.address, "maya", mine, place / "chosen", database))
    shutil.copytree(service.folder, place / "while-at-work")
    secret = secret_of(page)
    context.close()
    return secret


def _shown_once(service: Service, cast: Cast) -> dict[str, str]:
    sheets = {f"sheet {number}": words for number, words in enumerate(service.sheets)}
    passphrases = {f"the passphrase of {name}": words for name, words in cast.passphrases.items()}
    return {**sheets, **passphrases, "an invitation": service.invitation}


def test_no_word_lies_in_the_data_while_it_is_worked_with_or_afterwards(left: Left) -> None:
    assert (left.data / "confide.sqlite3-wal").stat().st_size > 0
    files = [path for path in everything([left.data / "files"]) if path.is_file()]
    assert len(files) >= 5 and max(path.stat().st_size for path in files) > 3_000_000
    assert found_in([left.data, left.place / "data"], CANARIES) == []


def test_nothing_that_opens_anything_lies_in_the_data(left: Left) -> None:
    assert found_in([left.data, left.place / "data"], left.secrets) == []


def test_no_word_is_printed_whatever_goes_wrong(left: Left) -> None:
    printed = (left.place / "printed").read_text()
    # It says of each fault where it was, and which number the page showed.
    assert "OperationalError at " in printed and "DoesNotOpen at " in printed
    assert "casework" in printed
    assert found_in([left.place / "printed"], {**CANARIES, **left.secrets}) == []


def test_the_service_writes_nowhere_but_to_its_data(left: Left) -> None:
    data = left.place / "data"
    written = {Path(line) for line in (left.place / "written").read_text().splitlines()}
    assert any(path.is_relative_to(data / "files" / "incoming") for path in written)
    harmless = {Path("/dev/null"), left.place / "printed"}
    assert [each for each in written - harmless if not each.is_relative_to(data)] == []
    assert list((left.place / "temporary").iterdir()) == []


def test_the_browser_keeps_no_page_no_word_and_no_cookie(left: Left) -> None:
    """Of what our pages made it type. An address that it was given, it remembers."""
    profile = left.place / "profile"
    names = {path.name for path in everything([profile]) if path.is_file()}
    assert "History" in names and any(name.startswith("Session_") for name in names)
    ours = {place: word for place, word in CANARIES.items() if place not in NOT_OURS}
    assert found_in([profile], {**ours, **left.secrets}) == []


def test_a_cookie_and_its_row_open_the_desk_together_and_nothing_alone(
    left: Left, tmp_path: Path
) -> None:
    shutil.copytree(left.data, tmp_path / "data")
    with served(tmp_path / "data") as address:
        maya = Visitor(address, {COOKIE: left.secrets["a cookie"]})
        sam = Visitor(address, dict(left.sam.cookies))
        door = Visitor(address).get("/desk/")
        assert b"Maya Rahman" in maya.get("/desk/").body
        assert b"Sam Whitfield" in sam.get("/desk/").body
        # Somebody who may write to the database exchanges the rows.
        with closing(sqlite3.connect(tmp_path / "data" / "confide.sqlite3")) as connection:
            with connection:
                _exchange(connection)
            assert maya.get("/desk/") == sam.get("/desk/") == door
            with connection:
                assert connection.execute("DELETE FROM vault_session").rowcount >= 2
        assert maya.get("/desk/") == sam.get("/desk/") == door


def _exchange(connection: sqlite3.Connection) -> None:
    rows = connection.execute("SELECT id, sealed FROM vault_session").fetchall()
    for (ref, _), (_, sealed) in zip(rows, rows[1:] + rows[:1], strict=True):
        connection.execute("UPDATE vault_session SET sealed = ? WHERE id = ?", [sealed, ref])


def test_the_words_would_have_been_found(left: Left, tmp_path: Path) -> None:
    """In whichever form they stood, and in the name of a file."""
    for number, form in enumerate(forms_of(CANARIES["said"])):
        (tmp_path / f"{number}").write_bytes(b"\1\2\3" + form + b"\4")
    (tmp_path / CANARIES["document"]).touch()
    found = found_in([tmp_path], CANARIES)
    assert len(found) == len(list(tmp_path.iterdir()))
    assert found_in([left.place / "elsewhere", tmp_path / "0"], {"said": CANARIES["said"]})
