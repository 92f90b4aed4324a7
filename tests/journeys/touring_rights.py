"""The walk past what a student may ask about their record, its holds, and its being given back."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tests.journeys import walking as walk

if TYPE_CHECKING:
    from playwright.sync_api import Page


def asking(page: "Page", address: str, ref: str) -> Iterator[str]:
    """Access, a correction, a restriction and its end, an objection."""
    here = f"{address}/cases/{ref}/rights/"
    page.goto(here)
    yield "officer-rights"
    _open(page, "They ask what is held about them")
    page.get_by_label("On what day did they ask?").fill("1/1/2099")
    page.locator("form[action$='/rights/access/'] textarea").fill("What is there about me?")
    _send(page, "/rights/access/")
    yield "officer-rights-mistake"
    page.get_by_label("On what day did they ask?").fill(walk.today().strftime("%d/%m/%Y"))
    _send(page, "/rights/access/")
    yield "officer-rights-asked"
    _open(page, "It takes longer")
    page.locator("form[action$='/extension/'] textarea").fill("There are 900 pages.")
    _send(page, "/extension/")
    _open(page, "They don’t get it")
    page.locator("form[action$='/refusal/'] textarea").fill("They took it back.")
    _send(page, "/refusal/")
    for name, place in (
        ("Something is not right", "/corrections/"),
        ("Nothing is to be done with it for now", "/restriction/"),
        ("They object to something", "/objections/"),
    ):
        _open(page, name)
        page.locator(f"form[action$='{place}'] textarea").fill("It was in May, not in June.")
        _send(page, place)
    yield "officer-rights-restricted"
    page.goto(f"{address}/cases/{ref}/")
    yield "officer-case-restricted"
    page.goto(here)
    _open(page, "End it")
    page.locator("form[action$='/end/'] textarea").fill("It was put right, and they were told.")
    _send(page, "/end/")


def seconding(page: "Page", address: str) -> Iterator[str]:
    """A colleague's many destructions, which wait for a second caseworker."""
    page.goto(f"{address}/desk/")
    walk.follow(page, "needs a second caseworker")
    yield "officer-seconding"
    walk.press(page, "It is right: destroy them")
    yield "officer-seconded"


def holding(page: "Page", address: str, ref: str) -> Iterator[str]:
    """A record that is kept past its day, and that the law lets go again."""
    page.goto(f"{address}/cases/{ref}/holds/")
    yield "officer-holds"
    walk.press(page, "Keep it until that day")
    yield "officer-holds-mistake"
    page.get_by_label("What obliges us to keep it?").fill("The coroner asked for it on 2 June.")
    walk.press(page, "Keep it until that day")
    yield "officer-holds-held"
    page.goto(f"{address}/cases/{ref}/")
    yield "officer-case-held"
    page.goto(f"{address}/cases/{ref}/holds/")
    _open(page, "Nothing obliges us any more")
    page.locator("form[action$='/end/'] textarea").fill("The inquest is over.")
    _send(page, "/end/")
    yield "officer-holds-ended"
    page.goto(f"{address}/cases/{ref}/shredding/")
    yield "officer-shredding"


def returning(page: "Page", address: str, ref: str) -> Iterator[str]:
    """From the student's asking to the handing over."""
    page.goto(f"{address}/cases/{ref}/return/")
    yield "officer-return"
    walk.press(page, "Look it through")
    yield "officer-return-mistake"
    page.get_by_label("How did the student ask?").fill("She came to the office and asked.")
    page.get_by_label("How do you know that it is they?").fill("I see her every week.")
    page.get_by_label("As files, locked with six words").check()
    walk.press(page, "Look it through")
    yield "officer-return-judged"
    walk.press(page, "Enter it and make the record")
    yield "officer-return-made"
    for link in ("Fetch everything", "Fetch the record alone"):
        with page.expect_download() as download:
            page.get_by_role("link", name=link).click()
        assert download.value.path().stat().st_size > 1000
    walk.press(page, "They have it")
    yield "officer-return-made-mistake"
    page.get_by_label("It is kept until its day").check()
    walk.press(page, "They have it")
    yield "officer-return-handed-over"


def _open(page: "Page", name: str) -> None:
    page.locator("summary", has_text=name).first.click()


def _send(page: "Page", place: str) -> None:
    walk.go(page.locator(f"form[action$='{place}'] button[type=submit]"))
