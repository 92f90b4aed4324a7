"""A day on which words that stand nowhere else are typed into everything there is."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import TYPE_CHECKING

from tests.journeys import walking as walk
from tests.journeys.touring import TOO_LARGE, send
from tests.journeys.visiting import Visitor

if TYPE_CHECKING:
    from playwright.sync_api import Page

PLACES = """
    student safe when about said options chose next contact paper cabinet step recipient role
    purpose summary spoken clarity witness withdrawn outcome searched kept subject words attachment
    hangs document content large broken asked identified wrong address query cookie field form
"""
CANARIES = {place: f"Zq{place}wombat{number}xylo" for number, place in enumerate(PLACES.split())}


@dataclass(frozen=True)
class Desk:
    """An officer's browser before the service."""

    page: "Page"
    address: str
    name: str
    passphrase: str
    folder: Path
    database: Path


def a_day(desk: Desk) -> None:
    """From the door to the end of a case, with every mistake on the way."""
    say = CANARIES
    walk.sign_in(desk.page, f"{desk.address}/desk/", desk.name, say["wrong"])
    walk.give(desk.page, desk.name, desk.passphrase)
    typed = {key: say[key] for key in ("safe", "when", "said", "options", "chose")}
    typed["next_step"] = say["next"]
    ref = walk.open_case(desk.page, desk.address, say["student"], say["about"], **typed)
    _bring(desk, ref)
    _tell(desk, ref)
    _go_wrong(desk, ref)
    walk.resolve(desk.page, desk.address, ref, say["outcome"])
    desk.page.goto(f"{desk.address}/cases/{ref}/destruction/")
    desk.page.get_by_label("How did the student ask?").fill(say["asked"])
    desk.page.get_by_label("How do you know that it is they?").fill(say["identified"])
    walk.press(desk.page, "Go on")
    assert "can’t be undone" in desk.page.inner_text(".warning")


def _bring(desk: Desk, ref: str) -> None:
    say, page = CANARIES, desk.page
    walk.add_contact(page, say["contact"])
    inside = walk.box(page, "Note a paper")
    inside.get_by_label("What the paper is").fill(say["paper"])
    inside.get_by_label("Where it is locked away").fill(say["cabinet"])
    walk.press(inside, "Note it")
    inside = walk.box(page, "Add a next step")
    inside.get_by_label("Next step").fill(say["step"])
    walk.press(inside, "Add the step")
    large = b"\0" * TOO_LARGE + say["large"].encode()
    for name, content in (
        ("letter.eml", _mail()),
        (f"{say['document']}.bin", say["content"].encode()),
        # Larger than what frameworks put into a temporary file.
        ("large.bin", large),
        ("broken.eml", b"\xff\xfe" + say["broken"].encode() + b"\0"),
    ):
        path = desk.folder / name
        path.write_bytes(content)
        page.goto(f"{desk.address}/cases/{ref}/")
        walk.file(page, path)
        path.unlink()
    page.goto(f"{desk.address}/search/")
    page.get_by_label("Words to look for").fill(say["searched"])
    walk.press(page, "Search my cases")
    page.goto(f"{desk.address}/cases/{ref}/")
    timeline = page.inner_text(".timeline")
    shown = ("contact", "paper", "cabinet", "subject", "words", "attachment", "document")
    assert [each for each in shown if say[each] not in timeline] == []


def _mail() -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"] = "someone@student.example", "office@union.example"
    mail["Subject"], mail["Date"] = CANARIES["subject"], "Mon, 16 Nov 2026 09:12:44 +0000"
    mail.set_content(CANARIES["words"])
    mail.add_attachment(CANARIES["hangs"], filename=f"{CANARIES['attachment']}.txt")
    return mail.as_bytes()


def _tell(desk: Desk, ref: str) -> None:
    say, page = CANARIES, desk.page
    told = walk.Told(*(say[each] for each in ("recipient", "role", "purpose", "summary")))
    walk.ask_the_gate(page, desk.address, ref, told)
    walk.press(page, "They agreed by word of mouth")
    page.get_by_label("Who else heard it").fill(say["witness"])
    page.get_by_label("What they said").fill(say["spoken"])
    page.get_by_label("How you made sure that they meant it").fill(say["clarity"])
    walk.press(page, "Record it")
    consent = page.url
    walk.press(page, f"Tell {told.recipient}")
    walk.tell(page)
    page.goto(consent)
    page.get_by_label("What they said").fill(say["withdrawn"])
    walk.press(page, "Withdraw this consent")


def _go_wrong(desk: Desk, ref: str) -> None:
    say, case = CANARIES, f"{desk.address}/cases/{ref}"
    page = desk.page
    page.goto(f"{desk.address}/{say['address']}/?{say['query']}={say['query']}")
    field = f"{say['field']}={say['form']}&way={say['form']}"
    for path, body in (
        ("destruction/by-hand/", f"step=second&sure=yes&{field}"),
        ("consents/", field),
        ("contacts/", f"said={say['form']}{'x' * TOO_LARGE}"),
    ):
        send(page, f"{case}/{path}", body)
        assert page.inner_text("h1") in REFUSALS, page.inner_text("main")
    with without_table(desk.database, "casework_contact"):
        send(page, f"{case}/contacts/", f"kind=phone&said={say['form']}&day=1/1/2026&time=1:00")
        assert page.inner_text("h1") == "The records cannot be reached just now"
    with damaged(desk.database, "casework_contact"):
        send(page, f"{case}/consents/?{say['query']}", field)
        assert page.inner_text("h1") == "Something went wrong here", page.inner_text("main")
    stranger = Visitor(desk.address, {say["cookie"]: say["cookie"]})
    stranger.ask("GET", f"/{say['address']}", headers={"User-Agent": say["address"]})
    stranger.post("/", sign_in_name=say["wrong"], passphrase=say["wrong"])
    page.goto(f"{case}/contacts/")
    page.get_by_label("What was said").fill(say["kept"])
    page.context.clear_cookies(name="confide-demonstration-officers")
    walk.press(page, "Add to the record")
    walk.give(page, desk.name, desk.passphrase)
    walk.press(page, "Send what I typed")
    assert say["kept"] in page.inner_text(".timeline")


REFUSALS = ("This cannot be done", "That could not be read", "That is too large")


@contextmanager
def without_table(database: Path, table: str) -> Iterator[None]:
    """As if the database had lost a table."""
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute(f"ALTER TABLE {table} RENAME TO elsewhere")
    yield
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute(f"ALTER TABLE elsewhere RENAME TO {table}")


@contextmanager
def damaged(database: Path, table: str) -> Iterator[None]:
    """As if the disk had turned some bits of a row."""
    with closing(sqlite3.connect(database)) as connection, connection:
        found = connection.execute(f"SELECT id, sealed FROM {table}")  # noqa: S608
        ref, sealed = found.fetchone()
        change = f"UPDATE {table} SET sealed = ? WHERE id = ?"  # noqa: S608
        connection.execute(change, [sealed[:-8] + bytes(8), ref])
        connection.commit()
        yield
        connection.execute(change, [sealed, ref])


def secret_of(page: "Page") -> str:
    """What the officer's cookie holds."""
    cookies = page.context.cookies()
    found = [each["value"] for each in cookies if not each["name"].endswith("-desk")]
    assert len(found) == 1 and re.fullmatch("[a-z2-7]{52}", found[0])
    return found[0]
