"""Emergency first: with the disk full, read-only, locked or gone, the numbers and every word. (P9)

The service is real and runs by itself; what is broken is broken under it while an officer has the
page open.
"""

import html
import os
import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from resource import RLIM_INFINITY, RLIMIT_FSIZE, prlimit

import pytest

from tests.disclosure.breaching import OUTLINE, TOLD, typed_in_browser
from tests.journeys.casting import Cast, gather, open_case
from tests.journeys.running import founded, served
from tests.journeys.visiting import Answer, Visitor

# Whoever runs the tests may be root, whom no mode of a folder stops; without this they are.
_LIKE_ANYBODY = ("setpriv", "--bounding-set", "-dac_override,-dac_read_search")
SECRET = "orchard-lantern-velvet"

Breakage = Callable[[Path], AbstractContextManager[None]]

pytestmark = [pytest.mark.promise("P9"), pytest.mark.clause("BRCH-5")]


@pytest.fixture(autouse=True)
def every_change_is_recorded() -> None:
    """The service under test is another process."""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Cast, Visitor, str]]:
    """A service with two officers, and a case that Maya has open."""
    service = founded(tmp_path_factory.mktemp("emergency") / "data")
    through = _LIKE_ANYBODY if os.geteuid() == 0 else ()
    with served(service.folder, through=through) as address:
        cast = gather(service, address)
        maya = cast.appoint("Maya Rahman", "maya")
        cast.appoint("Sam Whitfield", "sam")
        ref = open_case(maya, "Dana", said="She came to the office.")
        page = f"/cases/{ref}/breaches/new/"
        assert maya.get(page).status == 200
        yield service.folder, cast, maya, page


@contextmanager
def full(folder: Path) -> Iterator[None]:
    """No file of the service's can grow by a byte."""
    everybody = list(_processes(folder))
    assert everybody
    for process in everybody:
        prlimit(process, RLIMIT_FSIZE, (0, RLIM_INFINITY))
    try:
        yield
    finally:
        for process in everybody:
            prlimit(process, RLIMIT_FSIZE, (RLIM_INFINITY, RLIM_INFINITY))


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Nothing in the data folder can be written, nor anything added to it."""
    everything = [folder, *folder.rglob("*")]
    modes = {path: path.stat().st_mode for path in everything}
    for path in reversed(everything):
        path.chmod(0o500 if path.is_dir() else 0o400)
    try:
        yield
    finally:
        for path in everything:
            if path.exists():
                path.chmod(modes[path])


@contextmanager
def gone(folder: Path) -> Iterator[None]:
    """There is no data folder."""
    away = folder.with_name("away")
    folder.rename(away)
    try:
        yield
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        away.rename(folder)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Somebody else writes to the database and does not come to an end."""
    holder = sqlite3.connect(folder / "confide.sqlite3", isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    try:
        yield
    finally:
        holder.execute("ROLLBACK")
        holder.close()


BREAKAGES = [full, read_only, gone, locked]


@pytest.mark.promise("P8")
@pytest.mark.parametrize("broken", BREAKAGES)
def test_every_word_comes_back_with_the_numbers_and_nothing_left(
    house: tuple[Path, Cast, Visitor, str], broken: Breakage
) -> None:
    folder, _, maya, page = house
    typed = typed_in_browser(how="extract", why="“Quotes” & <angles>", why_not="No.")
    before = _kept(folder)
    with broken(folder):
        for do in ("break", "ask", "keep", "leave"):
            answer = maya.post(page, **typed, **{do: "yes"})
            _says_to_phone(answer)
            for word in (OUTLINE, TOLD, "“Quotes” & <angles>", "The operator"):
                assert word in html.unescape(answer.body.decode()), word
            assert b"%PDF" not in answer.body
            if broken is locked:
                break
    assert _kept(folder) == before
    # Sent again from the very page that came back, once all is well.
    again = _typed_again(answer)
    done = maya.post(page, **again, **{"break": "yes"})
    assert done.status == 302, re.findall(r"error-message[^>]*>([^<]*)", done.body.decode())
    record = maya.get(done.header("location")).body.decode()
    assert "Confidence was broken" in record and OUTLINE in html.unescape(record)


@pytest.mark.parametrize("broken", [full, read_only, gone])
def test_the_sheet_is_there_for_whoever_asks_and_the_same_for_all(
    house: tuple[Path, Cast, Visitor, str], broken: Breakage
) -> None:
    folder, cast, maya, _ = house
    well = maya.get("/emergency/")
    with broken(folder):
        for somebody in (maya, cast.steward, Visitor(cast.address)):
            assert somebody.get("/emergency/") == well
    assert well.status == 200 and b'href="tel:999"' in well.body and b"Words to say" in well.body
    assert Visitor(cast.address).post("/emergency/").body == Visitor(cast.address).get("/x").body


def test_where_the_database_is_gone_every_page_leads_to_the_sheet(
    house: tuple[Path, Cast, Visitor, str],
) -> None:
    folder, cast, maya, page = house
    with gone(folder):
        for path in ("/desk/", "/"):
            answer = maya.get(path)
            assert answer.status == 503 and b'href="/emergency/"' in answer.body
        for path in (page, "/danger/"):
            _says_to_phone(maya.get(path))
    assert b'href="/emergency/"' in Visitor(cast.address).get("/").body


def test_a_passphrase_is_never_shown_again_and_what_was_kept_is(
    house: tuple[Path, Cast, Visitor, str],
) -> None:
    folder, cast, _, page = house
    kept = '[["outline","What she said"],["items","a"],["break","yes"]]'
    signing_in = {"sign_in_name": "maya", "passphrase": SECRET}
    with gone(folder):
        stranger = Visitor(cast.address)
        answer = stranger.post(page, **signing_in, kept=kept, kept_by="x")
        _says_to_phone(answer)
        assert b"What she said" in answer.body and SECRET.encode() not in answer.body
        for bad in ("", "[", "{}", "[[1]]", "[" * 100_000):
            answer = stranger.post(page, **signing_in, kept=bad)
            assert answer.status == 503 and SECRET.encode() not in answer.body
        assert SECRET.encode() not in stranger.post(page, **signing_in).body


def _says_to_phone(answer: Answer) -> None:
    assert answer.status in {500, 503}
    assert b"Phone now. This was not recorded" in answer.body
    assert b'href="tel:999"' in answer.body and b'href="/emergency/"' in answer.body
    assert answer.header("cache-control") == "no-store"


def _kept(folder: Path) -> tuple[int, list[Path]]:
    with sqlite3.connect(folder / "confide.sqlite3") as database:
        rows = database.execute("select count(*) from disclosure_breach").fetchone()[0]
    # The folder where files wait is made by the first that does, and stays.
    return rows, sorted(each for each in (folder / "files").rglob("*") if each.is_file())


def _typed_again(answer: Answer) -> dict[str, str]:
    """What stands in the page's fields."""
    page, found = answer.body.decode(), dict[str, str]()
    for each in re.findall(r"<input[^>]*>", page):
        name = re.search(r' name="(.*?)"', each)
        value = re.search(r' value="(.*?)"', each, re.S)
        ticked = re.search(r' type="(?:radio|checkbox)"', each) is None or " checked" in each
        if name and ticked:
            found[name[1]] = html.unescape(value[1]) if value else ""
    for name_, inner in re.findall(
        r'<textarea[^>]* name="(.*?)"[^>]*>\r?\n?(.*?)</textarea>', page, re.S
    ):
        found[name_] = html.unescape(inner)
    return found


def _processes(folder: Path) -> Iterator[int]:
    """Every process that serves this folder."""
    for path in Path("/proc").glob("[0-9]*/environ"):
        try:
            serves = str(folder).encode() in path.with_name("cmdline").read_bytes()
            serves = serves or f"CONFIDE_DATA={folder}".encode() in path.read_bytes()
        except OSError:
            continue
        if serves and int(path.parent.name) != os.getpid():
            yield int(path.parent.name)
