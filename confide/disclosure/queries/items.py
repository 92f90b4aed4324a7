"""What can be picked to be told: parts of contacts, and documents. (CONF-1, CONF-4)"""

from collections.abc import Iterator
from dataclasses import dataclass
from textwrap import shorten
from typing import Final

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from confide.casework.models import ContactNote, DocumentCard
from confide.casework.queries import OpenCase, contacts_of, documents_of

PARTS: Final = {
    "said": _("what was said"),
    "options": _("the options explained"),
    "chose": _("what the student chose"),
}
# What the service notes for itself is no part of what a student told.
_ITS_OWN: Final = (
    "advice", "asked-to-destroy", "handed-over", "reopened", "stepped-aside", "way-given",
)  # fmt: skip
_BY_STUDENT: Final = {
    "asked-for-support": _("Asked for support"),
    "own-words": _("In the student’s own words"),
}
_GLIMPSE: Final = 120


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that can be told: its key, its title, and how it begins."""

    key: str
    title: str
    glimpse: str = ""
    document: bool = False


def items_of(opened: OpenCase) -> list[Item]:
    """Everything in a case that can be picked, the newest first, documents last."""
    return [*_from_contacts(opened), *_from_documents(opened)]


def heading_of(card: ContactNote) -> str:
    """A contact by its kind and its day: "Phone, Tuesday 3 November 2026"."""
    kinds = {code.key: code.label for code in settings.POLICY.channels}
    kind = gettext(kinds.get(card.kind, card.kind))
    if card.corrects:
        kind = gettext("Correction by the student")
    elif card.kind in _BY_STUDENT:
        kind = str(_BY_STUDENT[card.kind])
    # With its year: an extract may be read years later.
    day = date_format(timezone.localtime(card.at).date(), "l j F Y")
    return f"{kind}, {day}"


def _from_contacts(opened: OpenCase) -> Iterator[Item]:
    for entry in contacts_of(opened):
        if entry.card.kind in _ITS_OWN:
            continue
        heading = heading_of(entry.card)
        for part, words in PARTS.items():
            said = getattr(entry.card, part)
            if said:
                title = f"{heading}: {words}"
                yield Item(f"{entry.id}.{part}", title, _glimpse(said))


def _from_documents(opened: OpenCase) -> Iterator[Item]:
    for entry in documents_of(opened):
        yield Item(entry.id, entry.card.name, _kind_of(entry.card), document=True)


def _kind_of(card: DocumentCard) -> str:
    if card.kept_where:
        return gettext("A paper. It is named in the extract; you hand it over yourself.")
    return gettext("A document. It is named in the extract, and goes with it as a file.")


def _glimpse(words: str) -> str:
    return shorten(words, _GLIMPSE, placeholder="…")
