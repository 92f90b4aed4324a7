"""A walk past every page of a demonstration, for those who look at pages: axe, and `make screens`.

Each tour yields the name of the page that the tab shows now. Whoever follows may look as long as
they like and resize the window, and goes on.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tests.journeys import touring_colleagues, touring_figures, touring_requests, touring_rights
from tests.journeys import walking as walk

if TYPE_CHECKING:
    from playwright.sync_api import Page

# Of the demonstration's people: whom Idris helps, and what is special about them.
LIVE, WITHDRAWN, RESOLVED = "Ifeoma Okonjo", "Ellis Whitmore", "Fatou Diallo"
# And whom Zofia does, of whom nobody in the first scheme knows.
SECOND = "Rhiannon Slater"
TOO_LARGE = 7 * 1024 * 1024
PUBLIC = ("", "who-helps/", "hours/", "policy/", "promises/", "emergency/", "figures/")


def public(page: "Page", address: str) -> Iterator[str]:
    """The students' side."""
    for path in PUBLIC:
        page.goto(f"{address}/{path}")
        yield f"public-{path.strip('/') or 'front'}"
    page.goto(f"{address}/figures/1/")
    yield "public-release"
    for path in PUBLIC:
        page.goto(f"{address}/cy/{path}")
        yield f"public-welsh-{path.strip('/') or 'front'}"
    page.goto(f"{address}/write/")
    yield "public-write"
    page.goto(f"{address}/nowhere/")
    yield "public-no-such-page"


def doorstep(page: "Page", address: str) -> Iterator[str]:
    """What there is for whoever is not signed in."""
    page.goto(f"{address}/desk/")
    yield "doorstep-sign-in"
    walk.give(page, "idris", "not these words")
    yield "doorstep-mistake"
    page.goto(f"{address}/emergency/")
    yield "doorstep-emergency"


def officer(page: "Page", address: str, passphrase: str) -> Iterator[str]:
    """A caseworker's own pages, from the desk to an error."""
    walk.sign_in(page, f"{address}/", "idris", passphrase)
    yield "officer-desk"
    yield from touring_requests.asked(page, address)
    yield from _opening(page, address)
    yield from _searching(page, address)
    for path in ("signposts", "enquiries", "you", "keys", "undertaking", "certificates"):
        page.goto(f"{address}/{path}/")
        yield f"officer-{path}"
    walk.go(page.locator("main td a").first)
    yield "officer-certificate"
    yield from touring_figures.figures(page, address)
    ref = _case(page, address, LIVE)
    yield from _case_pages(page, address, ref)
    yield from _mistakes(page, address, ref)
    yield from _agreeing(page, address, ref)
    yield from _telling(page, address, ref)
    yield from touring_colleagues.consulting(page, address, ref)
    yield from _partiality(page, address, ref)
    yield from _breaking(page, address, ref)
    yield from touring_rights.seconding(page, address)
    yield from touring_rights.asking(page, address, ref)
    yield from touring_rights.holding(page, address, ref)
    yield from touring_rights.returning(page, address, ref)
    yield from _ending(page, address, ref)
    yield from _going_wrong(page, address, ref)
    yield from _locked(page, address, ref, passphrase)


def second(page: "Page", address: str, passphrase: str) -> Iterator[str]:
    """The second scheme's caseworker, who has nobody beside them there."""
    walk.sign_in(page, f"{address}/", "zofia", passphrase)
    yield "second-desk"
    ref = _case(page, address, SECOND)
    yield "second-case"
    for path in ("shares/new", "hand-over", "consultations/new", "conflict-check", "conflict"):
        page.goto(f"{address}/cases/{ref}/{path}/")
        yield f"second-{path.replace('/new', '')}"
    page.goto(f"{address}/cases/{ref}/breaches/new/")
    yield "second-breach"


def steward(page: "Page", address: str, passphrases: dict[str, str]) -> Iterator[str]:
    """The steward's pages, what a newcomer sees first, and what is left after a term."""
    walk.sign_in(page, f"{address}/", "margaret", passphrases["margaret"])
    yield "steward-officers"
    page.get_by_text("Those who served before").click()
    yield "steward-officers-all"
    yield from _out_of_office(page, address, passphrases)
    walk.follow(page, "End early (Idris")
    yield "steward-end-term"
    walk.press(page, "End the term")
    yield "steward-end-term-mistake"
    page.goto(f"{address}/ledger/")
    yield "steward-ledger"
    walk.press(page, "Verify now")
    yield "steward-ledger-verified"
    page.goto(f"{address}/certificates/")
    yield "steward-certificates"
    page.goto(f"{address}/officers/new/")
    yield "steward-appoint"
    page.get_by_label("Caseworker").check()
    walk.press(page, "Appoint")
    yield "steward-appoint-mistake"
    invitation = walk.appoint(page, address, "Maya Rahman", "maya", **walk.a_year())
    yield "steward-invitation"
    yield from _newcomer(page, address, invitation)


def _out_of_office(page: "Page", address: str, passphrases: dict[str, str]) -> Iterator[str]:
    walk.end_term(page, address, "Tamsin Achebe")
    walk.press(page, "Sign out")
    walk.sign_in(page, f"{address}/", "tamsin", passphrases["tamsin"])
    yield "officer-out-of-office"
    walk.press(page, "Sign out")
    walk.sign_in(page, f"{address}/officers/", "margaret", passphrases["margaret"])


def _newcomer(page: "Page", address: str, invitation: str) -> Iterator[str]:
    walk.press(page, "Sign out")
    walk.sign_in(page, f"{address}/", "maya", invitation)
    yield "newcomer-keys"
    walk.press(page, "Make my keys")
    yield "newcomer-keys-mistake"
    passphrase = walk.make_keys(page)
    walk.give(page, "maya", passphrase)
    yield "newcomer-undertaking"
    walk.press(page, "Sign the undertaking")
    yield "newcomer-undertaking-mistake"
    walk.undertake(page)
    yield "newcomer-desk"


def _opening(page: "Page", address: str) -> Iterator[str]:
    page.goto(f"{address}/cases/new/")
    yield "officer-new-case"
    walk.press(page, "Open the case")
    yield "officer-new-case-mistake"


def _searching(page: "Page", address: str) -> Iterator[str]:
    page.goto(f"{address}/search/")
    yield "officer-search"
    for words, name in (("her tutor", "found"), ("giraffe", "nothing"), ("", "mistake")):
        page.get_by_label("Words to look for").fill(words)
        walk.press(page, "Search my cases")
        yield f"officer-search-{name}"


def _case(page: "Page", address: str, student: str) -> str:
    page.goto(f"{address}/desk/")
    walk.follow(page, student)
    return walk.reference(page)


def _case_pages(page: "Page", address: str, ref: str) -> Iterator[str]:
    yield "officer-case"
    for summary in page.locator("details.add > summary").all():
        summary.click()
    yield "officer-case-boxes-open"
    _case(page, address, RESOLVED)
    yield "officer-case-resolved"
    walk.follow(page, "Take it up again")
    yield "officer-reopening"
    _case(page, address, WITHDRAWN)
    yield "officer-case-consent-withdrawn"
    page.goto(f"{address}/cases/{ref}/file/")
    yield "officer-case-file"
    for path, name in (
        ("shares/", "shares"),
        ("shares/new/", "share"),
        ("hand-over/", "hand-over"),
    ):
        page.goto(f"{address}/cases/{ref}/{path}")
        yield f"officer-{name}"
    page.goto(f"{address}/leaving/")
    yield "officer-leaving"


def _mistakes(page: "Page", address: str, ref: str) -> Iterator[str]:
    for path, button in (
        ("contacts", "Add to the record"),
        ("documents", "File it"),
        ("papers", "Note it"),
        ("steps", "Add the step"),
    ):
        page.goto(f"{address}/cases/{ref}/{path}/")
        walk.press(page, button)
        yield f"officer-{path}-mistake"


def _agreeing(page: "Page", address: str, ref: str) -> Iterator[str]:
    page.goto(f"{address}/cases/{ref}/consents/")
    yield "officer-consents"
    walk.go(page.locator(".timeline a").first)
    yield "officer-consent"
    for path in ("renewal", "less"):
        page.goto(f"{page.url.partition('/renewal')[0].rstrip('/')}/{path}/")
        yield f"officer-consent-{path}"
    walk.press(page, "Only this from now on")
    yield "officer-consent-less-mistake"
    for path in ("contact", "authority"):
        page.goto(f"{address}/cases/{ref}/consents/new/{path}/")
        yield f"officer-consent-{path}"
        walk.press(page, "Record it")
        yield f"officer-consent-{path}-mistake"
    page.goto(f"{address}/cases/{ref}/consents/new/")
    yield "officer-consent-written"
    walk.press(page, "They agreed by word of mouth")
    yield "officer-consent-spoken"
    walk.press(page, "Record it")
    yield "officer-consent-mistake"
    mine = page.url.split("/cases/")[0]
    other = _case(page, mine, WITHDRAWN)
    page.goto(f"{address}/cases/{other}/consents/")
    walk.go(page.locator(".timeline a").first)
    yield "officer-consent-withdrawn"


def _telling(page: "Page", address: str, ref: str) -> Iterator[str]:
    page.goto(f"{address}/cases/{ref}/tellings/")
    yield "officer-tellings"
    walk.go(page.locator(".timeline a").first)
    yield "officer-telling"
    walk.follow(page, "Show it to print")
    yield "officer-telling-print"
    page.goto(f"{address}/tellings/marks/")
    yield "officer-marks"
    page.goto(f"{address}/cases/{ref}/tellings/new/")
    yield "officer-gate"
    walk.press(page, "See whether the student agreed")
    yield "officer-gate-mistake"
    walk.ask_the_gate(page, address, ref, walk.Told(recipient="Professor Marsh"))
    yield "officer-gate-refused"
    page.goto(f"{address}/cases/{ref}/tellings/new/")
    walk.press(page, "Fill in")
    yield "officer-gate-filled-in"
    walk.press(page, "See whether the student agreed")
    yield "officer-preview"
    walk.press(page, "Record it and make the extract")
    yield "officer-preview-mistake"


def _partiality(page: "Page", address: str, ref: str) -> Iterator[str]:
    page.goto(f"{address}/conflicts/")
    walk.press(page, "Keep it")
    yield "officer-conflicts-mistake"
    page.get_by_label("A person").check()
    page.get_by_label("Who or which").fill("Tom Ashby\nTommy")
    walk.press(page, "Keep it")
    yield "officer-conflicts"
    page.goto(f"{address}/conflict-checks/new/")
    walk.press(page, "Ask them")
    yield "officer-conflict-check-mistake"
    page.goto(f"{address}/cases/{ref}/conflict-check/")
    yield "officer-conflict-check"
    walk.press(page, "Ask them")
    yield "officer-conflict-checks"
    page.goto(f"{address}/cases/{ref}/conflict/")
    yield "officer-conflict"
    walk.press(page, "Step aside")
    yield "officer-conflict-mistake"


def _breaking(page: "Page", address: str, ref: str) -> Iterator[str]:
    page.goto(f"{address}/danger/")
    yield "officer-danger"
    page.goto(f"{address}/cases/{ref}/breaches/new/")
    yield "officer-breach"
    walk.press(page, "I break confidence: record it")
    yield "officer-breach-mistake"
    page.get_by_label("What is happening, and why it cannot wait").fill("She has not been seen.")
    walk.press(page, "Ask the others now")
    yield "officer-breach-asked"
    page.goto(f"{address}/desk/")
    yield "officer-desk-in-danger"
    page.goto(f"{address}/cases/{ref}/breaches/new/")
    page.get_by_text("Choose from the record as well").click()
    page.get_by_label("Letter from the ward.pdf").check()
    page.get_by_label("With an extract").check()
    walk.break_confidence(page)
    yield "officer-breach-recorded"
    record = page.url.rstrip("/").rsplit("/", 1)[1]
    walk.follow(page, "Save them without what they tell besides")
    yield "officer-breach-documents"
    page.goto(f"{address}/cases/{ref}/breaches/")
    yield "officer-breaches"
    page.goto(f"{address}/breaches/{record}/")
    yield "officer-breach-question"
    yield from _given_away(page, address)


def _given_away(page: "Page", address: str) -> Iterator[str]:
    """A record that stays one's own, of a case that is somebody else's now."""
    ref = _case(page, address, WITHDRAWN)
    page.goto(f"{address}/cases/{ref}/breaches/new/")
    walk.break_confidence(page, nobody=True)
    record = page.url.rstrip("/").rsplit("/", 1)[1]
    page.goto(f"{address}/cases/{ref}/hand-over/")
    page.locator("input[type=radio][name=to]").first.check()
    page.locator("textarea").first.fill("They are glad to go on with her.")
    walk.press(page, "Hand it over")
    page.goto(f"{address}/breaches/{record}/")
    yield "officer-breach-own"
    walk.press(page, "I have told them")
    yield "officer-breach-own-mistake"


def _ending(page: "Page", address: str, ref: str) -> Iterator[str]:
    page.goto(f"{address}/cases/{ref}/closure/")
    yield "officer-closure"
    page.goto(f"{address}/cases/{ref}/destruction/")
    yield "officer-destruction"
    walk.press(page, "Go on")
    yield "officer-destruction-mistake"
    page.get_by_label("How did the student ask?").fill("She came to the office and asked.")
    page.get_by_label("How do you know that it is they?").fill("I see her every week.")
    walk.press(page, "Go on")
    yield "officer-destruction-sure"
    page.goto(f"{address}/cases/{ref}/destruction/")
    walk.press(page, "Take the first step")
    yield "officer-destruction-first-step"


def _going_wrong(page: "Page", address: str, ref: str) -> Iterator[str]:
    page.goto(f"{address}/cases/{'a' * 26}/")
    yield "error-404"
    # The second step of a destruction by hand, on the day of the first.
    send(page, f"{address}/cases/{ref}/destruction/by-hand/", "step=second&sure=yes")
    yield "error-403"
    send(page, f"{address}/cases/{ref}/consents/", "way=shouted")
    yield "error-400"
    send(page, f"{address}/cases/{ref}/contacts/", "said=" + "x" * TOO_LARGE)
    yield "error-413"
    page.goto("about:blank")
    send(page, f"{address}/cases/{ref}/contacts/", "said=something")
    yield "error-elsewhere"


def send(page: "Page", address: str, body: str) -> None:
    """Send a form that no page of ours would, and show the answer."""
    with page.expect_navigation():
        page.evaluate(
            """([address, body]) => {
                const form = document.createElement("form");
                form.method = "post";
                form.action = address;
                for (const [name, value] of new URLSearchParams(body)) {
                    const field = document.createElement("input");
                    field.name = name;
                    field.value = value;
                    form.append(field);
                }
                document.body.append(form);
                form.submit();
            }""",
            [address, body],
        )


def _locked(page: "Page", address: str, ref: str, passphrase: str) -> Iterator[str]:
    page.goto(f"{address}/cases/{ref}/contacts/")
    page.evaluate("document.getElementById('idle-lock').showModal()")
    yield "officer-idle-lock"
    page.goto(f"{address}/cases/{ref}/contacts/")
    page.get_by_label("What was said").fill("She rang as we had agreed.")
    page.context.clear_cookies(name="confide-demonstration-officers")
    walk.press(page, "Add to the record")
    yield "doorstep-kept"
    walk.give(page, "idris", passphrase)
    yield "officer-back"
