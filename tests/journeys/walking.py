"""The steps that people take through the pages, as they take them: by what they read there."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from time import sleep
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from playwright.sync_api import Download, Locator, Page


LONDON = ZoneInfo("Europe/London")


@dataclass(frozen=True)
class Told:
    """A question to the gate."""

    recipient: str = "Dr Helen Marsh"
    role: str = "college tutor"
    purpose: str = "To ask for more time"
    summary: str = "She was in hospital on the day of the second paper."


def today() -> date:
    """The service's own day, of which some is left: a story told of it ends before midnight."""
    now = datetime.now(LONDON)
    left = datetime.combine(now.date() + timedelta(days=1), time(), LONDON) - now
    if left < timedelta(minutes=3):
        sleep(left.total_seconds() + 1)
    return datetime.now(LONDON).date()


def go(found: "Locator") -> None:
    """Click on it, and wait until the page is there that it leads to."""
    with found.page.expect_navigation():
        found.click()


def press(within: "Page | Locator", name: str) -> None:
    """Press the button of that name."""
    go(within.get_by_role("button", name=name).first)


def follow(within: "Page | Locator", name: str) -> None:
    """Follow the link of that name."""
    go(within.get_by_role("link", name=name).first)


def sign_in(page: "Page", address: str, name: str, passphrase: str) -> None:
    """Sign in at whatever address it is."""
    page.goto(address)
    give(page, name, passphrase)


def give(page: "Page", name: str, passphrase: str) -> None:
    """Fill in the sign-in page that is being shown."""
    page.get_by_label("Sign-in name").fill(name)
    page.get_by_label("Passphrase", exact=True).fill(passphrase)
    press(page, "Sign in")


def make_keys(page: "Page") -> str:
    """Make keys of one's own with the passphrase that is shown, and answer it."""
    made = page.locator("p.passphrase").inner_text()
    page.get_by_label("Type the passphrase once more").fill(made)
    press(page, "Make my keys")
    return made


def enrol(page: "Page", address: str, name: str, invitation: str) -> str:
    """Come with an invitation, make keys, and sign in with them. Answers the passphrase."""
    sign_in(page, f"{address}/", name, invitation)
    passphrase = make_keys(page)
    give(page, name, passphrase)
    return passphrase


def appoint(
    page: "Page", address: str, name: str, sign_in_name: str, *, first: date, last: date
) -> str:
    """Appoint a caseworker, as a steward. Answers a newcomer's invitation."""
    page.goto(f"{address}/officers/new/")
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("Sign-in name").fill(sign_in_name)
    page.get_by_label("Caseworker").check()
    page.get_by_label("Post").select_option(label="Education Officer")
    page.get_by_label("First day in office").fill(f"{first:%d/%m/%Y}")
    page.get_by_label("Last day in office").fill(f"{last:%d/%m/%Y}")
    press(page, "Appoint")
    invitation = page.locator(".passphrase")
    return invitation.inner_text() if invitation.count() else ""


def a_year() -> dict[str, date]:
    """A term of office that began today."""
    return {"first": today(), "last": today() + timedelta(days=360)}


def end_term(page: "Page", address: str, name: str) -> None:
    """End somebody's term this minute, as a steward."""
    page.goto(f"{address}/officers/")
    follow(page, f"End early ({name})")
    yesterday = today() - timedelta(days=1)
    page.get_by_label("Last day in office").fill(f"{yesterday:%d/%m/%Y}")
    press(page, "End the term")


def undertake(page: "Page") -> None:
    """Sign the undertaking."""
    page.get_by_label("I have read this").check()
    press(page, "Sign the undertaking")


def open_case(page: "Page", address: str, student: str, about: str, **more: str) -> str:
    """Open a case. Answers its reference."""
    page.goto(f"{address}/cases/new/")
    page.get_by_label("The student, as they want to be called").fill(student)
    page.get_by_label("How is it safe to reach them?").fill(more.get("safe", "Only in person"))
    page.get_by_label("When is it safe?").fill(more.get("when", ""))
    page.get_by_label("What kind of matter is it?").select_option(index=1)
    page.get_by_label("What is it about?").fill(about)
    page.get_by_label("What was said").fill(more.get("said", ""))
    page.get_by_label("Options you explained").fill(more.get("options", ""))
    page.get_by_label("What the student chose").fill(more.get("chose", ""))
    page.get_by_label("Next step").fill(more.get("next_step", ""))
    press(page, "Open the case")
    return reference(page)


def reference(page: "Page") -> str:
    """The reference of the case that is being shown."""
    found = re.search(r"/cases/([a-z2-7]{26})/", page.url)
    assert found, page.inner_text("main")
    return found[1]


def box(page: "Page", name: str) -> "Locator":
    """Open one of a case's boxes, and answer it."""
    found = page.locator("details.add").filter(has=page.locator("summary", has_text=name))
    found.locator("summary").click()
    return found


def add_contact(page: "Page", said: str, **more: str) -> None:
    """Add a contact to the case that is being shown."""
    inside = box(page, "Add a contact")
    inside.get_by_label("Phone", exact=True).check()
    inside.get_by_label("What was said").fill(said)
    inside.get_by_label("Options you explained").fill(more.get("options", ""))
    inside.get_by_label("What the student chose").fill(more.get("chose", ""))
    press(inside, "Add to the record")


def file(page: "Page", path: Path) -> None:
    """Choose a file for the case that is being shown."""
    inside = box(page, "File a mail or a document")
    inside.locator("input[type=file]").set_input_files(path)
    press(inside, "File it")


def drop(page: "Page", path: Path) -> None:
    """Drop a file on the case that is being shown, as a mail program hands it over."""
    inside = box(page, "File a mail or a document")
    page.evaluate(
        """([name, signs]) => {
            const box = document.querySelector(".adds [data-module=govuk-file-upload]");
            const data = new DataTransfer();
            data.items.add(new File([Uint8Array.from(signs)], name, {type: "message/rfc822"}));
            for (const kind of ["dragenter", "dragover", "drop"]) {
                const event = new DragEvent(kind, {bubbles: true, cancelable: true});
                Object.defineProperty(event, "dataTransfer", {value: data});
                box.querySelector("button").dispatchEvent(event);
            }
            const input = box.querySelector("input");
            if (!input.files.length) {
                input.files = data.files;
                input.dispatchEvent(new Event("change", {bubbles: true}));
            }
        }""",
        [path.name, list(path.read_bytes())],
    )
    press(inside, "File it")


def ask_the_gate(page: "Page", address: str, ref: str, told: Told) -> None:
    """Ask whether somebody may be told."""
    page.goto(f"{address}/cases/{ref}/tellings/new/")
    page.get_by_label("Who is to be told?").fill(told.recipient)
    page.get_by_label("In what role?").fill(told.role)
    page.get_by_label("What is it for?").fill(told.purpose)
    page.get_by_label("A summary").fill(told.summary)
    press(page, "See whether the student agreed")


def agree_by_word_of_mouth(page: "Page", words: str, clarity: str) -> None:
    """Record a spoken consent to what was just refused."""
    press(page, "They agreed by word of mouth")
    page.get_by_label("What they said").fill(words)
    page.get_by_label("How you made sure that they meant it").fill(clarity)
    press(page, "Record it")


def tell(page: "Page") -> "Download":
    """From the preview: record the telling, and save the extract."""
    page.locator("input[name=how]").first.check()
    press(page, "Record it and make the extract")
    with page.expect_download() as saved:
        page.get_by_role("link", name="Save the extract").click()
    return saved.value


def break_confidence(page: "Page", *, nobody: bool = False) -> None:
    """Fill in the page for breaking confidence, and record it."""
    page.get_by_label("There seems to be a serious and imminent risk").check()
    page.get_by_label("What is happening, and why it cannot wait").fill("She has taken tablets.")
    page.get_by_label("Yes, I believe so").check()
    page.get_by_label("Why you believe so").fill("Nobody else knows.")
    if nobody:
        page.get_by_label("Nobody could be reached").check()
        page.get_by_label("Whom you tried, and how").fill("The office, and two mobiles.")
    else:
        page.get_by_label("I have phoned somebody").check()
        page.get_by_label("Whom you phoned").fill("Sam")
    page.get_by_label("What breaking confidence will achieve").fill("An ambulance goes there.")
    page.get_by_label("Who is told").fill("The operator at 999")
    page.get_by_label("In what role").fill("Ambulance service")
    page.get_by_label("What exactly they are told").fill("Where she is, and what she has taken.")
    press(page, "I break confidence: record it")


def resolve(page: "Page", address: str, ref: str, outcome: str) -> None:
    """Resolve a case."""
    page.goto(f"{address}/cases/{ref}/closure/")
    page.get_by_label("How did it end?").fill(outcome)
    press(page, "Resolve the case")
