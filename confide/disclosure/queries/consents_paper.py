"""A consent on paper, for the student to read and sign. (CONF-3, CONF-4)

It says who, what, what for and until when in the very words that are recorded, and that it can be
taken back. The student's name is not printed: they write it themselves, so that a sheet left in a
printer names nobody. Nothing outside says what it is: not the title, not the file's name.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext

from confide.disclosure.models import ConsentCard
from confide.disclosure.queries.paper import Printed, set_in_type
from confide.policy.consent import ASK, AUTHORITY, CONFIRM, CONTACT, GIVE, RECEIVE

SHEET: Final = Path(__file__).resolve().parent.parent / "pages" / "consent.typ"


def printed_consent(card: ConsentCard) -> Printed:
    """The sheet, as a tagged PDF made in memory."""
    return set_in_type(
        SHEET,
        {
            "language": (get_language() or "en").split("-")[0],
            "title": gettext("Agreement"),
            "page": gettext("Page"),
            "opening": _opening(card),
            "facts": list(_facts(card)),
            "told_title": gettext("What may be told"),
            "summary": [line.split("\n") for line in _paragraphs(card.summary)],
            "items": [item.title for item in card.items],
            "rights": list(_rights(card)),
            "signature": [gettext("Name"), gettext("Signature"), gettext("Day")],
        },
    )


def _opening(card: ConsentCard) -> str:
    union = settings.POLICY.union
    service = f"{union.service}, {union.name}"
    if card.kind == CONTACT:
        words = gettext(
            "I agree that the person named here may get in touch with {service} for me."
        )
    elif card.kind == AUTHORITY:
        words = gettext("I ask the caseworkers of {service} to act for me as it says here.")
    else:
        words = gettext("I agree that the caseworkers of {service} tell what it says here.")
    return words.format(service=service)


def _facts(card: ConsentCard) -> Iterator[tuple[str, str]]:
    for n, party in enumerate(card.parties):
        yield gettext("Who") if n == 0 else gettext("and"), f"{party.name}, {party.role}"
    for n, purpose in enumerate(card.purposes):
        yield gettext("What for") if n == 0 else gettext("and"), purpose
    if card.begins_on:
        yield gettext("From"), date_format(card.begins_on, "l j F Y")
    yield gettext("Until"), _until(card)


def _until(card: ConsentCard) -> str:
    if card.until_on:
        return date_format(card.until_on, "l j F Y")
    return gettext("this is done, or I take it back")


def _rights(card: ConsentCard) -> Iterator[str]:
    if card.kind == AUTHORITY:
        yield from _may(card)
        yield gettext("It ends by itself when my case is resolved.")
    if card.kind == CONTACT:
        yield (
            gettext("They may be told that I come here.")
            if CONFIRM in card.may
            else gettext("They are not told whether I come here.")
        )
        yield gettext("Nothing that I said is told to them.")
    else:
        yield gettext("Nothing else is told, and nobody else is told.")
    yield gettext("I can take this back or make it less at any time, at once and without a reason.")
    yield gettext("If I do not agree, I am helped all the same.")


def _may(card: ConsentCard) -> Iterator[str]:
    if GIVE in card.may:
        yield gettext("They may be given what is listed here, and nothing else.")
    else:
        yield gettext("They may be given nothing that I said.")
    if ASK in card.may:
        yield gettext("They may be asked, in my name, for what they know that bears on this.")
    if RECEIVE in card.may:
        yield gettext("What they say or send may be received for me.")


def _paragraphs(words: str) -> list[str]:
    return [each for each in words.replace("\r\n", "\n").strip("\n").split("\n\n") if each.strip()]
